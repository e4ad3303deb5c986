// connection add | list | show | update | rotate-secret | disable | enable | test.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "baton/v1/integration_service.grpc.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tools/cli/commands.h"
#include "tools/cli/connection_walk.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/errors.h"
#include "tools/cli/file_io.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

using Integration = v1::IntegrationService::Stub;

absl::StatusOr<v1::ConnectionSetting> ParseSetting(const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos) {
    return UsageError("a setting is NAME=VALUE, as api_version=v67.0");
  }
  v1::ConnectionSetting setting;
  setting.set_name(text.substr(0, equals));
  setting.set_value(text.substr(equals + 1));
  return setting;
}

// What a secret's file holds, without the line break behind it.
absl::StatusOr<std::string> ReadSecret(const std::string& file) {
  if (file.empty()) return std::string();
  BATON_ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
  return std::string(absl::StripAsciiWhitespace(text));
}

// Credentials from a file of JSON: {"client_id": "...", "client_secret": "..."}.
absl::StatusOr<v1::ConnectionCredentials> ReadCredentials(const std::string& file) {
  BATON_ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
  v1::ConnectionCredentials credentials;
  if (!google::protobuf::util::JsonStringToMessage(text, &credentials).ok()) {
    // The parser's words may quote what is in the file.
    return UsageError(
        absl::StrCat(file,
                     " is no JSON of api_key, user, password, token_url, client_id, client_secret, "
                     "refresh_token and scope"));
  }
  return credentials;
}

struct ContentFlags {
  std::string name;
  std::string url;
  std::vector<v1::ConnectionSetting> settings;
  std::string credentials;
};

void DeclareContent(Options& options, ContentFlags& flags) {
  options.Add("--url", flags.url,
              "Where Baton calls it, as https://acme.my.salesforce.com; nothing is sent without");
  AddParsedList(options, "--setting", flags.settings, ParseSetting,
                "A setting that its page in docs/connect names, NAME=VALUE; may be repeated")
      .TypeName("NAME=VALUE");
  options.Add("--credentials", flags.credentials,
              "File of JSON that opens it (api_key, or client_id and client_secret, ...); - is "
              "standard input");
}

std::string SettingsText(const v1::Connection& connection) {
  return absl::StrJoin(connection.settings(), ", ", [](std::string* out, const auto& setting) {
    absl::StrAppend(out, setting.name(), "=", setting.value());
  });
}

std::string PayloadPath(const v1::Connection& connection) {
  return absl::StrCat("/v1/connections/", ShortName(connection.name()), "/payloads");
}

std::string ConnectionDetail(const v1::Connection& connection, const View& view) {
  FieldList fields;
  fields.Add("connection", Cell(ShortName(connection.name()), Style::kBold));
  fields.Add("vendor", connection.vendor());
  fields.Add("name", connection.display_name());
  fields.Add("state", EnumText(connection.state()));
  fields.Add("because", connection.disable_reason());
  fields.Add("url", connection.base_url());
  fields.Add("settings", SettingsText(connection));
  fields.Add("credentials", connection.has_credentials() ? "held, sealed" : "none");
  fields.Add("webhooks go to", PayloadPath(connection));
  if (connection.has_old_secret_expire_time()) {
    fields.Add("old secret until", TimeText(connection.old_secret_expire_time()));
  }
  fields.Add("made", TimeTextWithAge(connection.create_time(), view.now));
  fields.Add("changed", TimeTextWithAge(connection.update_time(), view.now));
  return fields.Render(view.terminal);
}

std::string SecretText(const v1::Connection& connection, const std::string& secret) {
  return absl::StrCat("\nThe secret that its webhooks are signed with, shown only now:\n\n    ",
                      secret, "\n\nGive it to ", connection.vendor(), " with the address ",
                      PayloadPath(connection),
                      " of this server; docs/connect has a page that says where.\n");
}

// What to do once a connection was made.
std::string NextStepText(const v1::Connection& connection) {
  const std::string id(ShortName(connection.name()));
  if (connection.base_url().empty()) {
    return absl::StrCat(
        "Nothing is sent there until it has an address:\n    baton connection update ", id,
        " --url URL --credentials FILE\n");
  }
  return absl::StrCat("Try it out:\n    baton connection test ", id, "\n");
}

struct AddFlags {
  std::string vendor;
  ContentFlags content;
  std::string webhook_secret;
};

void DeclareAdd(Options& options, AddFlags& flags) {
  options
      .Add("VENDOR", flags.vendor,
           "captivateiq, catalyst, churnzero, gainsight, generic, hubspot, performio, salesforce, "
           "slack, smtp, spiff, totango, vitally, webhook or xactly")
      .Required();
  options.Add("--name", flags.content.name, "What people call it; default the vendor");
  DeclareContent(options, flags.content);
  options.Add("--webhook-secret", flags.webhook_secret,
              "File with the secret that the vendor signs with, where the vendor gives it; else "
              "the server makes one");
}

