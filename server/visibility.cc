#include "server/visibility.h"

#include <algorithm>
#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/absences.h"
#include "store/people.h"

namespace baton::server {
namespace {

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

store::Scope Nobody() { return {"1 = 0", {}}; }

// The person and whoever was merged into them.
std::vector<std::string> Selves(const Call& call) {
  std::vector<std::string> people = call.caller().aliases;
  if (!call.caller().person.empty()) people.insert(people.begin(), call.caller().person);
  return people;
}

// Collects a scope's values and names them: each is used once, as both engines take it.
class ScopeWriter {
 public:
  ScopeWriter(const Call& call, const std::vector<std::string>& people)
      : tenant_(call.tenant()), own_(call.reach == Reach::kOwn), people_(people) {}
  // Those people and everybody below them.
  ScopeWriter(const std::string& tenant, const std::vector<std::string>& people)
      : tenant_(tenant), own_(false), people_(people) {}

  // What a person id must be equal to, or be found in.
  std::string Condition() {
    if (own_) return OneOfThem();
    // Begins with rows of people, so that the id has its column's collation on both engines.
    const std::string tenant = Bind(tenant_);
    const std::string self = OneOfThem();
    const std::string below = Bind(tenant_);
    return absl::StrCat(
        "IN (WITH RECURSIVE below (person_id) AS (SELECT person_id FROM people WHERE tenant = ",
        tenant, " AND person_id ", self,
        " UNION SELECT p.person_id FROM below b JOIN people p ON p.tenant = ", below,
        " AND p.manager_id = b.person_id) SELECT person_id FROM below)");
  }

  std::string Bind(std::string_view value) {
    values_.emplace_back(value);
    return absl::StrCat(":s", values_.size());
  }

  store::Scope Finish(std::string sql) { return {std::move(sql), std::move(values_)}; }

 private:
  std::string OneOfThem() {
    if (people_.size() == 1) return "= " + Bind(domain::ShortName(people_.front()));
    std::string ids;
    for (const std::string& person : people_) {
      absl::StrAppend(&ids, ids.empty() ? "" : ", ", Bind(domain::ShortName(person)));
    }
    return absl::StrCat("IN (", ids, ")");
  }

