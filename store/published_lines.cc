#include "store/published_lines.h"

#include <map>
#include <utility>

#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/query.h"
#include "store/record.h"

namespace baton::store {
namespace {

constexpr std::string_view kStatements = "statements";
constexpr std::string_view kLines = "lines";

// What the lines of a statement have of it.
struct Head {
  std::string period;
  std::string payee;
  std::string payee_display_name;
  std::string currency_code;
};

// Few columns of statement_lines, since all its rows are read.
const Table& NarrowTable() {
  static const Table& table = *new Table(
      v1::StatementLine::descriptor(), "statement_lines",
      {Key("line_id", "name", kLines), Enum("kind", "kind"), Enum("category", "category"),
       Ref("booking_id", "booking", "bookings"),
       Ref("attribution_id", "attribution", "attributions"),
       Text("account_display_name", "account_display_name"), Text("booked_date", "booked_date"),
       Int("earning_minor", "earning_minor"), Enum("status", "status"),
       Text("adjusts_line", "adjusts_line"), Text("reason_code", "reason_code")},
      {"statement_id"});
  return table;
}

std::string LineName(std::string_view tenant, std::string_view statement_id,
                     std::string_view line_id) {
  return ChildName(tenant, kStatements, statement_id, kLines, line_id);
}

absl::StatusOr<std::map<std::string, Head>> Heads(Session& session, std::string_view tenant,
                                                  std::string_view last) {
  static const Sql& sql = *new Sql{
      "SELECT statement_id, period, payee_person_id, payee_display_name, "
      "coalesce(plan_currency, '') FROM statements WHERE tenant = :p1 AND state = 'published' "
      "AND period <= :p2",
      "ttttt"};
  std::map<std::string, Head> heads;
  const auto rows = session.Query(sql, {tenant, last});
  while (rows->Next()) {
    heads[rows->Text(0)] = {rows->Text(1), domain::ResourceName(tenant, "people", rows->Text(2)),
                            rows->Text(3), rows->Text(4)};
  }
  if (!rows->status().ok()) return rows->status();
  return heads;
}

}  // namespace

absl::StatusOr<std::optional<PublishedPeriods>> FindPublishedPeriods(Session& session,
                                                                     std::string_view tenant) {
  static const Sql& sql = *new Sql{
      "SELECT coalesce(min(period), ''), coalesce(max(period), '') FROM comp_periods "
      "WHERE tenant = :p1 AND publish_time_us IS NOT NULL",
      "tt"};
  const auto rows = session.Query(sql, {tenant});
  PublishedPeriods periods;
  if (rows->Next()) periods = {rows->Text(0), rows->Text(1)};
  if (!rows->status().ok()) return rows->status();
  if (periods.first.empty()) return std::nullopt;
  return periods;
}

absl::StatusOr<std::vector<domain::PublishedLine>> PublishedBookingLines(Session& session,
                                                                         std::string_view tenant,
                                                                         std::string_view last) {
  static const Sql& sql = *new Sql(NarrowTable().Select(
      "WHERE tenant = :p1 AND export_seq > 0 AND status = 'payable' AND attribution_id IS NOT NULL "
      "AND earning_minor <> 0 ORDER BY export_seq",
      "statement_id", "t"));
  BATON_ASSIGN_OR_RETURN(const auto heads, Heads(session, tenant, last));
  std::vector<domain::PublishedLine> lines;
  const int statement_column = static_cast<int>(NarrowTable().columns().size());
  const auto rows = session.Query(sql, {tenant});
  while (rows->Next()) {
    const std::string statement_id = rows->Text(statement_column);
    const auto head = heads.find(statement_id);
    if (head == heads.end()) continue;
    domain::PublishedLine& line = lines.emplace_back();
    NarrowTable().Read(*rows, tenant, &line.line);
    const std::string id(IdOf(line.line.name(), tenant, kLines));
    line.line.set_name(LineName(tenant, statement_id, id));
    const std::string adjusts = line.line.adjusts_line();  // "statement/line"
    const size_t slash = adjusts.find('/');
    if (slash != std::string::npos) {
      line.line.set_adjusts_line(
          LineName(tenant, adjusts.substr(0, slash), adjusts.substr(slash + 1)));
    }
    line.period = head->second.period;
    line.payee = head->second.payee;
    line.payee_display_name = head->second.payee_display_name;
    line.currency_code = head->second.currency_code;
  }
  if (!rows->status().ok()) return rows->status();
  return lines;
}

}  // namespace baton::store