// Whether the command line names the vendor alone, and somebody is there to be asked.
bool AsksForIt(const AddFlags& flags, const Session& session) {
  const bool said = !flags.content.url.empty() || !flags.content.settings.empty() ||
                    !flags.content.credentials.empty() || !flags.webhook_secret.empty();
  return !said && !session.json() && session.view().terminal.interactive && SomebodyAnswers();
}

absl::Status RunAdd(const AddFlags& flags, Session& session) {
  v1::CreateConnectionRequest request;
  request.set_parent(session.tenant());
  v1::Connection& connection = *request.mutable_connection();
  connection.set_vendor(flags.vendor);
  connection.set_display_name(flags.content.name.empty() ? flags.vendor : flags.content.name);
  connection.set_base_url(flags.content.url);
  connection.mutable_settings()->Add(flags.content.settings.begin(), flags.content.settings.end());
  if (!flags.content.credentials.empty()) {
    BATON_ASSIGN_OR_RETURN(*request.mutable_credentials(),
                           ReadCredentials(flags.content.credentials));
  }
  BATON_ASSIGN_OR_RETURN(*request.mutable_webhook_secret(), ReadSecret(flags.webhook_secret));
  if (AsksForIt(flags, session)) {
    BATON_RETURN_IF_ERROR(WalkThrough(AskOnTerminal(session.notes()), &request));
  }
  return session.Show(
      session.Call(&Integration::CreateConnection, request), [&](const auto& response) {
        return absl::StrCat(ConnectionDetail(response.connection(), session.view()),
                            SecretText(response.connection(), response.webhook_secret()),
                            NextStepText(response.connection()));
      });
}

struct NameFlags {
  std::string connection;
};

void DeclareName(Options& options, NameFlags& flags) {
  options.Add("CONNECTION", flags.connection, "The connection").Required();
}

absl::Status RunShow(const NameFlags& flags, Session& session) {
  v1::GetConnectionRequest request;
  request.set_name(session.Name("connections", flags.connection));
  return session.Show(session.Call(&Integration::GetConnection, request),
                      [&](const auto& response) {
                        return ConnectionDetail(response.connection(), session.view());
                      });
}

struct ListConnectionFlags {
  ListFlags list;
  std::string vendor;
  v1::ConnectionState state = v1::CONNECTION_STATE_UNSPECIFIED;
};

void DeclareList(Options& options, ListConnectionFlags& flags) {
  options.Add("--vendor", flags.vendor, "Only of this vendor");
  AddEnum(options, "--state", flags.state, "Only in this state");
  DeclareListFlags(options, flags.list);
}

std::string ConnectionTable(const std::vector<v1::Connection>& connections, const View& view) {
  Table table({{"CONNECTION"},
               {"VENDOR"},
               {"NAME", Column::kShrink},
               {"STATE"},
               {"URL", Column::kShrink},
               {"CREDENTIALS", Column::kLeft, true}});
  for (const v1::Connection& connection : connections) {
    table.AddRow({ShortName(connection.name()), connection.vendor(), connection.display_name(),
                  EnumText(connection.state()), connection.base_url(),
                  connection.has_credentials() ? "held" : "none"});
    if (!connection.disable_reason().empty()) table.AddNote(connection.disable_reason());
  }
  return table.Render(view.terminal);
}

absl::Status RunList(const ListConnectionFlags& flags, Session& session) {
  Filter filter;
  filter.Name("vendor", flags.vendor);
  filter.Word("state", EnumText(flags.state));
  v1::ListConnectionsRequest request;
  request.set_parent(session.tenant());
  request.set_filter(filter.text());
  return PrintList(session,
                   ReadList(session, &Integration::ListConnections, request,
                            &v1::ListConnectionsResponse::connections, flags.list),
                   [&](const auto& all) { return ConnectionTable(all, session.view()); });
}

struct UpdateFlags {
  std::string connection;
  ContentFlags content;
};

void DeclareUpdate(Options& options, UpdateFlags& flags) {
  options.Add("CONNECTION", flags.connection, "The connection").Required();
  options.Add("--name", flags.content.name, "What people call it");
  DeclareContent(options, flags.content);
}

// What is not said stays; settings are replaced one by one.
void Overlay(const ContentFlags& flags, v1::Connection* connection) {
  if (!flags.name.empty()) connection->set_display_name(flags.name);
  if (!flags.url.empty()) connection->set_base_url(flags.url);
  for (const v1::ConnectionSetting& setting : flags.settings) {
    v1::ConnectionSetting* held = nullptr;
    for (v1::ConnectionSetting& one : *connection->mutable_settings()) {
      if (one.name() == setting.name()) held = &one;
    }
    *(held != nullptr ? held : connection->add_settings()) = setting;
  }
}

