#include "server/statement_desk.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
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
#include "server/scenario.h"
#include "server/statement_bookings.h"
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
  StatementSources(store::Session& session, const std::string& tenant, const Scenario& asked)
      : scenario(asked), loader(session, tenant, asked, input.payee, plan_periods) {}

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
  StatementBookings loader;
};

store::CreditedBy CreditedByOf(bool pays_signals) {
  return pays_signals ? store::CreditedBy::kSharesAndSignals : store::CreditedBy::kShares;
}

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

// C-1, scheme signal_credit: whose signal was won with the booking, if they are paid for it.
absl::StatusOr<std::string> PaidCsmOf(store::Session& session, const std::string& tenant,
                                      const std::string& signal, const v1::Policy& policy) {
  if (signal.empty()) return "";
  BATON_ASSIGN_OR_RETURN(const v1::Signal won, store::GetSignal(session, tenant, signal));
  if (won.state() != v1::SIGNAL_STATE_WON || won.csm().empty()) return "";
  BATON_ASSIGN_OR_RETURN(const v1::Person csm, store::GetPerson(session, tenant, won.csm()));
  return domain::PaysSignalOf(csm, domain::ToTime(won.close_time()), policy) ? won.csm() : "";
}

// Adds the attributions, as the statement of the quarter looks at them, to `bookings`.
absl::Status AddBookings(std::vector<v1::Attribution> attributions, const domain::Quarter& quarter,
                         StatementSources* sources,
                         std::vector<domain::StatementBooking>* bookings) {
  BATON_ASSIGN_OR_RETURN(
      std::vector<domain::StatementBooking> loaded,
      sources->loader.Load(std::move(attributions), quarter, sources->input.plan.currency_code()));
  bookings->insert(bookings->end(), std::make_move_iterator(loaded.begin()),
                   std::make_move_iterator(loaded.end()));
  return absl::OkStatus();
}

absl::Status LoadBookings(store::Session& session, const std::string& tenant,
                          const std::string& payee, const domain::Quarter& quarter,
                          StatementSources* sources) {
  BATON_ASSIGN_OR_RETURN(
      const bool pays_signals,
      PaysSignalsWithin(session, tenant, quarter.start, quarter.end, sources->scenario));
  BATON_ASSIGN_OR_RETURN(
      std::vector<v1::Attribution> attributions,
      store::AttributionsOfPayee(session, tenant, payee, quarter.start, quarter.end,
                                 CreditedByOf(pays_signals), store::AttributionDepth::kPay));
  std::erase_if(attributions, [](const auto& one) { return !domain::Counts(one); });
  return AddBookings(std::move(attributions), quarter, sources, &sources->bookings);
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
  BATON_ASSIGN_OR_RETURN(std::vector<v1::Attribution> attributions,
                         LateAttributions(session, tenant, payee, quarter, sources->scenario));
  return AddBookings(std::move(attributions), quarter, sources, &sources->late);
}

// Whether both sides may have signed it since the statement was published. Of a scenario's closed
// quarter nothing was.
bool IsSignedSince(const v1::Attribution& attribution, const v1::CompStatement& statement) {
  return statement.has_publish_time() && domain::Counts(attribution) &&
         attribution.state() == v1::ATTRIBUTION_STATE_CONCURRED &&
         domain::ToTime(attribution.concur_time()) >=
             domain::ToTime(statement.publish_time()) - kOvertaken;
}

// In the order of `names`, of which one may come more than once. NOT_FOUND for one that there is
// not.
absl::StatusOr<std::vector<v1::Attribution>> AttributionsNamed(
    store::Session& session, const std::string& tenant, const std::vector<std::string>& names) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Attribution> found,
                         store::GetAttributions(session, tenant, names));
  absl::flat_hash_map<std::string, const v1::Attribution*> by_name;
  for (const v1::Attribution& attribution : found) by_name[attribution.name()] = &attribution;
  std::vector<v1::Attribution> named;
  for (const std::string& name : names) {
    const auto attribution = by_name.find(name);
    if (attribution == by_name.end()) return domain::NotFound("Attribution", name);
    named.push_back(*attribution->second);
  }
  return named;
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
  std::vector<std::string> anew;
  for (const v1::CompStatement& statement : sources->corrections.published) {
    for (const v1::StatementLine& line : statement.lines()) {
      const auto found = known.find(line.attribution());
      if (found == known.end() || line.status() != v1::LINE_STATUS_PAYABLE) continue;
      if (!IsSignedSince(*found->second, statement)) continue;
      anew.push_back(line.attribution());
      known.erase(found);
    }
  }
  BATON_ASSIGN_OR_RETURN(std::vector<v1::Attribution> attributions,
                         AttributionsNamed(session, tenant, anew));
  return AddBookings(std::move(attributions), quarter, sources, &sources->late);
}

// "tenants/t/statements/s" of a line's name.
std::string_view StatementOfLine(std::string_view line) {
  const size_t id = line.rfind('/');
  return line.substr(0, line.rfind('/', id - 1));
}

// What is held of one earlier statement, and the attributions of the lines, in their order.
struct HeldOn {
  std::vector<v1::StatementLine> lines;
  std::vector<v1::Attribution> attributions;
};

