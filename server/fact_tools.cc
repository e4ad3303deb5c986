// Facts that a commission tool states: payees, periods, plan assignments, payouts, disputes (C-18).
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/delivery.h"
#include "domain/fiscal.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/account_desk.h"
#include "server/fact_desk.h"
#include "server/payout_desk.h"
#include "server/policy_source.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/plans.h"
#include "store/source_versions.h"
#include "store/statements.h"
#include "store/tool_periods.h"

namespace baton::server {
namespace {

// A tool pays people whom Baton has nothing to do with.
constexpr char kStranger[] = "nobody here is paid under that id: nothing to apply";

// Whether the person was never given an id to be paid under.
bool HasDefaultPayeeId(const v1::Person& person) {
  return person.payee_id() == domain::ShortName(person.name());
}

// Whom the tool means: the one of its own id, else of the payee id, else of the mail address.
absl::StatusOr<std::optional<v1::Person>> FindPayee(store::Transaction& tx,
                                                    const FactSource& source,
                                                    const v1::Fact& fact) {
  const std::string& tool_id =
      fact.kind() == v1::FACT_KIND_PAYEE ? fact.external_id() : fact.payee_external_id();
  BATON_ASSIGN_OR_RETURN(
      std::optional<v1::Person> person,
      store::FindPersonByExternalId(tx.session(), tx.tenant(), source.vendor, tool_id));
  if (person.has_value()) return person;
  BATON_ASSIGN_OR_RETURN(
      person, store::FindPersonByPayeeId(tx.session(), tx.tenant(), fact.payee_external_id()));
  if (person.has_value()) return person;
  return store::FindPersonByEmail(tx.session(), tx.tenant(), fact.email());
}

// Tells RevOps once of what the tool states about a person: the same fact again says nothing new.
absl::Status TellRevops(store::Transaction& tx, const v1::Fact& fact, const v1::Person& person,
                        absl::string_view rule, const std::string& subject,
                        const std::string& body) {
  const std::string occasion = absl::StrCat("tool.", VersionOf(tx, fact).digest);
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> news,
      store::TakeNewerFields(tx, person.name(), {absl::UnixEpoch(), occasion}, {occasion}));
  if (news.empty()) return absl::OkStatus();
  v1::Delivery message =
      domain::NewMessage(person.name(), rule, occasion, domain::kRevopsQueue, tx.now());
  message.set_subject(subject);
  message.set_body(body);
  return store::AddDelivery(tx, message);
}

// The quarter that the tool pays: a tool that pays by months pays it in its last one.
absl::StatusOr<std::optional<domain::Quarter>> QuarterOf(store::Transaction& tx,
                                                         const std::string& period) {
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyInForce(tx.session(), tx.tenant(), tx.now()));
  const auto quarter = domain::ParseQuarter(policy, period);
  if (quarter.ok()) return std::optional<domain::Quarter>(*quarter);
  const auto month = domain::StartOfDate(policy, absl::StrCat(period, "-01"));
  if (!month.ok()) return std::optional<domain::Quarter>();
  BATON_ASSIGN_OR_RETURN(domain::Quarter paid, domain::QuarterAt(policy, *month));
  const bool last = absl::StartsWith(domain::DateText(paid.last_day), period);
  return last ? std::optional<domain::Quarter>(std::move(paid)) : std::nullopt;
}

// Whether two payouts are lines of one: a tool that pays line by line says so of each.
bool IsSamePayout(const v1::Fact& a, const v1::Fact& b) {
  return !a.line_external_id().empty() && !b.line_external_id().empty() && a.kind() == b.kind() &&
         a.payee_external_id() == b.payee_external_id() && a.period() == b.period() &&
         a.currency() == b.currency();
}

// Whether a later fact of the payload is a line of the same payout.
bool IsFollowed(const FactSource& source, const v1::Fact& fact) {
  const auto& facts = *source.payload;
  return std::any_of(facts.begin() + source.number, facts.end(),
                     [&](const v1::Fact& later) { return IsSamePayout(fact, later); });
}

// What the tool paid: the fact's amount, or that of all lines of the payout, the last of which it
// is.
absl::StatusOr<v1::ConfirmPayoutRequest> Confirmation(const FactSource& source,
                                                      const v1::Fact& fact) {
  int64_t total_minor = fact.amount_minor();
  for (int i = 0; i + 1 < source.number; ++i) {
    const v1::Fact& earlier = (*source.payload)[i];
    if (!IsSamePayout(fact, earlier)) continue;
    BATON_ASSIGN_OR_RETURN(total_minor, domain::AddMinor(total_minor, earlier.amount_minor()));
  }
  v1::ConfirmPayoutRequest request;
  request.mutable_amount()->set_amount_minor(total_minor);
  request.mutable_amount()->set_currency_code(fact.currency());
  request.set_tool_reference(absl::StrCat(source.vendor, " ", fact.external_id()));
  return request;
}

// C-22. A tool states a payout below zero as it came out; nothing was paid then.
absl::Status TakeBelowZero(store::Transaction& tx, v1::ConfirmPayoutRequest* request) {
  if (request->amount().amount_minor() >= 0) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::CompStatement statement,
                         store::GetStatement(tx.session(), tx.tenant(), request->name()));
  if (statement.totals().payable_minor() == request->amount().amount_minor()) {
    request->mutable_amount()->set_amount_minor(0);
  }
  return absl::OkStatus();
}