absl::Status RunUpdate(const UpdateFlags& flags, Session& session) {
  v1::GetConnectionRequest get;
  get.set_name(session.Name("connections", flags.connection));
  BATON_ASSIGN_OR_RETURN(const v1::GetConnectionResponse held,
                         session.Call(&Integration::GetConnection, get));
  v1::UpdateConnectionRequest request;
  *request.mutable_connection() = held.connection();
  Overlay(flags.content, request.mutable_connection());
  if (!flags.content.credentials.empty()) {
    BATON_ASSIGN_OR_RETURN(*request.mutable_credentials(),
                           ReadCredentials(flags.content.credentials));
  }
  return session.Show(session.Call(&Integration::UpdateConnection, request),
                      [&](const auto& response) {
                        return ConnectionDetail(response.connection(), session.view());
                      });
}

struct RotateFlags {
  std::string connection;
  std::string webhook_secret;
  int keep_hours = 24;
};

void DeclareRotate(Options& options, RotateFlags& flags) {
  options.Add("CONNECTION", flags.connection, "The connection").Required();
  options.Add("--webhook-secret", flags.webhook_secret,
              "File with the new secret, where the vendor gives it; else the server makes one");
  options.Add("--keep-old", flags.keep_hours, "Hours for which the old secret works on, 0 to 168")
      .TypeName("HOURS")
      .ShowDefault();
}

absl::Status RunRotate(const RotateFlags& flags, Session& session) {
  v1::RotateConnectionSecretRequest request;
  request.set_name(session.Name("connections", flags.connection));
  BATON_ASSIGN_OR_RETURN(*request.mutable_webhook_secret(), ReadSecret(flags.webhook_secret));
  request.set_keep_old_seconds(int64_t{3600} * flags.keep_hours);
  return session.Show(
      session.Call(&Integration::RotateConnectionSecret, request), [&](const auto& response) {
        return absl::StrCat(ConnectionDetail(response.connection(), session.view()),
                            SecretText(response.connection(), response.webhook_secret()));
      });
}

struct DisableFlags {
  std::string connection;
  std::string reason;
};

void DeclareDisable(Options& options, DisableFlags& flags) {
  options.Add("CONNECTION", flags.connection, "The connection").Required();
  options.Add("--reason", flags.reason, "Why, for whoever looks at it next");
}

absl::Status RunDisable(const DisableFlags& flags, Session& session) {
  v1::DisableConnectionRequest request;
  request.set_name(session.Name("connections", flags.connection));
  request.set_reason(flags.reason);
  return session.Show(session.Call(&Integration::DisableConnection, request),
                      [&](const auto& response) {
                        return ConnectionDetail(response.connection(), session.view());
                      });
}

absl::Status RunEnable(const NameFlags& flags, Session& session) {
  v1::EnableConnectionRequest request;
  request.set_name(session.Name("connections", flags.connection));
  return session.Show(session.Call(&Integration::EnableConnection, request),
                      [&](const auto& response) {
                        return ConnectionDetail(response.connection(), session.view());
                      });
}

absl::Status RunTest(const NameFlags& flags, Session& session) {
  v1::TestConnectionRequest request;
  request.set_name(session.Name("connections", flags.connection));
  BATON_ASSIGN_OR_RETURN(const v1::TestConnectionResponse response,
                         session.Call(&Integration::TestConnection, request));
  BATON_RETURN_IF_ERROR(
      session.Show(absl::StatusOr<v1::TestConnectionResponse>(response), [](const auto& tested) {
        return absl::StrCat(absl::StrJoin(tested.steps(), "\n"), "\n",
                            tested.ok() ? "The connection works.\n" : "");
      }));
  if (response.ok()) return absl::OkStatus();
  return absl::FailedPreconditionError("the connection does not work");
}

}  // namespace

void AddConnectionCommands(const CommandGroup& root) {
  const CommandGroup connection =
      root.AddGroup("connection", "The systems that Baton takes payloads from and sends to");
  connection.Add("add", "Connect a system; on a terminal, VENDOR alone asks for what it needs",
                 "baton connection add salesforce --url https://acme.my.salesforce.com \\\n"
                 "    --credentials salesforce.json --setting api_version=v67.0",
                 DeclareAdd, RunAdd);
  connection.Add("list", "List connections, newest first", "baton connection list --state active",
                 DeclareList, RunList);
  connection.Add("show", "Show a connection and where its webhooks go",
                 "baton connection show 01JB2QK0", DeclareName, RunShow);
  connection.Add("update", "Change a connection; what is not said stays",
                 "baton connection update 01JB2QK0 --credentials new.json", DeclareUpdate,
                 RunUpdate);
  connection.Add("rotate-secret",
                 "Give its webhooks a new secret; the old one works on for a while",
                 "baton connection rotate-secret 01JB2QK0 --keep-old 48", DeclareRotate, RunRotate);
  connection.Add("disable", "Stop using a connection; what is to leave waits",
                 "baton connection disable 01JB2QK0 --reason 'key leaked'", DeclareDisable,
                 RunDisable);
  connection.Add("enable", "Use a connection again", "baton connection enable 01JB2QK0",
                 DeclareName, RunEnable);
  connection.Add("test", "Call the system with what is held, and say what it answered",
                 "baton connection test 01JB2QK0", DeclareName, RunTest);
}

}  // namespace baton::cli