  const std::string& tenant_;
  const bool own_;
  const std::vector<std::string>& people_;
  std::vector<store::Value> values_;
};

bool SeesNothing(const Call& call) {
  return call.reach == Reach::kNone || (call.reach != Reach::kAll && call.caller().person.empty());
}

// What page tokens are bound to: who asks, in which reach, not whom they stand in for today.
std::string BoundTo(const Call& call, absl::string_view what) {
  return absl::StrCat(static_cast<int>(call.reach), " ", call.caller().person, " ", what);
}

// The keys of owners' rows that `condition` holds for. ":" is written by the caller's writer.
std::string KeysOf(std::string_view key, std::string_view owners, std::string_view column,
                   const std::string& tenant, const std::string& condition) {
  return absl::StrCat("SELECT owners.", View(key), " FROM ", View(owners),
                      " owners WHERE owners.tenant = ", tenant, " AND owners.", View(column), " ",
                      condition);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ActsAs(const Call& call, store::Session& session,
                                                Deputies deputies) {
  std::vector<std::string> people = Selves(call);
  if (people.empty() || deputies == Deputies::kLeftOut) return people;
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> away,
      store::StandsInFor(session, call.tenant(), call.caller().person, call.now));
  people.insert(people.end(), away.begin(), away.end());
  return people;
}

store::Scope VisibleScope(const Call& call, const std::vector<std::string>& columns) {
  return VisibleScope(call, Selves(call), columns);
}

store::Scope VisibleScope(const Call& call, const std::vector<std::string>& people,
                          const std::vector<std::string>& columns) {
  if (call.reach == Reach::kAll) return {};
  if (SeesNothing(call) || people.empty() || columns.empty()) return Nobody();
  store::Scope scope;
  scope.bound_to = BoundTo(call, absl::StrJoin(columns, " "));
  for (const std::string& column : columns) {
    if (call.reach == Reach::kPeople) {
      ScopeWriter writer(call, people);
      const std::string condition = writer.Condition();
      scope.any_of.push_back(writer.Finish(absl::StrCat(column, " ", condition)));
      continue;
    }
    for (const std::string& person : people) {  // each walks an index of its own
      const std::vector<std::string> one = {person};
      ScopeWriter writer(call, one);
      const std::string condition = writer.Condition();
      scope.any_of.push_back(writer.Finish(absl::StrCat(column, " ", condition)));
    }
  }
  return scope;
}

store::Scope VisibleScopeBy(const Call& call, std::string_view key, std::string_view owners,
                            std::string_view column) {
  if (call.reach == Reach::kAll) return {};
  if (SeesNothing(call)) return Nobody();
  const std::vector<std::string> people = Selves(call);
  ScopeWriter writer(call, people);
  const std::string tenant = writer.Bind(call.tenant());
  const std::string condition = writer.Condition();
  return writer.Finish(
      absl::StrCat(View(key), " IN (", KeysOf(key, owners, column, tenant, condition), ")"));
}

store::Scope BelowScope(const std::string& tenant, const std::string& person,
                        const std::string& column) {
  const std::vector<std::string> people = {person};
  ScopeWriter writer(tenant, people);
  const std::string condition = writer.Condition();
  return writer.Finish(absl::StrCat(column, " ", condition));
}

store::Scope VisibleAccounts(const Call& call) { return VisibleAccounts(call, Selves(call)); }

store::Scope VisibleAccounts(const Call& call, const std::vector<std::string>& people) {
  if (call.reach == Reach::kAll) return {};
  if (SeesNothing(call) || people.empty()) return Nobody();
  ScopeWriter writer(call, people);
  const std::string tenant = writer.Bind(call.tenant());
  const std::string condition = writer.Condition();
  const std::string merged_tenant = writer.Bind(call.tenant());
  const std::string merged_condition = writer.Condition();
  store::Scope scope = writer.Finish(absl::StrCat(
      "account_id IN (", KeysOf("account_id", "account_team", "person_id", tenant, condition),
      " UNION ALL SELECT merged.alias_id FROM account_team owners JOIN account_aliases merged "
      "ON merged.tenant = owners.tenant AND merged.account_id = owners.account_id "
      "WHERE owners.tenant = ",
      merged_tenant, " AND owners.person_id ", merged_condition, ")"));
  scope.bound_to = BoundTo(call, "accounts");
  return scope;
}

absl::StatusOr<std::vector<std::string>> PeopleBelow(const Call& call, store::Session& session,
                                                     Deputies deputies) {
  BATON_ASSIGN_OR_RETURN(std::vector<std::string> people, ActsAs(call, session, deputies));
  const std::vector<std::string> selves = people;
  for (const std::string& self : selves) {
    BATON_ASSIGN_OR_RETURN(const std::vector<std::string> below,
                           store::PeopleOf(session, call.tenant(), self));
    people.insert(people.end(), below.begin(), below.end());
  }
  return people;
}

absl::Status CheckVisible(const Call& call, store::Session& session, std::string_view resource_type,
                          std::string_view name, const std::vector<std::string>& people,
                          Deputies deputies) {
  if (call.reach == Reach::kAll) return absl::OkStatus();
  const auto names = [&people](const std::string& person) {
    return !person.empty() && std::find(people.begin(), people.end(), person) != people.end();
  };
  const auto any = [&names](const std::vector<std::string>& acting) {
    return std::any_of(acting.begin(), acting.end(), names);
  };
  if (!SeesNothing(call)) {
    if (any(Selves(call))) return absl::OkStatus();
    BATON_ASSIGN_OR_RETURN(const std::vector<std::string> acting,
                           call.reach == Reach::kPeople ? PeopleBelow(call, session, deputies)
                                                        : ActsAs(call, session, deputies));
    if (any(acting)) return absl::OkStatus();
  }
  return domain::NotFound(View(resource_type), View(name));
}

absl::StatusOr<std::optional<std::vector<std::string>>> VisiblePayees(const Call& call,
                                                                      store::Session& session) {
  if (call.reach == Reach::kAll) return std::optional<std::vector<std::string>>();
  absl::StatusOr<std::vector<std::string>> people = call.reach == Reach::kPeople
                                                        ? PeopleBelow(call, session)
                                                        : ActsAs(call, session, Deputies::kLeftOut);
  if (!people.ok()) return people.status();
  return std::optional<std::vector<std::string>>(*std::move(people));
}

}  // namespace baton::server
