#include "store/comp_periods.h"

#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {
constexpr std::string_view kPeriods = "periods";
}  // namespace

const Table& PeriodTable() {
  static const Table& table = *new Table(v1::CompPeriod::descriptor(), "comp_periods",
                                         {
                                             Key("period", "name", kPeriods),
                                             Enum("state", "state"),
                                             Text("start_date", "start_date"),
                                             Text("end_date", "end_date"),
                                             Text("closer", "closer"),
                                             Time("close_time_us", "close_time"),
                                             Text("publisher", "publisher"),
                                             Time("publish_time_us", "publish_time"),
                                             Text("auditor", "auditor"),
                                             Time("audit_time_us", "audit_time"),
                                         });
  return table;
}

const ListSpec& PeriodList() {
  static const ListSpec& spec =
      *new ListSpec{&PeriodTable(),
                    "period",
                    {{"state", ColumnKind::kEnum, "state", "", "baton.v1.PeriodState"}},
                    {{"name desc", "period", true}}};
  return spec;
}

absl::StatusOr<std::optional<v1::CompPeriod>> FindPeriod(Session& session, std::string_view tenant,
                                                         std::string_view period) {
  static const Sql& sql = *new Sql(PeriodTable().Select("WHERE tenant = :p1 AND period = :p2"));
  return ReadFirst<v1::CompPeriod>(session, PeriodTable(), sql, {tenant, period}, tenant);
}

absl::Status InsertPeriod(Transaction& tx, const v1::CompPeriod& period) {
  BATON_RETURN_IF_ERROR(PeriodTable().Insert(tx.session(), tx.tenant(), period));
  tx.Changed(period.name(), nullptr, &period);
  return absl::OkStatus();
}

absl::Status UpdatePeriod(Transaction& tx, const v1::CompPeriod& before,
                          const v1::CompPeriod& after) {
  BATON_RETURN_IF_ERROR(PeriodTable().Update(tx.session(), tx.tenant(), after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