// Neither amounts nor the payee's own words: a queue is read by people who may not see pay (C-17).
std::string Objection(const FactSource& source, const v1::Fact& fact) {
  std::string text = absl::StrCat(source.vendor, " ", fact.external_id());
  if (!fact.period().empty()) absl::StrAppend(&text, ", period ", fact.period());
  if (!fact.line_external_id().empty()) absl::StrAppend(&text, ", line ", fact.line_external_id());
  return text;
}

}  // namespace

absl::StatusOr<v1::AppliedFact> ApplyPayeeFact(store::Transaction& tx, const FactSource& source,
                                               const v1::Fact& fact) {
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::Person> held, FindPayee(tx, source, fact));
  if (!held.has_value()) return Applied(fact, "", kStranger);
  const bool differs = held->payee_id() != fact.payee_external_id();
  if (differs && !HasDefaultPayeeId(*held)) {
    return Applied(fact, held->name(), "paid here under another id: left to an admin");
  }
  v1::Person person;
  person.set_name(held->name());
  if (differs) person.set_payee_id(fact.payee_external_id());
  for (const std::string& known_by : {fact.external_id(), fact.payee_external_id()}) {
    v1::SourceRecord& id = *person.add_external_ids();
    id.set_system(source.vendor);
    id.set_record_id(known_by);
  }
  BATON_RETURN_IF_ERROR(UpsertPerson(tx, person).status());
  return Applied(fact, held->name(), "the tool knows the payee");
}

absl::StatusOr<v1::AppliedFact> ApplyPeriodFact(store::Transaction& tx, const FactSource& source,
                                                const v1::Fact& fact) {
  const std::string record = domain::ResourceName(
      tx.tenant(), "toolPeriods", absl::StrCat(source.vendor, "-", fact.external_id()));
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> news,
                         store::TakeNewerFields(tx, record, VersionOf(tx, fact), {"period"}));
  if (news.empty()) return Applied(fact, "", "no news of the period");
  BATON_RETURN_IF_ERROR(store::KeepToolPeriod(tx, source.vendor, fact));
  return Applied(fact, "", "the tool knows the period");
}

absl::StatusOr<v1::AppliedFact> ApplyPlanAssignmentFact(store::Transaction& tx,
                                                        const FactSource& source,
                                                        const v1::Fact& fact) {
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::Person> payee, FindPayee(tx, source, fact));
  if (!payee.has_value()) return Applied(fact, "", kStranger);
  if (fact.plan_code().empty()) {
    return Applied(fact, payee->name(), "names no plan: nothing to compare");
  }
  const std::vector<std::string> days = absl::StrSplit(fact.period(), '/');
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyInForce(tx.session(), tx.tenant(), tx.now()));
  BATON_ASSIGN_OR_RETURN(const absl::Time start, domain::StartOfDate(policy, days.front()));
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::PlanAssignment> held,
                         store::PlanAt(tx.session(), tx.tenant(), payee->name(), start));
  if (held.has_value() && held->plan().code() == fact.plan_code()) {
    return Applied(fact, held->name(), "agrees with the plan held");
  }
  const std::string ours = held.has_value() ? held->plan().code() : "none";
  BATON_RETURN_IF_ERROR(TellRevops(
      tx, fact, *payee, "C-18",
      absl::StrCat(payee->display_name(), " has another plan in ", source.vendor),
      absl::StrCat("From ", days.front(), " on the plan is ", fact.plan_code(), " there and ", ours,
                   " here. Assign the right one, or mend it there.")));
  return Applied(
      fact, payee->name(),
      absl::StrCat("differs from the plan held (", ours, "): RevOps is told, nothing changed"));
}

absl::StatusOr<v1::AppliedFact> ApplyPayoutFact(store::Transaction& tx, const FactSource& source,
                                                const v1::Fact& fact) {
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::Person> payee, FindPayee(tx, source, fact));
  if (!payee.has_value()) return Applied(fact, "", kStranger);
  BATON_ASSIGN_OR_RETURN(const std::optional<domain::Quarter> quarter,
                         QuarterOf(tx, fact.period()));
  if (!quarter.has_value()) {
    return Unresolved(source, absl::StrCat("no quarter is paid in the period ", fact.period()));
  }
  const std::string name = domain::ResourceName(
      tx.tenant(), "statements",
      absl::StrCat(quarter->code, "-", std::string(domain::ShortName(payee->name()))));
  if (IsFollowed(source, fact)) return Applied(fact, name, "counted with the payee's last line");
  BATON_ASSIGN_OR_RETURN(v1::ConfirmPayoutRequest request, Confirmation(source, fact));
  request.set_name(name);
  BATON_RETURN_IF_ERROR(TakeBelowZero(tx, &request));
  BATON_ASSIGN_OR_RETURN(const v1::ConfirmPayoutResponse confirmed, ConfirmPayout(tx, request));
  return Applied(fact, name,
                 confirmed.has_reconciliation_item()
                     ? "differs from the statement: left to be reconciled"
                     : "paid");
}

absl::StatusOr<v1::AppliedFact> ApplyToolDisputeFact(store::Transaction& tx,
                                                     const FactSource& source,
                                                     const v1::Fact& fact) {
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::Person> payee, FindPayee(tx, source, fact));
  if (!payee.has_value()) return Applied(fact, "", kStranger);
  if (fact.status() != "open") return Applied(fact, payee->name(), "closed there: nothing to do");
  BATON_RETURN_IF_ERROR(TellRevops(
      tx, fact, *payee, "C-12",
      absl::StrCat(payee->display_name(), " objects to their pay in ", source.vendor),
      absl::StrCat(Objection(source, fact),
                   ". A dispute of the category or a deal desk ticket decides it (A-8, C-12).")));
  return Applied(fact, payee->name(), "RevOps is told");
}

}  // namespace baton::server
