// token create | list | revoke, and whoami.
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/file_io.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

using Tokens = v1::TokenService::Stub;

// Only its owner may read a secret.
constexpr int kSecretFileMode = 0600;

struct CreateFlags {
  std::string person;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  std::string note;
  std::optional<TimeSpec> expires;
  std::string output;
  bool secret_only = false;
};

void DeclareCreate(Options& options, CreateFlags& flags) {
  options.Add("--person", flags.person, "Whose it is; only an integration has none");
  AddEnum(options, "--role", flags.role, "What its bearer may do").Required();
  options.Add("--note", flags.note, "What it is for");
  AddTime(options, "--expires", flags.expires, "When it stops working; default one year on");
  options.Add("-o,--output", flags.output,
              "Write the secret to this new file, for --token-file (mode 0600)");
  options.AddFlag("--secret-only", flags.secret_only, "Print the secret and nothing else");
}

std::string CreatedText(const v1::CreateTokenResponse& response, const CreateFlags& flags,
                        const View& view) {
  if (flags.secret_only) return response.secret() + "\n";
  FieldList fields;
  fields.Add("token", ShortName(response.token().name()));
  fields.Add("person", ShortName(response.token().person()));
  fields.Add("role", EnumText(response.token().role()));
  fields.Add("expires", TimeText(response.token().expire_time()));
  if (flags.output.empty()) {
    fields.Add("secret", Cell(response.secret(), Style::kBold));
    return fields.Render(view.terminal) + "The secret is shown this once only.\n";
  }
  fields.Add("secret", absl::StrCat("in ", flags.output));
  return fields.Render(view.terminal);
}

absl::Status RunCreate(const CreateFlags& flags, Session& session) {
  v1::CreateTokenRequest request;
  request.set_parent(session.tenant());
  v1::Token& token = *request.mutable_token();
  token.set_person(session.Name("people", flags.person));
  token.set_role(flags.role);
  token.set_note(flags.note);
  if (flags.expires) *token.mutable_expire_time() = ToProto(flags.expires->At(session.now()));
  // The file comes first: a secret that can't be written would be lost.
  std::optional<NewFile> file;
  if (!flags.output.empty()) {
    BATON_ASSIGN_OR_RETURN(file, NewFile::Create(flags.output, kSecretFileMode));
  }
  const absl::StatusOr<v1::CreateTokenResponse> response =
      session.Call(&Tokens::CreateToken, request);
  if (file && response.ok()) {
    BATON_RETURN_IF_ERROR(file->Write(response->secret() + "\n"));
    BATON_RETURN_IF_ERROR(file->Commit());
  }
  return session.Show(response, [&](const v1::CreateTokenResponse& created) {
    return CreatedText(created, flags, session.view());
  });
}

struct TokenListFlags {
  ListFlags list;
};

void DeclareList(Options& options, TokenListFlags& flags) { DeclareListFlags(options, flags.list); }

std::string StateText(const v1::Token& token, absl::Time now) {
  if (token.has_revoke_time()) return "revoked";
  if (token.has_expire_time() && FromProto(token.expire_time()) <= now) return "expired";
  return "works";
}

std::string TokenTable(const std::vector<v1::Token>& tokens, const View& view) {
  Table table({{"TOKEN"},
               {"PERSON"},
               {"ROLE"},
               {"STATE"},
               {"EXPIRES"},
               {"NOTE", Column::kShrink, true},
               {"CREATED", Column::kLeft, true}});
  for (const v1::Token& token : tokens) {
    table.AddRow({ShortName(token.name()), ShortName(token.person()), EnumText(token.role()),
                  StateText(token, view.now), TimeText(token.expire_time()), token.note(),
                  TimeText(token.create_time())});
  }
  return table.Render(view.terminal);
}

absl::Status RunList(const TokenListFlags& flags, Session& session) {
  v1::ListTokensRequest request;
  request.set_parent(session.tenant());
  return PrintList(
      session,
      ReadList(session, &Tokens::ListTokens, request, &v1::ListTokensResponse::tokens, flags.list),
      [&](const auto& tokens) { return TokenTable(tokens, session.view()); });
}

struct RevokeFlags {
  std::string token;
};

void DeclareRevoke(Options& options, RevokeFlags& flags) {
  options.Add("TOKEN", flags.token, "The token's id, not its secret").Required();
}

absl::Status RunRevoke(const RevokeFlags& flags, Session& session) {
  v1::RevokeTokenRequest request;
  request.set_name(session.Name("tokens", flags.token));
  return session.Show(session.Call(&Tokens::RevokeToken, request), [](const auto& response) {
    return absl::StrCat("token ", ShortName(response.token().name()), " is revoked\n");
  });
}

struct WhoAmIFlags {};

void DeclareWhoAmI(Options&, WhoAmIFlags&) {}

absl::Status RunWhoAmI(const WhoAmIFlags&, Session& session) {
  return session.Show(absl::StatusOr<v1::WhoAmIResponse>(session.caller()), [&](const auto& me) {
    FieldList fields;
    fields.Add("tenant", ShortName(me.tenant()));
    fields.Add("person", me.person().empty() ? "none (a program)" : ShortName(me.person()));
    fields.Add("role", EnumText(me.role()));
    fields.Add("server time", TimeText(me.server_time()));
    return fields.Render(session.view().terminal);
  });
}

}  // namespace

void AddTokenCommands(const CommandGroup& root) {
  root.Add("whoami", "Show who the token says you are", "baton whoami", DeclareWhoAmI, RunWhoAmI);
  const CommandGroup token = root.AddGroup("token", "Give out and take back bearer tokens");
  token.Add("create", "Make a token; its secret is shown once",
            "baton token create --person rosa --role csm -o rosa.token", DeclareCreate, RunCreate);
  token.Add("list", "List tokens, newest first", "baton token list", DeclareList, RunList);
  token.Add("revoke", "Take a token back", "baton token revoke 01JB2Q", DeclareRevoke, RunRevoke);
}

}  // namespace baton::cli
