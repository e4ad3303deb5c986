#include "server/manual_correction_desk.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/manual_correction_lines.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/statement.h"
#include "domain/status_macros.h"
#include "server/policy_source.h"
#include "server/signing_desk.h"
#include "server/statement_desk.h"
#include "server/visibility.h"
#include "store/corrections.h"
#include "store/people.h"
#include "store/query.h"
#include "store/statements.h"

namespace baton::server {
namespace {

// As the store calls one that is missing.
constexpr char kType[] = "Correction";

// The name that a person goes by now.
absl::StatusOr<std::string> NowNamed(store::Transaction& tx, const std::string& person) {
  BATON_ASSIGN_OR_RETURN(const v1::Person record,
                         store::GetPerson(tx.session(), tx.tenant(), person));
  return record.name();
}

absl::StatusOr<domain::CorrectionPeople> PeopleOf(store::Transaction& tx, const Call& call,
                                                  const v1::Correction& correction) {
  domain::CorrectionPeople people;
  BATON_ASSIGN_OR_RETURN(people.caller, NowNamed(tx, call.caller().person));
  BATON_ASSIGN_OR_RETURN(people.payee, NowNamed(tx, correction.payee()));
  BATON_ASSIGN_OR_RETURN(people.creator, NowNamed(tx, correction.creator()));
  return people;
}

// What a caller states of a correction; all else is the server's to say.
v1::Correction Stated(const v1::Correction& entered) {
  v1::Correction correction;
  correction.set_amount_minor(entered.amount_minor());
  correction.set_currency_code(entered.currency_code());
  correction.set_reason(entered.reason());
  correction.set_reference(entered.reference());
  correction.set_line(entered.line());
  return correction;
}

// The quarter that the correction is for: that of now where it says none. Nothing after a fault.
absl::StatusOr<std::optional<domain::Quarter>> QuarterFor(store::Transaction& tx,
                                                          const std::string& period,
                                                          domain::Violations* faults) {
  BATON_ASSIGN_OR_RETURN(const domain::FiscalHistory quarters,
                         FiscalHistoryOf(tx.session(), tx.tenant()));
  absl::StatusOr<domain::Quarter> quarter =
      period.empty() ? quarters.At(tx.now()) : quarters.Of(period);
  if (quarter.ok()) return std::optional<domain::Quarter>(*std::move(quarter));
  if (period.empty()) return quarter.status();
  faults->Add("correction.period", "must be a fiscal quarter, as 2027-Q1");
  return std::optional<domain::Quarter>();
}

// C-22. What is in another currency would never stand on the payee's statement.
absl::Status CheckCurrency(store::Transaction& tx, const v1::Correction& correction,
                           const domain::Quarter& quarter, domain::Violations* faults) {
  BATON_ASSIGN_OR_RETURN(const v1::CompPlan plan,
                         StatementPlan(tx.session(), tx.tenant(), correction.payee(), quarter));
  if (plan.currency_code() == correction.currency_code()) return absl::OkStatus();
  faults->Add("correction.currency_code",
              absl::StrCat("must be ", plan.currency_code(), ": in ", quarter.code,
                           " the payee is paid in it, by the plan ", plan.code()));
  return absl::OkStatus();
}

// Whether it is a published line of the payee, or of somebody who was merged into them.
absl::StatusOr<bool> IsLineOfPayee(store::Transaction& tx, const v1::Correction& correction) {
  const store::ChildId ids =
      store::ChildIdOf(correction.line(), tx.tenant(), "statements", "lines");
  if (ids.id.empty()) return false;
  const absl::StatusOr<v1::CompStatement> statement =
      store::GetStatement(tx.session(), tx.tenant(), ids.parent);
  if (absl::IsNotFound(statement.status())) return false;
  if (!statement.ok()) return statement.status();
  if (statement->state() == v1::STATEMENT_STATE_DRAFT) return false;
  BATON_ASSIGN_OR_RETURN(const std::string payee, NowNamed(tx, statement->payee()));
  return payee == correction.payee() &&
         std::any_of(statement->lines().begin(), statement->lines().end(),
                     [&](const auto& line) { return line.name() == correction.line(); });
}

absl::Status CheckLine(store::Transaction& tx, const v1::Correction& correction,
                       domain::Violations* faults) {
  if (correction.line().empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const bool theirs, IsLineOfPayee(tx, correction));
  if (!theirs) {
    faults->Add("correction.line",
                "must be a line of a published statement of the payee, or empty");
  }
  return absl::OkStatus();
}

// Reads names of people, each once.
class DisplayNames {
 public:
  DisplayNames(store::Session& session, const std::string& tenant)
      : session_(session), tenant_(tenant) {}

