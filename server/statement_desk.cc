#include "server/statement_desk.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/attribution_reading.h"
#include "domain/credit_share.h"
#include "domain/instant.h"
#include "domain/plan_period.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/statement.h"
#include "domain/status_macros.h"
#include "server/correction_sources.h"
#include "server/manual_correction_desk.h"
#include "server/policy_source.h"
#include "server/pool_desk.h"
#include "server/rate_source.h"
#include "server/scenario.h"
#include "store/accounts.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/opportunities.h"
#include "store/people.h"
#include "store/plans.h"
#include "store/signals.h"
#include "store/statement_lines.h"
#include "store/statements.h"

namespace baton::server {
namespace {

// A call's time is read before its turn to write comes, so what publishing overtook bears an
// earlier time than it. No call waits this long.
constexpr absl::Duration kOvertaken = absl::Minutes(10);

// Everything that one statement looks at, owned.
struct StatementSources {
  explicit StatementSources(const Scenario& asked) : scenario(asked) {}

  const Scenario& scenario;
  domain::StatementInput input;
  std::vector<domain::PlanPeriod> plan_periods;
  std::vector<std::string> aliases;  // names of people merged into the payee
  std::vector<domain::StatementBooking> bookings;
  std::vector<domain::StatementBooking> late;
  std::vector<domain::HeldLine> held;
  std::vector<v1::StatementLine> pools;
  CorrectionSources corrections;
  std::vector<domain::ApprovedCorrection> manual;
};

absl::Time LastInstant(const domain::Quarter& quarter) {
  return quarter.end - absl::Microseconds(1);
}

// The statement's own plan: the last one that the payee had by the quarter's end.
absl::StatusOr<v1::CompPlan> PlanOf(store::Session& session, const std::string& tenant,
                                    const std::string& payee, const domain::Quarter& quarter,
                                    const StatementSources& sources) {
  const std::vector<domain::PlanPeriod>& periods = sources.plan_periods;
  if (!periods.empty()) return periods.back().plan;
  BATON_ASSIGN_OR_RETURN(
      const std::optional<v1::CompPlan> plan,
      sources.scenario.PlanAfterLeaving(session, tenant, payee, LastInstant(quarter)));
  if (plan.has_value()) return *plan;
  return domain::RefuseState(
      v1::ERROR_REASON_COMP_INPUT_MISSING, payee,
      absl::StrCat(payee, " has no plan in ", quarter.code, "; assign one with AssignPlan"));
}

// An AE's plan when it was booked; else the last one that they had by the quarter's end.
absl::StatusOr<std::optional<v1::CompPlan>> PlanOfAe(store::Session& session,
                                                     const std::string& tenant,
                                                     const std::string& ae, absl::Time booked,
                                                     const domain::Quarter& quarter,
                                                     const Scenario& scenario) {
  BATON_ASSIGN_OR_RETURN(const v1::Person person, store::GetPerson(session, tenant, ae));
  BATON_ASSIGN_OR_RETURN(
      const std::vector<domain::PlanPeriod> periods,
      scenario.PlanPeriodsOf(session, tenant, person.name(), absl::InfinitePast(), quarter.end));
  const auto then = domain::PlanAtInstant(periods, booked);
  if (then.has_value()) return then;
  if (!periods.empty()) return periods.back().plan;
  return scenario.PlanAfterLeaving(session, tenant, person.name(), LastInstant(quarter));
}

// C-1, scheme signal_credit: what the AEs who share its net-new expansion are paid by (W-4).
absl::Status LoadAePlans(store::Session& session, const std::string& tenant,
                         const domain::Quarter& quarter, const Scenario& scenario,
                         domain::StatementBooking* booking) {
  const v1::Attribution& attribution = booking->attribution;
  const absl::Time booked = domain::ToTime(attribution.booked_time());
  for (const v1::CreditShare& ae :
       domain::HoldersOf(attribution, v1::ROLE_AE, v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION)) {
    BATON_ASSIGN_OR_RETURN(const std::optional<v1::CompPlan> plan,
                           PlanOfAe(session, tenant, ae.person(), booked, quarter, scenario));
    if (plan.has_value()) booking->ae_plans[ae.person()] = *plan;
  }
  return absl::OkStatus();
}

// C-1, scheme signal_credit: whose signal was won with the booking, if they are paid for it.
absl::StatusOr<std::string> PaidCsmOf(store::Session& session, const std::string& tenant,
                                      const std::string& signal, const v1::Policy& policy) {
  if (signal.empty()) return "";
  BATON_ASSIGN_OR_RETURN(const v1::Signal won, store::GetSignal(session, tenant, signal));
  if (won.state() != v1::SIGNAL_STATE_WON || won.csm().empty()) return "";
  BATON_ASSIGN_OR_RETURN(const v1::Person csm, store::GetPerson(session, tenant, won.csm()));
  return domain::PaysSignalOf(csm, domain::ToTime(won.close_time()), policy) ? won.csm() : "";
}

absl::StatusOr<domain::StatementBooking> LoadBooking(store::Session& session,
                                                     const std::string& tenant,
                                                     v1::Attribution attribution,
                                                     const domain::Quarter& quarter,
                                                     const Scenario& scenario) {
  domain::StatementBooking booking;
  BATON_RETURN_IF_ERROR(scenario.Credit(session, tenant, &attribution));
  BATON_ASSIGN_OR_RETURN(booking.policy,
                         scenario.PolicyOfVersion(session, tenant, attribution.policy_version()));
  BATON_ASSIGN_OR_RETURN(const v1::Account account,
                         store::GetAccount(session, tenant, attribution.account()));
  booking.account_display_name = account.display_name();
  BATON_ASSIGN_OR_RETURN(const v1::Booking source,
                         store::GetBooking(session, tenant, attribution.booking()));
  booking.attribution = std::move(attribution);
  if (source.opportunity().empty()) return booking;
  BATON_ASSIGN_OR_RETURN(const v1::Opportunity opportunity,
                         store::GetOpportunity(session, tenant, source.opportunity()));
  booking.crm_opportunity_id = opportunity.source().record_id();
  if (booking.policy.credit_scheme() != v1::CREDIT_SCHEME_SIGNAL_CREDIT) return booking;
  BATON_ASSIGN_OR_RETURN(booking.signal_csm,
                         PaidCsmOf(session, tenant, opportunity.signal(), booking.policy));
  if (booking.signal_csm.empty()) return booking;
  BATON_RETURN_IF_ERROR(LoadAePlans(session, tenant, quarter, scenario, &booking));
  return booking;
}

// C-3, C-20, C-21. What the booking is converted at, on a statement of that currency.
absl::Status LoadRates(store::Session& session, const std::string& tenant,
                       const StatementSources& sources, const std::string& statement_currency,
                       domain::StatementBooking* booking) {
  const v1::Attribution& attribution = booking->attribution;
  const absl::Time booked = domain::ToTime(attribution.booked_time());
  const auto plan = domain::PlanAtInstant(sources.plan_periods, booked);
  const std::string& plan_currency = plan.has_value() ? plan->currency_code() : statement_currency;
  BATON_ASSIGN_OR_RETURN(booking->rates, RatesForStatement(session, tenant,
                                                           {attribution.currency_code(),
                                                            plan_currency, statement_currency},
                                                           booked, booking->policy));
  return absl::OkStatus();
}

// What names somebody who was merged into the payee is the payee's. The attribution itself
// keeps the name that it was signed with.
void NamePayee(const StatementSources& sources, domain::StatementBooking* booking) {
  const std::string& payee = sources.input.payee.name();
  for (const std::string& alias : sources.aliases) {
    if (booking->attribution.ae() == alias) booking->attribution.set_ae(payee);
    if (booking->attribution.csm() == alias) booking->attribution.set_csm(payee);
    if (booking->attribution.save_csm() == alias) booking->attribution.set_save_csm(payee);
    if (booking->signal_csm == alias) booking->signal_csm = payee;
    if (const auto plan = booking->ae_plans.extract(alias); !plan.empty()) {
      booking->ae_plans[payee] = plan.mapped();
    }
    for (auto* shares : {booking->attribution.mutable_credit_shares(),
                         booking->attribution.mutable_save_shares()}) {
      for (v1::CreditShare& share : *shares) {
        if (share.person() == alias) share.set_person(payee);
      }
    }
  }
}

// The attribution as a statement in that currency looks at it.
absl::StatusOr<domain::StatementBooking> LoadBookingOf(store::Session& session,
                                                       const std::string& tenant,
                                                       v1::Attribution attribution,
                                                       const domain::Quarter& quarter,
                                                       const std::string& currency_code,
                                                       const StatementSources& sources) {
  BATON_ASSIGN_OR_RETURN(
      domain::StatementBooking booking,
      LoadBooking(session, tenant, std::move(attribution), quarter, sources.scenario));
  NamePayee(sources, &booking);
  BATON_RETURN_IF_ERROR(LoadRates(session, tenant, sources, currency_code, &booking));
  return booking;
}

absl::Status LoadBookings(store::Session& session, const std::string& tenant,
                          const std::string& payee, const domain::Quarter& quarter,
                          StatementSources* sources) {
  BATON_ASSIGN_OR_RETURN(const bool everybodys, PaysSignalsWithin(session, tenant, quarter.start,
                                                                  quarter.end, sources->scenario));
  absl::StatusOr<std::vector<v1::Attribution>> attributions =
      everybodys ? store::AttributionsInPeriod(session, tenant, quarter.start, quarter.end)
                 : store::AttributionsOfPayee(session, tenant, payee, quarter.start, quarter.end);
  if (!attributions.ok()) return attributions.status();
  for (v1::Attribution& attribution : *attributions) {
    if (!domain::Counts(attribution)) continue;
    BATON_ASSIGN_OR_RETURN(sources->bookings.emplace_back(),
                           LoadBookingOf(session, tenant, std::move(attribution), quarter,
                                         sources->input.plan.currency_code(), *sources));
  }
  return absl::OkStatus();
}

// When the quarter that an instant lies in was published, if it was.
absl::StatusOr<std::optional<absl::Time>> PublishTimeAt(store::Session& session,
                                                        const std::string& tenant,
                                                        const domain::FiscalHistory& quarters,
                                                        absl::Time time) {
  BATON_ASSIGN_OR_RETURN(const domain::Quarter quarter, quarters.At(time));
  return store::PublishTimeOf(session, tenant, quarter.code);
}

// C-14. What is recorded or signed after its quarter was published is for the next open one.
absl::Status LoadLate(store::Session& session, const std::string& tenant, const std::string& payee,
                      const domain::Quarter& quarter, StatementSources* sources) {
  BATON_ASSIGN_OR_RETURN(
      const bool everybodys,
      PaysSignalsWithin(session, tenant, absl::InfinitePast(), quarter.start, sources->scenario));
  BATON_ASSIGN_OR_RETURN(
      std::vector<v1::Attribution> attributions,
      LateAttributions(session, tenant, everybodys ? "" : payee, quarter, sources->scenario));
  for (v1::Attribution& attribution : attributions) {
    BATON_ASSIGN_OR_RETURN(sources->late.emplace_back(),
                           LoadBookingOf(session, tenant, std::move(attribution), quarter,
                                         sources->input.plan.currency_code(), *sources));
  }
  return absl::OkStatus();
}

// Whether both sides may have signed it since the statement was published. Of a scenario's closed
// quarter nothing was.
bool IsSignedSince(const v1::Attribution& attribution, const v1::CompStatement& statement) {
  return statement.has_publish_time() && domain::Counts(attribution) &&
         attribution.state() == v1::ATTRIBUTION_STATE_CONCURRED &&
         domain::ToTime(attribution.concur_time()) >=
             domain::ToTime(statement.publish_time()) - kOvertaken;
}

// What was signed anew since it was published, though a quarter between could not say so or it
// no longer credits the payee.
absl::Status LoadSignedAnew(store::Session& session, const std::string& tenant,
                            const domain::Quarter& quarter, StatementSources* sources) {
  std::map<std::string, const v1::Attribution*> known;
  for (const domain::BookedAttribution& booked : sources->corrections.history) {
    known[booked.attribution.name()] = &booked.attribution;
  }
  for (const domain::StatementBooking& late : sources->late) known.erase(late.attribution.name());
  for (const v1::CompStatement& statement : sources->corrections.published) {
    for (const v1::StatementLine& line : statement.lines()) {
      const auto found = known.find(line.attribution());
      if (found == known.end() || line.status() != v1::LINE_STATUS_PAYABLE) continue;
      if (!IsSignedSince(*found->second, statement)) continue;
      BATON_ASSIGN_OR_RETURN(v1::Attribution attribution,
                             store::GetAttribution(session, tenant, line.attribution()));
      BATON_ASSIGN_OR_RETURN(sources->late.emplace_back(),
                             LoadBookingOf(session, tenant, std::move(attribution), quarter,
                                           sources->input.plan.currency_code(), *sources));
      known.erase(found);
    }
  }
  return absl::OkStatus();
}

// "tenants/t/statements/s" of a line's name.
std::string_view StatementOfLine(std::string_view line) {
  const size_t id = line.rfind('/');
  return line.substr(0, line.rfind('/', id - 1));
}

// C-18. Keeps a held line of an earlier quarter that may still come to be paid, with what it is
// computed anew by: its own quarter's plans, and the attribution as it stands now.
absl::Status LoadHeldLine(store::Session& session, const std::string& tenant,
                          const domain::Quarter& quarter, v1::StatementLine line,
                          StatementSources* sources) {
  // What a pool lacked a rate for is paid by the next quarter's pool line (C-10).
  if (line.has_pool()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(v1::Attribution attribution,
                         store::GetAttribution(session, tenant, line.attribution()));
  if (!domain::Counts(attribution)) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::CompStatement statement,
                         store::GetStatement(session, tenant, StatementOfLine(line.name())));
  if (statement.period() >= quarter.code) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const domain::Quarter then,
                         domain::ParseQuarter(sources->input.policy, statement.period()));
  domain::HeldLine& held = sources->held.emplace_back();
  held.plan = statement.plan();
  held.line = std::move(line);
  BATON_ASSIGN_OR_RETURN(held.booking, LoadBookingOf(session, tenant, std::move(attribution), then,
                                                     held.plan.currency_code(), *sources));
  return absl::OkStatus();
}

absl::Status LoadHeld(store::Session& session, const std::string& tenant, const std::string& payee,
                      const domain::Quarter& quarter, StatementSources* sources) {
  std::vector<std::string> people = sources->aliases;
  people.push_back(payee);
  for (const std::string& person : people) {
    BATON_ASSIGN_OR_RETURN(std::vector<v1::StatementLine> lines,
                           sources->scenario.HeldLines(session, tenant, person));
    for (v1::StatementLine& line : lines) {
      BATON_RETURN_IF_ERROR(LoadHeldLine(session, tenant, quarter, std::move(line), sources));
    }
  }
  return absl::OkStatus();
}

// W-2. Who left before the quarter has a statement only if something came in since. Who can't be
// computed has one to get: so the checklist names them (C-24).
absl::StatusOr<bool> HasStatement(store::Session& session, const std::string& tenant,
                                  const std::string& payee, const domain::Quarter& quarter,
                                  absl::Time now) {
  BATON_ASSIGN_OR_RETURN(const v1::Person person, store::GetPerson(session, tenant, payee));
  if (!domain::IsFinal(person, quarter)) return true;
  const absl::StatusOr<v1::CompStatement> statement =
      ComputeNow(session, tenant, payee, quarter, now);
  if (absl::IsFailedPrecondition(statement.status())) return true;
  if (!statement.ok()) return statement.status();
  return statement->lines_size() > 0;
}

}  // namespace

