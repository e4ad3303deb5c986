#include "store/tokens.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kTokens = "tokens";

std::string ToHex(std::string_view bytes) {
  return absl::BytesToHexString({bytes.data(), bytes.size()});
}

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
    TokenTable().Read(*rows, stored.tenant, &stored.token);
  }
  if (!rows->status().ok()) return rows->status();
  return tokens;
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
      *new Sql(TokenTable().Select("WHERE secret_hash = :p1", "tenant, secret_hash", "tt"));
  BATON_ASSIGN_OR_RETURN(std::vector<StoredToken> tokens,
                         ReadStored(session, sql, {ToHex(secret_hash)}));
  if (tokens.empty()) return std::optional<StoredToken>();
  return std::optional<StoredToken>(std::move(tokens.front()));
}

absl::StatusOr<std::vector<StoredToken>> ListAllTokens(Session& session) {
  static const Sql& sql =
      *new Sql(TokenTable().Select("ORDER BY tenant, token_id", "tenant, secret_hash", "tt"));
  return ReadStored(session, sql, {});
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