  absl::StatusOr<std::string> Of(const std::string& person) {
    const auto known = names_.find(person);
    if (known != names_.end()) return known->second;
    BATON_ASSIGN_OR_RETURN(const v1::Person record, store::GetPerson(session_, tenant_, person));
    const std::string name = record.display_name().empty()
                                 ? std::string(domain::ShortName(record.name()))
                                 : record.display_name();
    return names_[person] = name;
  }

 private:
  store::Session& session_;
  const std::string& tenant_;
  std::map<std::string, std::string> names_;
};

// The person's, as such, that may stand on the statement.
absl::StatusOr<std::vector<v1::Correction>> DueOf(store::Session& session,
                                                  const std::string& tenant,
                                                  const std::string& person,
                                                  const std::string& statement,
                                                  const domain::Quarter& quarter) {
  BATON_ASSIGN_OR_RETURN(
      const std::vector<v1::Correction> approved,
      store::UncarriedCorrections(session, tenant, person, quarter.code, statement));
  std::vector<v1::Correction> due;
  for (const v1::Correction& correction : approved) {
    BATON_ASSIGN_OR_RETURN(const std::optional<absl::Time> published,
                           store::PublishTimeOf(session, tenant, correction.period()));
    if (domain::StandsOn(correction, quarter.code, published.has_value())) {
      due.push_back(correction);
    }
  }
  return due;
}

// The caller and whoever was merged into them.
std::vector<std::string> Selves(const Call& call) {
  std::vector<std::string> selves = call.caller().aliases;
  selves.push_back(call.caller().person);
  return selves;
}

}  // namespace

absl::StatusOr<v1::Correction> EnterCorrection(store::Transaction& tx, const Call& call,
                                               const v1::Correction& entered, std::string name) {
  BATON_RETURN_IF_ERROR(RequirePerson(call, "entering a correction"));
  v1::Correction correction = Stated(entered);
  correction.set_name(std::move(name));
  BATON_ASSIGN_OR_RETURN(*correction.mutable_payee(), NowNamed(tx, entered.payee()));
  BATON_ASSIGN_OR_RETURN(*correction.mutable_creator(), NowNamed(tx, call.caller().person));
  BATON_RETURN_IF_ERROR(domain::CheckEnters(
      {.caller = correction.creator(), .payee = correction.payee(), .creator = ""}));
  domain::Violations faults;
  BATON_RETURN_IF_ERROR(CheckLine(tx, correction, &faults));
  BATON_ASSIGN_OR_RETURN(const std::optional<domain::Quarter> quarter,
                         QuarterFor(tx, entered.period(), &faults));
  if (quarter.has_value()) {
    BATON_RETURN_IF_ERROR(CheckUnpublished(tx.session(), tx.tenant(), *quarter));
    BATON_RETURN_IF_ERROR(CheckCurrency(tx, correction, *quarter, &faults));
    correction.set_period(quarter->code);
  }
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  correction.set_state(v1::CORRECTION_STATE_PENDING);
  *correction.mutable_create_time() = domain::ToTimestamp(tx.now());
  BATON_RETURN_IF_ERROR(store::InsertCorrection(tx, correction));
  return correction;
}

absl::StatusOr<v1::Correction> ApproveCorrection(store::Transaction& tx, const Call& call,
                                                 std::string_view id, const std::string& note) {
  BATON_RETURN_IF_ERROR(RequirePerson(call, "approving a correction"));
  BATON_ASSIGN_OR_RETURN(const v1::Correction before,
                         store::GetCorrection(tx.session(), tx.tenant(), id));
  BATON_ASSIGN_OR_RETURN(const domain::CorrectionPeople people, PeopleOf(tx, call, before));
  BATON_ASSIGN_OR_RETURN(v1::Correction after,
                         domain::ApproveCorrection(before, people, note, tx.now()));
  BATON_RETURN_IF_ERROR(store::UpdateCorrection(tx, before, after));
  return after;
}

absl::StatusOr<v1::Correction> RejectCorrection(store::Transaction& tx, const Call& call,
                                                std::string_view id, const std::string& note) {
  BATON_RETURN_IF_ERROR(RequirePerson(call, "rejecting a correction"));
  BATON_ASSIGN_OR_RETURN(const v1::Correction before,
                         store::GetCorrection(tx.session(), tx.tenant(), id));
  BATON_ASSIGN_OR_RETURN(const domain::CorrectionPeople people, PeopleOf(tx, call, before));
  BATON_ASSIGN_OR_RETURN(v1::Correction after,
                         domain::RejectCorrection(before, people, note, tx.now()));
  BATON_RETURN_IF_ERROR(store::UpdateCorrection(tx, before, after));
  return after;
}

absl::StatusOr<v1::Correction> ShowCorrection(const Call& call, store::Session& session,
                                              std::string_view id) {
  BATON_ASSIGN_OR_RETURN(const v1::Correction correction,
                         store::GetCorrection(session, call.tenant(), id));
  BATON_RETURN_IF_ERROR(CheckVisible(call, session, kType, correction.name(), {correction.payee()},
                                     Deputies::kLeftOut));
  const std::vector<std::string> selves = Selves(call);
  const bool own = std::find(selves.begin(), selves.end(), correction.payee()) != selves.end();
  if (own && call.reach != Reach::kAll) {
    return domain::NotFound(kType, correction.name());
  }
  return correction;
}

store::Scope VisibleCorrections(const Call& call) {
  store::Scope scope = VisibleScope(call, {"payee_person_id"});
  if (call.reach == Reach::kAll) return scope;
  for (const std::string& self : Selves(call)) {
    store::Value id(domain::ShortName(self));
    scope.values.push_back(std::move(id));
    absl::StrAppend(&scope.sql, scope.sql.empty() ? "" : " AND ", "payee_person_id <> :s",
                    scope.values.size());
  }
  return scope;
}

absl::StatusOr<std::vector<domain::ApprovedCorrection>> LoadManualCorrections(
    store::Session& session, const std::string& tenant, const v1::Person& payee,
    const domain::Quarter& quarter) {
  BATON_ASSIGN_OR_RETURN(const std::string statement,
                         domain::StatementName(payee.name(), quarter.code));
  std::vector<std::string> people(payee.aliases().begin(), payee.aliases().end());
  people.push_back(payee.name());
  DisplayNames names(session, tenant);
  std::vector<domain::ApprovedCorrection> manual;
  for (const std::string& person : people) {
    BATON_ASSIGN_OR_RETURN(std::vector<v1::Correction> due,
                           DueOf(session, tenant, person, statement, quarter));
    for (v1::Correction& correction : due) {
      domain::ApprovedCorrection& approved = manual.emplace_back();
      BATON_ASSIGN_OR_RETURN(approved.creator_display_name, names.Of(correction.creator()));
      BATON_ASSIGN_OR_RETURN(approved.decider_display_name, names.Of(correction.decider()));
      approved.correction = std::move(correction);
    }
  }
  return manual;
}

}  // namespace baton::server
