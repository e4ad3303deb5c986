#include "server/visibility.h"

#include <algorithm>
#include <functional>

#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/people.h"

namespace baton::server {
namespace {

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

store::Scope Nobody() { return {"1 = 0", {}}; }

// Collects a scope's values and names them: each is used once, as both engines take it.
class ScopeWriter {
 public:
  // What a person id must be equal to, or be found in.
  std::string Condition(const Call& call) {
    const std::string_view person = domain::ShortName(call.caller().person);
    if (call.reach == Reach::kOwn) return absl::StrCat("= ", Bind(person));
    return Below(call.tenant(), person);
  }

  // The person and everybody below them.
  std::string Below(std::string_view tenant_id, std::string_view person) {
    // Begins with a row of people, so that the id has its column's collation on both engines.
    const std::string tenant = Bind(tenant_id);
    const std::string self = Bind(person);
    const std::string below = Bind(tenant_id);
    return absl::StrCat(
        "IN (WITH RECURSIVE below (person_id) AS (SELECT person_id FROM people WHERE tenant = ",
        tenant, " AND person_id = ", self,
        " UNION SELECT p.person_id FROM below b JOIN people p ON p.tenant = ", below,
        " AND p.manager_id = b.person_id) SELECT person_id FROM below)");
  }

  std::string Bind(std::string_view value) {
    values_.emplace_back(value);
    return absl::StrCat(":s", values_.size());
  }

  store::Scope Finish(std::string sql) { return {std::move(sql), std::move(values_)}; }

 private:
  std::vector<store::Value> values_;
};

bool SeesNothing(const Call& call) {
  return call.reach == Reach::kNone || (call.reach != Reach::kAll && call.caller().person.empty());
}

}  // namespace

store::Scope VisibleScope(const Call& call, const std::vector<std::string>& columns) {
  if (call.reach == Reach::kAll) return {};
  if (SeesNothing(call) || columns.empty()) return Nobody();
  store::Scope scope;
  for (const std::string& column : columns) {
    ScopeWriter writer;
    const std::string condition = writer.Condition(call);
    scope.any_of.push_back(writer.Finish(absl::StrCat(column, " ", condition)));
  }
  return scope;
}

store::Scope VisibleScopeBy(const Call& call, std::string_view key, std::string_view owners,
                            std::string_view column) {
  if (call.reach == Reach::kAll) return {};
  if (SeesNothing(call)) return Nobody();
  ScopeWriter writer;
  const std::string tenant = writer.Bind(call.tenant());
  const std::string condition = writer.Condition(call);
  return writer.Finish(absl::StrCat(View(key), " IN (SELECT owners.", View(key), " FROM ",
                                    View(owners), " owners WHERE owners.tenant = ", tenant,
                                    " AND owners.", View(column), " ", condition, ")"));
}

store::Scope BelowScope(const std::string& tenant, const std::string& person,
                        const std::string& column) {
  ScopeWriter writer;
  const std::string condition = writer.Below(tenant, person);
  return writer.Finish(absl::StrCat(column, " ", condition));
}

absl::StatusOr<std::vector<std::string>> PeopleBelow(const Call& call, store::Session& session) {
  const std::string& self = call.caller().person;
  if (self.empty()) return std::vector<std::string>();
  BATON_ASSIGN_OR_RETURN(std::vector<std::string> people,
                         store::PeopleOf(session, call.tenant(), self));
  people.push_back(self);
  return people;
}

absl::Status CheckVisible(const Call& call, store::Session& session, std::string_view resource_type,
                          std::string_view name, const std::vector<std::string>& people) {
  if (call.reach == Reach::kAll) return absl::OkStatus();
  const auto names = [&people](const std::string& person) {
    return !person.empty() && std::find(people.begin(), people.end(), person) != people.end();
  };
  if (!SeesNothing(call)) {
    if (names(call.caller().person)) return absl::OkStatus();
    if (call.reach == Reach::kPeople) {
      BATON_ASSIGN_OR_RETURN(const std::vector<std::string> below, PeopleBelow(call, session));
      if (std::any_of(below.begin(), below.end(), names)) return absl::OkStatus();
    }
  }
  return domain::NotFound(View(resource_type), View(name));
}

}  // namespace baton::server
