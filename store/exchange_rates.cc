#include "store/exchange_rates.h"

#include "domain/instant.h"
#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kSheets = "exchangeRateSheets";

// Rate, scale and the sheet's origin, from that column on.
domain::ApprovedRate ReadRate(const Rows& rows, int column) {
  domain::ApprovedRate approved;
  approved.rate.set_rate(rows.Int(column));
  approved.rate.set_scale(static_cast<int32_t>(rows.Int(column + 1)));
  approved.origin = rows.Text(column + 2);
  return approved;
}

}  // namespace

const Table& ExchangeRateSheetTable() {
  static const Table& table =
      *new Table(v1::ExchangeRateSheet::descriptor(), "exchange_rate_sheets",
                 {
                     Key("sheet_id", "name", kSheets),
                     Json("rates", "rates"),
                     Text("origin", "origin"),
                     Ref("creator_id", "creator", "people"),
                     Time("create_time_us", "create_time"),
                     Ref("approver_id", "approver", "people"),
                     Time("approve_time_us", "approve_time"),
                 });
  return table;
}

const Table& ExchangeRateTable() {
  static const Table& table = *new Table(v1::ExchangeRate::descriptor(), "exchange_rates",
                                         {
                                             Text("from_currency", "from_currency"),
                                             Text("to_currency", "to_currency"),
                                             Text("date", "date"),
                                             Int("rate", "rate"),
                                             Int("scale", "scale"),
                                         },
                                         {"approve_time_us", "sheet_id"});
  return table;
}

const ListSpec& ExchangeRateSheetList() {
  static const ListSpec& spec = *new ListSpec{
      &ExchangeRateSheetTable(), "sheet_id", {}, {{"create_time desc", "create_time_us", true}}};
  return spec;
}

absl::StatusOr<v1::ExchangeRateSheet> GetExchangeRateSheet(Session& session,
                                                           std::string_view tenant,
                                                           std::string_view sheet) {
  return GetRecord<v1::ExchangeRateSheet>(session, ExchangeRateSheetTable(), tenant, kSheets,
                                          sheet);
}

absl::Status InsertExchangeRateSheet(Transaction& tx, const v1::ExchangeRateSheet& sheet) {
  BATON_RETURN_IF_ERROR(ExchangeRateSheetTable().Insert(tx.session(), tx.tenant(), sheet));
  tx.Changed(sheet.name(), nullptr, &sheet);
  return absl::OkStatus();
}

absl::Status ApproveExchangeRateSheet(Transaction& tx, const v1::ExchangeRateSheet& before,
                                      const v1::ExchangeRateSheet& after) {
  BATON_RETURN_IF_ERROR(ExchangeRateSheetTable().Update(tx.session(), tx.tenant(), after));
  const int64_t approved = domain::ToMicros(after.approve_time());
  const std::string_view id = IdOf(after.name(), tx.tenant(), kSheets);
  for (const v1::ExchangeRate& rate : after.rates()) {
    BATON_RETURN_IF_ERROR(
        ExchangeRateTable().Insert(tx.session(), tx.tenant(), rate, {approved, id}));
  }
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<v1::ExchangeRate>> RateOn(Session& session, std::string_view tenant,
                                                       std::string_view from_currency,
                                                       std::string_view to_currency,
                                                       std::string_view date) {
  static const Sql& sql = *new Sql(ExchangeRateTable().Select(
      "WHERE tenant = :p1 AND from_currency = :p2 AND to_currency = :p3 AND date = :p4 "
      "ORDER BY approve_time_us DESC, sheet_id DESC LIMIT 1"));
  return ReadFirst<v1::ExchangeRate>(session, ExchangeRateTable(), sql,
                                     {tenant, from_currency, to_currency, date}, tenant);
}

absl::StatusOr<std::optional<domain::ApprovedRate>> ApprovedRateOn(Session& session,
                                                                   std::string_view tenant,
                                                                   std::string_view from_currency,
                                                                   std::string_view to_currency,
                                                                   std::string_view date) {
  static const Sql& sql = *new Sql{
      "SELECT r.rate, r.scale, s.origin FROM exchange_rates r JOIN exchange_rate_sheets s "
      "ON s.tenant = r.tenant AND s.sheet_id = r.sheet_id WHERE r.tenant = :p1 "
      "AND r.from_currency = :p2 AND r.to_currency = :p3 AND r.date = :p4 "
      "ORDER BY r.approve_time_us DESC, r.sheet_id DESC LIMIT 1",
      "iit"};
  std::optional<domain::ApprovedRate> approved;
  const auto rows = session.Query(sql, {tenant, from_currency, to_currency, date});
  if (rows->Next()) {
    approved = ReadRate(*rows, 0);
    approved->rate.set_from_currency(std::string(from_currency));
    approved->rate.set_to_currency(std::string(to_currency));
    approved->rate.set_date(std::string(date));
  }
  if (!rows->status().ok()) return rows->status();
  return approved;
}

absl::StatusOr<RatesByDate> ApprovedRatesBetween(Session& session, std::string_view tenant,
                                                 std::string_view from_currency,
                                                 std::string_view to_currency,
                                                 std::string_view first_date,
                                                 std::string_view last_date) {
  static const Sql& sql = *new Sql{
      "SELECT r.date, r.rate, r.scale, s.origin FROM exchange_rates r "
      "JOIN exchange_rate_sheets s ON s.tenant = r.tenant AND s.sheet_id = r.sheet_id "
      "WHERE r.tenant = :p1 AND r.from_currency = :p2 AND r.to_currency = :p3 "
      "AND r.date >= :p4 AND r.date <= :p5 "
      "ORDER BY r.date, r.approve_time_us DESC, r.sheet_id DESC",
      "tiit"};
  RatesByDate approved;
  const auto rows = session.Query(sql, {tenant, from_currency, to_currency, first_date, last_date});
  while (rows->Next()) {
    const auto [rate, latest] = approved.try_emplace(rows->Text(0));
    if (!latest) continue;
    rate->second = ReadRate(*rows, 1);
    rate->second.rate.set_from_currency(std::string(from_currency));
    rate->second.rate.set_to_currency(std::string(to_currency));
    rate->second.rate.set_date(rate->first);
  }
  if (!rows->status().ok()) return rows->status();
  return approved;
}

absl::StatusOr<std::vector<domain::ApprovedRate>> ApprovedRatesInto(Session& session,
                                                                    std::string_view tenant,
                                                                    std::string_view to_currency,
                                                                    std::string_view date) {
  static const Sql& sql = *new Sql{
      "SELECT r.from_currency, r.rate, r.scale, s.origin FROM exchange_rates r "
      "JOIN exchange_rate_sheets s ON s.tenant = r.tenant AND s.sheet_id = r.sheet_id "
      "WHERE r.tenant = :p1 AND r.to_currency = :p2 AND r.date = :p3 "
      "ORDER BY r.from_currency, r.approve_time_us DESC, r.sheet_id DESC",
      "tiit"};
  std::vector<domain::ApprovedRate> approved;
  const auto rows = session.Query(sql, {tenant, to_currency, date});
  while (rows->Next()) {
    const bool superseded =
        !approved.empty() && approved.back().rate.from_currency() == rows->Text(0);
    if (superseded) continue;
    v1::ExchangeRate& rate = approved.emplace_back(ReadRate(*rows, 1)).rate;
    rate.set_from_currency(rows->Text(0));
    rate.set_to_currency(std::string(to_currency));
    rate.set_date(std::string(date));
  }
  if (!rows->status().ok()) return rows->status();
  return approved;
}

}  // namespace baton::store