absl::StatusOr<std::vector<v1::Attribution>> LateAttributions(store::Session& session,
                                                              const std::string& tenant,
                                                              const std::string& payee,
                                                              const domain::Quarter& quarter,
                                                              const Scenario& scenario) {
  BATON_ASSIGN_OR_RETURN(const domain::FiscalHistory quarters, FiscalHistoryOf(session, tenant));
  BATON_ASSIGN_OR_RETURN(
      const std::optional<absl::Time> since,
      PublishTimeAt(session, tenant, quarters, quarter.start - absl::Microseconds(1)));
  if (!since.has_value()) return std::vector<v1::Attribution>();
  BATON_ASSIGN_OR_RETURN(
      std::vector<v1::Attribution> attributions,
      scenario.LateAttributions(session, tenant, payee, *since - kOvertaken, quarter));
  std::vector<v1::Attribution> late;
  for (v1::Attribution& attribution : attributions) {
    if (!domain::Counts(attribution)) continue;
    // What was booked in a quarter that was never published is history.
    BATON_ASSIGN_OR_RETURN(
        const std::optional<absl::Time> published,
        PublishTimeAt(session, tenant, quarters, domain::ToTime(attribution.booked_time())));
    if (published.has_value()) late.push_back(std::move(attribution));
  }
  return late;
}

