#include "store/measured_signals.h"

#include <string>

#include "domain/status_macros.h"
#include "store/query.h"
#include "store/record.h"

namespace baton::store {
namespace {

constexpr std::string_view kPeople = "people";
constexpr std::string_view kSignals = "signals";

const Table& MeasuredTable() {
  static const Table& table =
      *new Table(v1::Signal::descriptor(), "signals",
                 {
                     Key("signal_id", "name", kSignals),
                     Ref("account_id", "account", "accounts"),
                     Ref("csm_id", "csm", kPeople),
                     Enum("kind", "kind"),
                     Enum("trigger", "trigger"),
                     Enum("urgency", "urgency"),
                     Int("estimated_minor", "estimated_expansion.amount_minor"),
                     Text("estimated_currency", "estimated_expansion.currency_code"),
                     Enum("state", "state"),
                     Bool("qualified", "qualified"),
                     Enum("model", "model"),
                     Ref("ae_id", "ae", kPeople),
                     Ref("holder_id", "holder", kPeople),
                     Time("clock_start_time_us", "clock.start_time"),
                     Time("clock_leg_start_time_us", "clock.leg_start_time"),
                     Time("acknowledge_due_time_us", "clock.acknowledge_due_time"),
                     Time("contact_due_time_us", "clock.contact_due_time"),
                     Bool("acknowledge_missed", "clock.acknowledge_missed"),
                     Bool("contact_missed", "clock.contact_missed"),
                     Bool("uncharged", "clock.uncharged"),
                     Json("past_legs", "past_legs"),
                     Time("file_time_us", "file_time"),
                     Time("route_time_us", "route_time"),
                     Time("acknowledge_time_us", "acknowledge_time"),
                     Time("contact_time_us", "contact_time"),
                     Time("close_time_us", "close_time"),
                     Time("revisit_time_us", "revisit_time"),
                     Time("reopen_time_us", "reopen_time"),
                     Time("outcome_ask_time_us", "outcome_ask_time"),
                     Enum("outcome_kind", "outcome.kind"),
                     Int("outcome_minor", "outcome.amount.amount_minor"),
                     Text("outcome_currency", "outcome.amount.currency_code"),
                     Ref("outcome_opportunity_id", "outcome.opportunity", "opportunities"),
                     Ref("opportunity_id", "opportunity", "opportunities"),
                     Ref("booking_id", "booking", "bookings"),
                     Ref("possible_duplicate_of_id", "possible_duplicate_of", kSignals),
                     Ref("continues_id", "continues", kSignals),
                     Ref("continued_by_id", "continued_by", kSignals),
                 });
  return table;
}

absl::Status ForEach(Session& session, std::string_view tenant, const Sql& sql, absl::Time from,
                     absl::Time to, const SignalVisit& visit) {
  const auto rows = session.Query(sql, {tenant, absl::ToUnixMicros(from), absl::ToUnixMicros(to)});
  v1::Signal signal;
  while (rows->Next()) {
    MeasuredTable().Read(*rows, tenant, &signal);
    BATON_RETURN_IF_ERROR(visit(signal));
  }
  return rows->status();
}

// Signals whose `column` lies in [from, to).
Sql InPeriod(const std::string& column) {
  return MeasuredTable().Select("WHERE tenant = :p1 AND " + column + " >= :p2 AND " + column +
                                " < :p3");
}

std::string Outside(const std::string& column) {
  return " AND (" + column + " IS NULL OR " + column + " < :p2 OR " + column + " >= :p3)";
}

}  // namespace

absl::Status ForEachSignalDue(Session& session, std::string_view tenant, absl::Time from,
                              absl::Time to, const SignalVisit& visit) {
  const std::string acknowledge = "acknowledge_due_time_us";
  const std::string contact = "contact_due_time_us";
  static const Sql& by_acknowledge = *new Sql(InPeriod(acknowledge));
  static const Sql& by_contact =
      *new Sql(MeasuredTable().Select("WHERE tenant = :p1 AND contact_due_time_us >= :p2 AND "
                                      "contact_due_time_us < :p3" +
                                      Outside(acknowledge)));
  static const Sql& by_leg = *new Sql(
      MeasuredTable().Select("WHERE tenant = :p1 AND past_legs IS NOT NULL AND file_time_us < :p3" +
                             Outside(acknowledge) + Outside(contact)));
  for (const Sql* sql : {&by_acknowledge, &by_contact, &by_leg}) {
    BATON_RETURN_IF_ERROR(ForEach(session, tenant, *sql, from, to, visit));
  }
  return absl::OkStatus();
}

absl::Status ForEachSignalRouted(Session& session, std::string_view tenant, absl::Time from,
                                 absl::Time to, const SignalVisit& visit) {
  static const Sql& sql = *new Sql(InPeriod("route_time_us"));
  return ForEach(session, tenant, sql, from, to, visit);
}

absl::Status ForEachSignalFiled(Session& session, std::string_view tenant, absl::Time from,
                                absl::Time to, const SignalVisit& visit) {
  static const Sql& sql = *new Sql(InPeriod("file_time_us"));
  return ForEach(session, tenant, sql, from, to, visit);
}

absl::StatusOr<v1::Signal> GetMeasuredSignal(Session& session, std::string_view tenant,
                                             std::string_view signal) {
  return GetRecord<v1::Signal>(session, MeasuredTable(), tenant, kSignals, signal);
}

const ListSpec& OpenLoopList() {
  static const ListSpec& spec =
      *new ListSpec{&MeasuredTable(),
                    "signal_id",
                    {
                        {"account", ColumnKind::kRef, "account_id", "accounts", ""},
                        {"holder", ColumnKind::kRef, "holder_id", "people", ""},
                        {"csm", ColumnKind::kRef, "csm_id", "people", ""},
                        {"ae", ColumnKind::kRef, "ae_id", "people", ""},
                        {"state", ColumnKind::kEnum, "state", "", "baton.v1.SignalState"},
                        {"urgency", ColumnKind::kEnum, "urgency", "", "baton.v1.Urgency"},
                        {"trigger", ColumnKind::kEnum, "trigger", "", "baton.v1.Trigger"},
                        {"file_time", ColumnKind::kTime, "file_time_us", "", ""},
                    },
                    {{"file_time", "file_time_us", false}}};
  return spec;
}

Scope OpenLoops() {
  // The words of the index signals_open_loops.
  return {"state IN ('contacted', 'deferred', 'not_ready') AND continued_by_id IS NULL", {}};
}

}  // namespace baton::store
