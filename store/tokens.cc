#include "store/tokens.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/escaping.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kTokens = "tokens";

std::string ToHex(std::string_view bytes) {
  return absl::BytesToHexString({bytes.data(), bytes.size()});
}

// What a stored token has beside the message's own columns.
constexpr std::string_view kExtra =
    "tenant, secret_hash, (SELECT p.end_time_us FROM people p WHERE p.tenant = tokens.tenant "
    "AND p.person_id = tokens.person_id)";
constexpr std::string_view kExtraTypes = "tti";

// Rows of tenant, hash and id. A token's name needs its tenant, which the rows bring along.
absl::StatusOr<std::vector<StoredToken>> ReadStored(Session& session, const Sql& sql,
                                                    const std::vector<Value>& values) {
  std::vector<StoredToken> tokens;
  const int tenant_column = static_cast<int>(TokenTable().columns().size());
  const auto rows = session.Query(sql, values);
  while (rows->Next()) {
    StoredToken& stored = tokens.emplace_back();
    stored.tenant = rows->Text(tenant_column);
    stored.secret_hash = absl::HexStringToBytes(rows->Text(tenant_column + 1));
    if (!rows->IsNull(tenant_column + 2)) {
      stored.end_time = absl::FromUnixMicros(rows->Int(tenant_column + 2));
    }
    TokenTable().Read(*rows, stored.tenant, &stored.token);
  }
  if (!rows->status().ok()) return rows->status();
  return tokens;
}

// Whose names a token's person answers to.
absl::Status AddAliases(Session& session, std::vector<StoredToken>* tokens) {
  static const Sql& sql = *new Sql{
      "SELECT tenant, person_id, alias_id FROM person_aliases ORDER BY tenant, alias_id", "ttt"};
  std::map<std::string, std::vector<std::string>> aliases;  // by the survivor's name
  const auto rows = session.Query(sql, {});
  while (rows->Next()) {
    aliases[domain::ResourceName(rows->Text(0), "people", rows->Text(1))].push_back(
        domain::ResourceName(rows->Text(0), "people", rows->Text(2)));
  }
  if (!rows->status().ok()) return rows->status();
  for (StoredToken& stored : *tokens) {
    const auto found = aliases.find(stored.token.person());
    if (found != aliases.end()) stored.aliases = found->second;
  }
  return absl::OkStatus();
}

}  // namespace

const Table& TokenTable() {
  static const Table& table = *new Table(v1::Token::descriptor(), "tokens",
                                         {
                                             Key("token_id", "name", kTokens),
                                             Ref("person_id", "person", "people"),
                                             Enum("role", "role"),
                                             Text("note", "note"),
                                             Time("expire_time_us", "expire_time"),
                                             Time("revoke_time_us", "revoke_time"),
                                             Time("create_time_us", "create_time"),
                                         },
                                         {"secret_hash"});
  return table;
}

const ListSpec& TokenList() {
  static const ListSpec& spec =
      *new ListSpec{&TokenTable(), "token_id", {}, {{"create_time desc", "create_time_us", true}}};
  return spec;
}

absl::StatusOr<v1::Token> GetToken(Session& session, std::string_view tenant,
                                   std::string_view token) {
  return GetRecord<v1::Token>(session, TokenTable(), tenant, kTokens, token);
}

absl::StatusOr<std::optional<StoredToken>> FindTokenByHash(Session& session,
                                                           std::string_view secret_hash) {
  static const Sql& sql =
      *new Sql(TokenTable().Select("WHERE secret_hash = :p1", kExtra, kExtraTypes));
  BATON_ASSIGN_OR_RETURN(std::vector<StoredToken> tokens,
                         ReadStored(session, sql, {ToHex(secret_hash)}));
  if (tokens.empty()) return std::optional<StoredToken>();
  return std::optional<StoredToken>(std::move(tokens.front()));
}

absl::StatusOr<std::vector<StoredToken>> ListAllTokens(Session& session) {
  static const Sql& sql =
      *new Sql(TokenTable().Select("ORDER BY tenant, token_id", kExtra, kExtraTypes));
  BATON_ASSIGN_OR_RETURN(std::vector<StoredToken> tokens, ReadStored(session, sql, {}));
  BATON_RETURN_IF_ERROR(AddAliases(session, &tokens));
  return tokens;
}

absl::StatusOr<std::vector<v1::Token>> TokensOfPerson(Session& session, std::string_view tenant,
                                                      std::string_view person) {
  static const Sql& sql = *new Sql(
      TokenTable().Select("WHERE tenant = :p1 AND person_id = :p2 ORDER BY create_time_us"));
  return ReadAll<v1::Token>(session, TokenTable(), sql, {tenant, IdOf(person, tenant, "people")},
                            tenant);
}

absl::Status InsertToken(Transaction& tx, const v1::Token& token, std::string_view secret_hash) {
  BATON_RETURN_IF_ERROR(
      TokenTable().Insert(tx.session(), tx.tenant(), token, {ToHex(secret_hash)}));
  tx.Changed(token.name(), nullptr, &token);
  return absl::OkStatus();
}

absl::Status UpdateToken(Transaction& tx, const v1::Token& before, const v1::Token& after) {
  BATON_RETURN_IF_ERROR(TokenTable().Update(tx.session(), tx.tenant(), after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
