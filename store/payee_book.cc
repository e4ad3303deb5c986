#include "store/payee_book.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"
#include "store/query.h"

namespace baton::store {
namespace {

using domain::BookedPart;

// The rows of a scope, :p2, among those of `table`. What was merged into an account counts.
std::string InScope(BookScope::Of of, std::string_view table) {
  const std::string column = absl::StrCat(std::string(table), ".account_id");
  if (of == BookScope::Of::kTenant) return absl::StrCat(column, " >= :p2");  // every id
  return absl::StrCat(
      column,
      " IN (SELECT seats.account_id FROM account_team seats WHERE seats.tenant = :p1 "
      "AND seats.person_id = :p2 AND seats.role = 'csm' "
      "UNION ALL SELECT merged.alias_id FROM account_team seats "
      "JOIN account_aliases merged ON merged.tenant = seats.tenant "
      "AND merged.account_id = seats.account_id WHERE seats.tenant = :p1 "
      "AND seats.person_id = :p2 AND seats.role = 'csm')");
}

// A statement for each kind of scope: `head`, the scope on `table`, `tail`.
class ScopedSql {
 public:
  ScopedSql(std::string_view head, std::string_view table, std::string_view tail,
            std::string columns)
      : person_(Make(BookScope::Of::kPerson, head, table, tail, columns)),
        tenant_(Make(BookScope::Of::kTenant, head, table, tail, columns)) {}

  const Sql& For(const BookScope& scope) const {
    return scope.of == BookScope::Of::kPerson ? person_ : tenant_;
  }

 private:
  static Sql Make(BookScope::Of of, std::string_view head, std::string_view table,
                  std::string_view tail, const std::string& columns) {
    return {absl::StrCat(std::string(head), InScope(of, table), " ", std::string(tail)), columns};
  }

