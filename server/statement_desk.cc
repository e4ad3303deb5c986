#include "server/statement_desk.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/attribution_reading.h"
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

// The AE's plan when it was booked; else the last one that they had by the quarter's end.
absl::StatusOr<std::optional<v1::CompPlan>> PlanOfAe(store::Session& session,
                                                     const std::string& tenant,
                                                     const v1::Attribution& attribution,
                                                     const domain::Quarter& quarter,
                                                     const Scenario& scenario) {
  BATON_ASSIGN_OR_RETURN(
      const std::vector<domain::PlanPeriod> periods,
      scenario.PlanPeriodsOf(session, tenant, attribution.ae(), absl::InfinitePast(), quarter.end));
  const auto booked = domain::PlanAtInstant(periods, domain::ToTime(attribution.booked_time()));
  if (booked.has_value()) return booked;
  if (!periods.empty()) return periods.back().plan;
  return scenario.PlanAfterLeaving(session, tenant, attribution.ae(), LastInstant(quarter));
}

// C-1, scheme signal_credit: whose signal was won with the booking, and what the AE is paid by.
absl::Status LoadSignalCredit(store::Session& session, const std::string& tenant,
                              const std::string& signal, const domain::Quarter& quarter,
                              const Scenario& scenario, domain::StatementBooking* booking) {
  if (signal.empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Signal won, store::GetSignal(session, tenant, signal));
  if (won.state() != v1::SIGNAL_STATE_WON) return absl::OkStatus();
  if (!won.csm().empty()) {
    BATON_ASSIGN_OR_RETURN(const v1::Person csm, store::GetPerson(session, tenant, won.csm()));
    if (domain::PaysSignalOf(csm, domain::ToTime(won.close_time()), booking->policy)) {
      booking->signal_csm = won.csm();
    }
  }
  if (booking->attribution.ae().empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(booking->ae_plan,
                         PlanOfAe(session, tenant, booking->attribution, quarter, scenario));
  return absl::OkStatus();
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
  if (booking.policy.credit_scheme() == v1::CREDIT_SCHEME_SIGNAL_CREDIT) {
    BATON_RETURN_IF_ERROR(
        LoadSignalCredit(session, tenant, opportunity.signal(), quarter, scenario, &booking));
  }
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
    for (auto* shares : {booking->attribution.mutable_credit_shares(),
                         booking->attribution.mutable_save_shares()}) {
      for (v1::CreditShare& share : *shares) {
        if (share.person() == alias) share.set_person(payee);
      }
    }
  }
}

absl::Status LoadBookings(store::Session& session, const std::string& tenant,
                          const std::string& payee, const domain::Quarter& quarter,
                          StatementSources* sources) {
  // Under signal_credit somebody may be paid for a booking that doesn't name them.
  const bool only_theirs = sources->input.policy.credit_scheme() != v1::CREDIT_SCHEME_SIGNAL_CREDIT;
  absl::StatusOr<std::vector<v1::Attribution>> attributions =
      only_theirs ? store::AttributionsOfPayee(session, tenant, payee, quarter.start, quarter.end)
                  : store::AttributionsInPeriod(session, tenant, quarter.start, quarter.end);
  if (!attributions.ok()) return attributions.status();
  for (v1::Attribution& attribution : *attributions) {
    if (!domain::Counts(attribution)) continue;
    BATON_ASSIGN_OR_RETURN(
        domain::StatementBooking booking,
        LoadBooking(session, tenant, std::move(attribution), quarter, sources->scenario));
    NamePayee(*sources, &booking);
    BATON_RETURN_IF_ERROR(
        LoadRates(session, tenant, *sources, sources->input.plan.currency_code(), &booking));
    sources->bookings.push_back(std::move(booking));
  }
  return absl::OkStatus();
}

// When the quarter that an instant lies in was published, if it was.
absl::StatusOr<std::optional<absl::Time>> PublishTimeAt(store::Session& session,
                                                        const std::string& tenant,
                                                        const v1::Policy& policy, absl::Time time) {
  BATON_ASSIGN_OR_RETURN(const domain::Quarter quarter, domain::QuarterAt(policy, time));
  return store::PublishTimeOf(session, tenant, quarter.code);
}

