#include "store/payloads.h"

#include <string>

#include "absl/strings/escaping.h"
#include "store/sql.h"

namespace baton::store {
namespace {

std::string ToHex(std::string_view bytes) {
  return absl::BytesToHexString({bytes.data(), bytes.size()});
}

}  // namespace

absl::StatusOr<bool> WasIngested(Session& session, std::string_view tenant, std::string_view vendor,
                                 std::string_view digest) {
  static const Sql& sql = *new Sql{
      "SELECT receive_time_us FROM ingested_payloads "
      "WHERE tenant = :p1 AND vendor = :p2 AND digest = :p3",
      "i"};
  const auto rows = session.Query(sql, {tenant, vendor, ToHex(digest)});
  const bool found = rows->Next();
  if (!rows->status().ok()) return rows->status();
  return found;
}

absl::Status NoteIngested(Transaction& tx, std::string_view vendor, std::string_view digest) {
  static const Sql& sql = *new Sql{
      "INSERT INTO ingested_payloads (tenant, vendor, digest, receive_time_us) "
      "VALUES (:p1, :p2, :p3, :p4) ON CONFLICT DO NOTHING",
      ""};
  return tx.session()
      .Run(sql, {tx.tenant(), vendor, ToHex(digest), absl::ToUnixMicros(tx.now())})
      .status();
}

}  // namespace baton::store