  const Sql person_;
  const Sql tenant_;
};

// "at_risk_save" of CATEGORY_AT_RISK_SAVE; UNSPECIFIED, which is 0, for any other text.
template <typename Enum>
Enum EnumOf(const google::protobuf::EnumDescriptor* descriptor, std::string_view prefix,
            const std::string& text) {
  const auto* value =
      descriptor->FindValueByName(absl::StrCat(std::string(prefix), absl::AsciiStrToUpper(text)));
  return static_cast<Enum>(value == nullptr ? 0 : value->number());
}

BookedPart ReadPart(const Rows& rows, std::string_view tenant) {
  BookedPart part;
  part.account = rows.Text(0);
  part.attribution = rows.Text(1);
  part.booking = domain::ResourceName(tenant, "bookings", rows.Text(2));
  part.booked_at = absl::FromUnixMicros(rows.Int(3));
  part.currency_code = rows.Text(4);
  part.concurred = rows.Text(5) == "concurred" && rows.IsNull(6);
  part.renewal = rows.IsNull(7) ? part.booked_at : absl::FromUnixMicros(rows.Int(7));
  part.line_no = rows.Int(8);
  part.line_kind = EnumOf<v1::BookingLineKind>(v1::BookingLineKind_descriptor(),
                                               "BOOKING_LINE_KIND_", rows.Text(9));
  part.prior_minor = rows.Int(10);
  part.effective = rows.IsNull(11) ? part.booked_at : absl::FromUnixMicros(rows.Int(11));
  part.category = EnumOf<v1::AttributionCategory>(v1::AttributionCategory_descriptor(),
                                                  "ATTRIBUTION_CATEGORY_", rows.Text(12));
  part.amount_minor = rows.Int(13);
  part.csm_credit_minor = rows.Int(14);
  return part;
}

}  // namespace

absl::StatusOr<std::vector<BookSeat>> BookSeats(Session& session, std::string_view tenant,
                                                std::string_view person) {
  static const Sql& sql = *new Sql{
      "SELECT team.account_id, team.start_time_us, team.person_id FROM account_team team "
      "WHERE team.tenant = :p1 AND team.role = 'csm' AND team.account_id IN ("
      "SELECT seats.account_id FROM account_team seats WHERE seats.tenant = :p1 "
      "AND seats.person_id = :p2 AND seats.role = 'csm') "
      "ORDER BY team.account_id, team.start_time_us",
      "tit"};
  std::vector<BookSeat> seats;
  const auto rows = session.Query(sql, {tenant, person});
  while (rows->Next()) {
    seats.push_back({rows->Text(0), absl::FromUnixMicros(rows->Int(1)), rows->Text(2)});
  }
  if (!rows->status().ok()) return rows->status();
  return seats;
}

absl::StatusOr<std::vector<BookedPart>> BookParts(Session& session, std::string_view tenant,
                                                  const BookScope& scope) {
  static const auto& sql = *new ScopedSql(
      "SELECT a.account_id, a.attribution_id, a.booking_id, a.booked_time_us, a.currency_code, "
      "a.state, a.open_dispute_id, b.renewal_time_us, l.position, l.kind, "
      "l.prior_arr_minor, l.effective_time_us, p.category, coalesce(p.amount_minor, 0), "
      "coalesce(p.csm_credit_minor, 0) FROM attributions a "
      "JOIN bookings b ON b.tenant = a.tenant AND b.booking_id = a.booking_id "
      "JOIN booking_lines l ON l.tenant = a.tenant AND l.booking_id = a.booking_id "
      "LEFT JOIN attribution_parts p ON p.tenant = a.tenant "
      "AND p.attribution_id = a.attribution_id AND p.line = l.line "
      "WHERE a.tenant = :p1 AND ",
      "a",
      "AND a.state IN ('proposed', 'concurred') AND a.reverses_id IS NULL "
      "ORDER BY a.booked_time_us, a.attribution_id, l.position, p.part",
      "tttitttiitiitii");
  std::vector<BookedPart> parts;
  const auto rows = session.Query(sql.For(scope), {tenant, scope.id});
  while (rows->Next()) parts.push_back(ReadPart(*rows, tenant));
  if (!rows->status().ok()) return rows->status();
  return parts;
}

absl::StatusOr<std::vector<BookBalance>> BookBalances(Session& session, std::string_view tenant,
                                                      const BookScope& scope, absl::Time before) {
  static const auto& sql = *new ScopedSql(
      "SELECT ledger.account_id, ledger.kind, ledger.effective_time_us, ledger.delta_minor, "
      "ledger.currency_code FROM account_arr_ledger ledger WHERE ledger.tenant = :p1 AND ",
      "ledger", "AND ledger.effective_time_us < :p3", "ttiit");
  std::vector<BookBalance> balances;
  const auto rows = session.Query(sql.For(scope), {tenant, scope.id, absl::ToUnixMicros(before)});
  while (rows->Next()) {
    balances.push_back({rows->Text(0), rows->Text(1) == "opening",
                        absl::FromUnixMicros(rows->Int(2)), rows->Int(3), rows->Text(4)});
  }
  if (!rows->status().ok()) return rows->status();
  return balances;
}

absl::StatusOr<std::vector<BookHealth>> BookHealthBefore(Session& session, std::string_view tenant,
                                                         const BookScope& scope,
                                                         absl::Time before) {
  static const auto& sql = *new ScopedSql(
      "SELECT health.account_id, health.observe_time_us, health.tier "
      "FROM health_observations health WHERE health.tenant = :p1 AND ",
      "health",
      "AND health.observe_time_us < :p3 "
      "ORDER BY health.observe_time_us, health.record_time_us, health.record_no",
      "tit");
  std::vector<BookHealth> health;
  const auto rows = session.Query(sql.For(scope), {tenant, scope.id, absl::ToUnixMicros(before)});
  while (rows->Next()) {
    health.push_back(
        {rows->Text(0),
         {absl::FromUnixMicros(rows->Int(1)),
          EnumOf<v1::HealthTier>(v1::HealthTier_descriptor(), "HEALTH_TIER_", rows->Text(2))}});
  }
  if (!rows->status().ok()) return rows->status();
  return health;
}

absl::StatusOr<std::vector<BookDeed>> BookDeeds(Session& session, std::string_view tenant,
                                                const BookScope& scope, absl::Time from,
                                                absl::Time to) {
  static const auto& sql = *new ScopedSql(
      "SELECT deeds.account_id, deeds.occur_time_us, deeds.activity_type, deeds.two_way, "
      "deeds.contact FROM activities deeds WHERE deeds.tenant = :p1 AND ",
      "deeds",
      "AND deeds.occur_time_us >= :p3 AND deeds.occur_time_us < :p4 "
      "ORDER BY deeds.occur_time_us, deeds.activity_id",
      "titit");
  std::vector<BookDeed> deeds;
  const auto rows = session.Query(
      sql.For(scope), {tenant, scope.id, absl::ToUnixMicros(from), absl::ToUnixMicros(to)});
  while (rows->Next()) {
    deeds.push_back(
        {rows->Text(0),
         {absl::FromUnixMicros(rows->Int(1)), rows->Text(2), rows->Int(3) != 0, rows->Text(4)}});
  }
  if (!rows->status().ok()) return rows->status();
  return deeds;
}

absl::StatusOr<std::vector<BookPlan>> BookPlans(Session& session, std::string_view tenant,
                                                const BookScope& scope) {
  static const auto& sql = *new ScopedSql(
      "SELECT risks.account_id, risks.plan_log_time_us FROM signals risks "
      "WHERE risks.tenant = :p1 AND ",
      "risks", "AND risks.plan_log_time_us IS NOT NULL ORDER BY risks.plan_log_time_us", "ti");
  std::vector<BookPlan> plans;
  const auto rows = session.Query(sql.For(scope), {tenant, scope.id});
  while (rows->Next()) plans.push_back({rows->Text(0), absl::FromUnixMicros(rows->Int(1))});
  if (!rows->status().ok()) return rows->status();
  return plans;
}

}  // namespace baton::store