// C-14. What is recorded after its quarter was published is for the next open one, that is for the
// first after a published one. What was booked in a quarter that was never published is history.
absl::Status LoadLate(store::Session& session, const std::string& tenant, const std::string& payee,
                      const domain::Quarter& quarter, StatementSources* sources) {
  const v1::Policy& policy = sources->input.policy;
  BATON_ASSIGN_OR_RETURN(
      const std::optional<absl::Time> since,
      PublishTimeAt(session, tenant, policy, quarter.start - absl::Microseconds(1)));
  if (!since.has_value()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(
      std::vector<v1::Attribution> attributions,
      sources->scenario.LateAttributions(session, tenant, payee, *since - kOvertaken, quarter));
  for (v1::Attribution& attribution : attributions) {
    if (!domain::Counts(attribution)) continue;
    BATON_ASSIGN_OR_RETURN(
        const std::optional<absl::Time> published,
        PublishTimeAt(session, tenant, policy, domain::ToTime(attribution.booked_time())));
    if (!published.has_value()) continue;
    BATON_ASSIGN_OR_RETURN(
        domain::StatementBooking booking,
        LoadBooking(session, tenant, std::move(attribution), quarter, sources->scenario));
    NamePayee(*sources, &booking);
    BATON_RETURN_IF_ERROR(
        LoadRates(session, tenant, *sources, sources->input.plan.currency_code(), &booking));
    sources->late.push_back(std::move(booking));
  }
  return absl::OkStatus();
}

// "tenants/t/statements/s" of a line's name.
std::string_view StatementOfLine(std::string_view line) {
  const size_t id = line.rfind('/');
  return line.substr(0, line.rfind('/', id - 1));
}

// C-18. By what a line that waits for a rate is computed anew: its own quarter's plan.
absl::Status LoadHeldForRate(store::Session& session, const std::string& tenant,
                             const v1::CompStatement& statement, const StatementSources& sources,
                             domain::HeldLine* held) {
  BATON_ASSIGN_OR_RETURN(const domain::Quarter quarter,
                         domain::ParseQuarter(sources.input.policy, statement.period()));
  BATON_ASSIGN_OR_RETURN(
      domain::StatementBooking booking,
      LoadBooking(session, tenant, held->attribution, quarter, sources.scenario));
  NamePayee(sources, &booking);
  BATON_RETURN_IF_ERROR(
      LoadRates(session, tenant, sources, statement.plan().currency_code(), &booking));
  held->booking = std::move(booking);
  return absl::OkStatus();
}

absl::Status LoadHeld(store::Session& session, const std::string& tenant, const std::string& payee,
                      const domain::Quarter& quarter, StatementSources* sources) {
  BATON_ASSIGN_OR_RETURN(std::vector<v1::StatementLine> lines,
                         sources->scenario.HeldLines(session, tenant, payee));
  for (v1::StatementLine& line : lines) {
    BATON_ASSIGN_OR_RETURN(const v1::CompStatement statement,
                           store::GetStatement(session, tenant, StatementOfLine(line.name())));
    // What a pool lacked a rate for is paid by the next quarter's pool line (C-10).
    if (statement.period() >= quarter.code || line.has_pool()) continue;
    domain::HeldLine& held = sources->held.emplace_back();
    held.currency_code = statement.plan().currency_code();
    held.plan = statement.plan();
    BATON_ASSIGN_OR_RETURN(held.attribution,
                           store::GetAttribution(session, tenant, line.attribution()));
    held.line = std::move(line);
    if (held.line.hold_reason() == domain::kHeldNoRate) {
      BATON_RETURN_IF_ERROR(LoadHeldForRate(session, tenant, statement, *sources, &held));
    }
  }
  return absl::OkStatus();
}

// W-2. Who left before the quarter has a statement only if something came in since.
absl::StatusOr<bool> HasStatement(store::Session& session, const std::string& tenant,
                                  const std::string& payee, const domain::Quarter& quarter,
                                  absl::Time now) {
  BATON_ASSIGN_OR_RETURN(const v1::Person person, store::GetPerson(session, tenant, payee));
  if (!domain::IsFinal(person, quarter)) return true;
  BATON_ASSIGN_OR_RETURN(const v1::CompStatement statement,
                         ComputeNow(session, tenant, payee, quarter, now));
  return statement.lines_size() > 0;
}

}  // namespace

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
                                              const std::string& code, absl::Time now) {
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy, PolicyInForce(session, tenant, now));
  absl::StatusOr<domain::Quarter> quarter = domain::ParseQuarter(policy, code);
  if (quarter.ok()) return quarter;
  domain::Violations violations;
  violations.Add("period", "must be a fiscal quarter, as 2027-Q1");
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