absl::StatusOr<bool> PaysSignalsWithin(store::Session& session, const std::string& tenant,
                                       absl::Time from, absl::Time to, const Scenario& scenario) {
  while (from < to) {
    BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                           scenario.PolicyInForce(session, tenant, to - absl::Microseconds(1)));
    if (policy.credit_scheme() == v1::CREDIT_SCHEME_SIGNAL_CREDIT) return true;
    const absl::Time start = domain::ToTime(policy.effective_time());
    if (start >= to) return false;  // the defaults, before which none was
    to = start;
  }
  return false;
}

absl::StatusOr<std::string> SignalCsmOf(store::Session& session, const std::string& tenant,
                                        const v1::Attribution& attribution) {
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyOfVersion(session, tenant, attribution.policy_version()));
  if (policy.credit_scheme() != v1::CREDIT_SCHEME_SIGNAL_CREDIT) return "";
  BATON_ASSIGN_OR_RETURN(const v1::Booking booking,
                         store::GetBooking(session, tenant, attribution.booking()));
  if (booking.opportunity().empty()) return "";
  BATON_ASSIGN_OR_RETURN(const v1::Opportunity opportunity,
                         store::GetOpportunity(session, tenant, booking.opportunity()));
  return PaidCsmOf(session, tenant, opportunity.signal(), policy);
}

