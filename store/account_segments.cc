#include "store/account_segments.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/column.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kAccounts = "accounts";

struct Row {
  v1::Segment segment = v1::SEGMENT_UNSPECIFIED;
  absl::Time start;
};

absl::StatusOr<std::optional<Row>> FirstRow(Session& session, const Sql& sql,
                                            const std::vector<Value>& values) {
  const auto rows = session.Query(sql, values);
  std::optional<Row> row;
  if (rows->Next()) {
    row.emplace();
    row->segment = SegmentOf(rows->Text(0));
    row->start = absl::FromUnixMicros(rows->Int(1));
  }
  if (!rows->status().ok()) return rows->status();
  return row;
}

// The row that holds at `at`, which may begin later only when there is no earlier one.
absl::StatusOr<std::optional<Row>> RowAt(Session& session, std::string_view tenant,
                                         std::string_view id, absl::Time at) {
  static const Sql& latest = *new Sql{
      "SELECT segment, start_time_us FROM account_segments WHERE tenant = :p1 AND account_id = :p2 "
      "AND start_time_us <= :p3 ORDER BY start_time_us DESC LIMIT 1",
      "ti"};
  static const Sql& first = *new Sql{
      "SELECT segment, start_time_us FROM account_segments WHERE tenant = :p1 AND account_id = :p2 "
      "ORDER BY start_time_us LIMIT 1",
      "ti"};
  BATON_ASSIGN_OR_RETURN(std::optional<Row> row,
                         FirstRow(session, latest, {tenant, id, absl::ToUnixMicros(at)}));
  if (row.has_value()) return row;
  return FirstRow(session, first, {tenant, id});
}

// What the audit tells: the account as it was classified from the row's start on.
v1::Account Classified(const std::string& account, const Row& row) {
  v1::Account classified;
  classified.set_name(account);
  classified.set_segment(row.segment);
  *classified.mutable_source_update_time() = domain::ToTimestamp(row.start);
  return classified;
}

}  // namespace

v1::Segment SegmentOf(const std::string& text) {
  v1::Segment segment = v1::SEGMENT_UNSPECIFIED;
  v1::Segment_Parse("SEGMENT_" + absl::AsciiStrToUpper(text), &segment);
  return segment;
}

absl::StatusOr<v1::Segment> SegmentAt(Session& session, std::string_view tenant,
                                      std::string_view account, absl::Time at) {
  BATON_ASSIGN_OR_RETURN(const std::optional<Row> row,
                         RowAt(session, tenant, IdOf(account, tenant, kAccounts), at));
  return row.has_value() ? row->segment : v1::SEGMENT_UNSPECIFIED;
}

absl::StatusOr<bool> AddSegment(Transaction& tx, std::string_view account, v1::Segment segment,
                                absl::Time start) {
  static const Sql& put = *new Sql{
      "INSERT INTO account_segments (tenant, account_id, start_time_us, segment) "
      "VALUES (:p1, :p2, :p3, :p4) "
      "ON CONFLICT (tenant, account_id, start_time_us) DO UPDATE SET segment = excluded.segment",
      ""};
  const std::string_view id = IdOf(account, tx.tenant(), kAccounts);
  BATON_ASSIGN_OR_RETURN(const std::optional<Row> before,
                         RowAt(tx.session(), tx.tenant(), id, start));
  // Kept even where it is the same: an earlier row may still come to be known.
  const std::string text = EnumText(v1::Segment_descriptor()->FindValueByNumber(segment));
  BATON_RETURN_IF_ERROR(
      tx.session().Run(put, {tx.tenant(), id, absl::ToUnixMicros(start), text}).status());
  if (before.has_value() && before->segment == segment) return false;
  const std::string name = domain::ResourceName(tx.tenant(), kAccounts, id);
  const v1::Account after = Classified(name, {segment, start});
  if (before.has_value()) {
    const v1::Account known = Classified(name, *before);
    tx.Changed(name, &known, &after);
  } else {
    tx.Changed(name, nullptr, &after);
  }
  return true;
}

}  // namespace baton::store
