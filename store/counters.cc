#include "store/counters.h"

#include "domain/status_macros.h"
#include "store/sql.h"

namespace baton::store {

absl::StatusOr<int64_t> TakeNumbers(Transaction& tx, std::string_view counter, int64_t count) {
  static const Sql& add = *new Sql{
      "INSERT INTO counters (tenant, counter, value) VALUES (:p1, :p2, :p3) "
      "ON CONFLICT (tenant, counter) DO UPDATE SET value = counters.value + excluded.value",
      ""};
  static const Sql& read =
      *new Sql{"SELECT value FROM counters WHERE tenant = :p1 AND counter = :p2", "i"};
  BATON_RETURN_IF_ERROR(tx.session().Run(add, {tx.tenant(), counter, count}).status());
  const auto rows = tx.session().Query(read, {tx.tenant(), counter});
  const int64_t last = rows->Next() ? rows->Int(0) : 0;
  if (!rows->status().ok()) return rows->status();
  return last - count + 1;
}

}  // namespace baton::store