absl::StatusOr<v1::CompStatement> ComputeNow(store::Session& session, const std::string& tenant,
                                             const std::string& payee,
                                             const domain::Quarter& quarter, absl::Time now) {
  return ComputeIn(Scenario(), session, tenant, payee, quarter, now);
}

absl::StatusOr<v1::CompStatement> ComputeIn(const Scenario& scenario, store::Session& session,
                                            const std::string& tenant, const std::string& payee,
                                            const domain::Quarter& quarter, absl::Time now) {
  StatementSources sources(scenario);
  domain::StatementInput& input = sources.input;
  BATON_ASSIGN_OR_RETURN(input.payee, store::LoadPersonView(session, tenant, payee));
  sources.aliases.assign(input.payee.aliases().begin(), input.payee.aliases().end());
  BATON_ASSIGN_OR_RETURN(
      sources.plan_periods,
      scenario.PlanPeriodsOf(session, tenant, payee, absl::InfinitePast(), quarter.end));
  BATON_ASSIGN_OR_RETURN(input.plan, PlanOf(session, tenant, payee, quarter, sources));
  input.quarter = quarter;
  BATON_ASSIGN_OR_RETURN(input.policy,
                         scenario.PolicyInForce(session, tenant, LastInstant(quarter)));
  BATON_RETURN_IF_ERROR(LoadBookings(session, tenant, payee, quarter, &sources));
  BATON_RETURN_IF_ERROR(LoadLate(session, tenant, payee, quarter, &sources));
  BATON_RETURN_IF_ERROR(LoadHeld(session, tenant, payee, quarter, &sources));
  BATON_ASSIGN_OR_RETURN(
      sources.pools,
      LoadPoolLines(session, tenant, {input.payee, input.plan, quarter, input.policy, scenario}));
  input.pools = sources.pools;
  input.plan_periods = sources.plan_periods;
  input.bookings = sources.bookings;
  input.late = sources.late;
  input.held = sources.held;
  BATON_RETURN_IF_ERROR(LoadCorrections(session, tenant, scenario, input, &sources.corrections));
  BATON_RETURN_IF_ERROR(LoadSignedAnew(session, tenant, quarter, &sources));
  input.late = sources.late;
  input.published = sources.corrections.published;
  input.history = sources.corrections.history;
  BATON_ASSIGN_OR_RETURN(sources.manual,
                         LoadManualCorrections(session, tenant, input.payee, quarter));
  input.manual = sources.manual;
  return domain::ComputeStatement(input, now);
}