// C-18. Keeps held lines of an earlier quarter that may still come to be paid, with what they are
// computed anew by: their own quarter's plans, and the attributions as they stand now.
absl::Status AddHeld(const v1::CompStatement& head, HeldOn held, StatementSources* sources) {
  BATON_ASSIGN_OR_RETURN(const domain::Quarter then,
                         domain::ParseQuarter(sources->input.policy, head.period()));
  BATON_ASSIGN_OR_RETURN(
      std::vector<domain::StatementBooking> bookings,
      sources->loader.Load(std::move(held.attributions), then, head.plan().currency_code()));
  for (size_t i = 0; i < bookings.size(); ++i) {
    sources->held.push_back({std::move(held.lines[i]), head.plan(), std::move(bookings[i])});
  }
  return absl::OkStatus();
}

// Lines of one statement stand together in `lines`.
absl::Status AddHeldLines(store::Session& session, const std::string& tenant,
                          const domain::Quarter& quarter, std::vector<v1::StatementLine> lines,
                          StatementSources* sources) {
  // What a pool lacked a rate for is paid by the next quarter's pool line (C-10).
  std::erase_if(lines, [](const v1::StatementLine& line) { return line.has_pool(); });
  std::vector<std::string> names;
  std::vector<std::string> statements;
  for (const v1::StatementLine& line : lines) {
    names.push_back(line.attribution());
    statements.emplace_back(StatementOfLine(line.name()));
  }
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Attribution> attributions,
                         AttributionsNamed(session, tenant, names));
  statements.erase(std::unique(statements.begin(), statements.end()), statements.end());
  size_t at = 0;
  for (const std::string& statement : statements) {
    BATON_ASSIGN_OR_RETURN(const v1::CompStatement head,
                           store::GetStatementHead(session, tenant, statement));
    HeldOn held;
    for (; at < lines.size() && StatementOfLine(lines[at].name()) == statement; ++at) {
      if (!domain::Counts(attributions[at])) continue;
      held.lines.push_back(lines[at]);
      held.attributions.push_back(attributions[at]);
    }
    if (held.lines.empty() || head.period() >= quarter.code) continue;
    BATON_RETURN_IF_ERROR(AddHeld(head, std::move(held), sources));
  }
  return absl::OkStatus();
}

absl::Status LoadHeld(store::Session& session, const std::string& tenant, const std::string& payee,
                      const domain::Quarter& quarter, StatementSources* sources) {
  std::vector<std::string> people = sources->aliases;
  people.push_back(payee);
  for (const std::string& person : people) {
    BATON_ASSIGN_OR_RETURN(std::vector<v1::StatementLine> lines,
                           sources->scenario.HeldLines(session, tenant, person));
    BATON_RETURN_IF_ERROR(AddHeldLines(session, tenant, quarter, std::move(lines), sources));
  }
  return absl::OkStatus();
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
      const bool pays_signals,
      PaysSignalsWithin(session, tenant, absl::InfinitePast(), quarter.start, scenario));
  BATON_ASSIGN_OR_RETURN(std::vector<v1::Attribution> attributions,
                         scenario.LateAttributions(session, tenant, payee, *since - kOvertaken,
                                                   quarter, CreditedByOf(pays_signals)));
  std::map<std::string, bool> published;  // by quarter
  std::vector<v1::Attribution> late;
  for (v1::Attribution& attribution : attributions) {
    if (!domain::Counts(attribution)) continue;
    BATON_ASSIGN_OR_RETURN(const domain::Quarter then,
                           quarters.At(domain::ToTime(attribution.booked_time())));
    auto known = published.find(then.code);
    if (known == published.end()) {
      BATON_ASSIGN_OR_RETURN(const std::optional<absl::Time> at,
                             store::PublishTimeOf(session, tenant, then.code));
      known = published.emplace(then.code, at.has_value()).first;
    }
    // What was booked in a quarter that was never published is history.
    if (known->second) late.push_back(std::move(attribution));
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
  StatementSources sources(session, tenant, scenario);
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
  StatementSources sources(session, tenant, as_things_are);
  BATON_ASSIGN_OR_RETURN(
      sources.plan_periods,
      as_things_are.PlanPeriodsOf(session, tenant, payee, absl::InfinitePast(), quarter.end));
  return PlanOf(session, tenant, payee, quarter, sources);
}

absl::StatusOr<std::optional<domain::Quarter>> FindQuarter(store::Session& session,
                                                           const std::string& tenant,
                                                           const std::string& code,
                                                           domain::Violations* faults) {
  BATON_ASSIGN_OR_RETURN(const domain::FiscalHistory quarters, FiscalHistoryOf(session, tenant));
  absl::StatusOr<domain::Quarter> quarter = quarters.Of(code);
  if (quarter.ok() && quarter->start < quarter->end) return std::make_optional(*quarter);
  faults->Add("period", quarter.ok() ? "was skipped when the fiscal calendar changed"
                                     : "must be a fiscal quarter, as 2027-Q1");
  return std::nullopt;
}

absl::StatusOr<domain::Quarter> QuarterOfCode(store::Session& session, const std::string& tenant,
                                              const std::string& code) {
  domain::Violations faults;
  BATON_ASSIGN_OR_RETURN(const std::optional<domain::Quarter> quarter,
                         FindQuarter(session, tenant, code, &faults));
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  return *quarter;
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

absl::StatusOr<v1::CompStatement> ComputeDraft(store::Transaction& tx, const std::string& payee,
                                               const domain::Quarter& quarter) {
  BATON_ASSIGN_OR_RETURN(v1::CompStatement draft,
                         ComputeNow(tx.session(), tx.tenant(), payee, quarter, tx.now()));
  BATON_RETURN_IF_ERROR(store::ReplaceDraft(tx, draft));
  return draft;
}

}  // namespace baton::server
