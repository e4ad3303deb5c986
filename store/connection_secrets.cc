#include "store/connection_secrets.h"

#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {

std::string_view KindText(SecretKind kind) {
  switch (kind) {
    case SecretKind::kWebhook:
      return "webhook";
    case SecretKind::kCredentials:
      return "credentials";
    case SecretKind::kAccessToken:
      return "access_token";
  }
  return "";
}

std::string_view ConnectionId(std::string_view connection, std::string_view tenant) {
  return IdOf(connection, tenant, "connections");
}

// What never ends is a null.
Value Micros(absl::Time time) {
  if (time == absl::InfiniteFuture()) return Value();
  return absl::ToUnixMicros(time);
}

// Shortens the life of what is there, and takes away what has none left.
absl::Status RetireSecrets(Transaction& tx, std::string_view connection_id, SecretKind kind,
                           absl::Time keep_until) {
  static const Sql& shorten = *new Sql{
      "UPDATE connection_secrets SET expire_time_us = :p4 "
      "WHERE tenant = :p1 AND connection_id = :p2 AND kind = :p3 "
      "AND (expire_time_us IS NULL OR expire_time_us > :p4)",
      ""};
  static const Sql& remove = *new Sql{
      "DELETE FROM connection_secrets "
      "WHERE tenant = :p1 AND connection_id = :p2 AND kind = :p3 AND expire_time_us <= :p4",
      ""};
  BATON_RETURN_IF_ERROR(tx.session()
                            .Run(shorten, {tx.tenant(), connection_id, KindText(kind),
                                           absl::ToUnixMicros(keep_until)})
                            .status());
  return tx.session()
      .Run(remove, {tx.tenant(), connection_id, KindText(kind), absl::ToUnixMicros(tx.now())})
      .status();
}

}  // namespace

absl::StatusOr<std::vector<StoredSecret>> ListSecrets(Session& session, std::string_view tenant,
                                                      std::string_view connection, SecretKind kind,
                                                      absl::Time now) {
  static const Sql& sql = *new Sql{
      "SELECT secret_id, sealed, expire_time_us FROM connection_secrets "
      "WHERE tenant = :p1 AND connection_id = :p2 AND kind = :p3 "
      "AND (expire_time_us IS NULL OR expire_time_us > :p4) ORDER BY secret_id DESC",
      "tti"};
  std::vector<StoredSecret> secrets;
  const auto rows = session.Query(
      sql, {tenant, ConnectionId(connection, tenant), KindText(kind), absl::ToUnixMicros(now)});
  while (rows->Next()) {
    StoredSecret& secret = secrets.emplace_back();
    secret.secret_id = rows->Text(0);
    secret.sealed = rows->Text(1);
    if (!rows->IsNull(2)) secret.expire_time = absl::FromUnixMicros(rows->Int(2));
  }
  if (!rows->status().ok()) return rows->status();
  return secrets;
}

absl::Status ReplaceSecret(Transaction& tx, std::string_view connection, SecretKind kind,
                           const StoredSecret& secret, absl::Time keep_old_until) {
  static const Sql& sql = *new Sql{
      "INSERT INTO connection_secrets "
      "(tenant, connection_id, kind, secret_id, sealed, expire_time_us) "
      "VALUES (:p1, :p2, :p3, :p4, :p5, :p6)",
      ""};
  const std::string_view connection_id = ConnectionId(connection, tx.tenant());
  BATON_RETURN_IF_ERROR(RetireSecrets(tx, connection_id, kind, keep_old_until));
  return tx.session()
      .Run(sql, {tx.tenant(), connection_id, KindText(kind), secret.secret_id, secret.sealed,
                 Micros(secret.expire_time)})
      .status();
}

}  // namespace baton::store