absl::StatusOr<v1::CompPlan> StatementPlan(store::Session& session, const std::string& tenant,
                                           const std::string& payee,
                                           const domain::Quarter& quarter) {
  const Scenario as_things_are;
  StatementSources sources(as_things_are);
  BATON_ASSIGN_OR_RETURN(
      sources.plan_periods,
      as_things_are.PlanPeriodsOf(session, tenant, payee, absl::InfinitePast(), quarter.end));
  return PlanOf(session, tenant, payee, quarter, sources);
}

absl::StatusOr<domain::Quarter> QuarterOfCode(store::Session& session, const std::string& tenant,
                                              const std::string& code) {
  BATON_ASSIGN_OR_RETURN(const domain::FiscalHistory quarters, FiscalHistoryOf(session, tenant));
  absl::StatusOr<domain::Quarter> quarter = quarters.Of(code);
  if (quarter.ok() && quarter->start < quarter->end) return quarter;
  domain::Violations violations;
  violations.Add("period", quarter.ok() ? "was skipped when the fiscal calendar changed"
                                        : "must be a fiscal quarter, as 2027-Q1");
  return violations.ToStatus();
}

absl::Status CheckUnpublished(store::Session& session, const std::string& tenant,
                              const domain::Quarter& quarter) {
  BATON_ASSIGN_OR_RETURN(const std::optional<absl::Time> published,
                         store::PublishTimeOf(session, tenant, quarter.code));
  if (!published.has_value()) return absl::OkStatus();
  return domain::RefuseState(v1::ERROR_REASON_PERIOD_PUBLISHED, quarter.code,
                             absl::StrCat("the statements of ", quarter.code,
                                          " are published and never change (C-14); corrections "
                                          "come as lines of a later quarter"));
}

absl::StatusOr<std::vector<std::string>> PayeesToCompute(store::Session& session,
                                                         const std::string& tenant,
                                                         const domain::Quarter& quarter,
                                                         absl::Time now) {
  BATON_RETURN_IF_ERROR(CheckUnpublished(session, tenant, quarter));
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> with_plan,
                         store::PayeesWithPlan(session, tenant, quarter.end));
  std::vector<std::string> payees;
  for (const std::string& payee : with_plan) {
    BATON_ASSIGN_OR_RETURN(const bool paid, HasStatement(session, tenant, payee, quarter, now));
    if (paid) payees.push_back(payee);
  }
  return payees;
}

absl::StatusOr<v1::CompStatement> ComputeDraft(store::Transaction& tx, const std::string& payee,
                                               const domain::Quarter& quarter) {
  BATON_ASSIGN_OR_RETURN(v1::CompStatement draft,
                         ComputeNow(tx.session(), tx.tenant(), payee, quarter, tx.now()));
  BATON_RETURN_IF_ERROR(store::ReplaceDraft(tx, draft));
  return draft;
}

}  // namespace baton::server
