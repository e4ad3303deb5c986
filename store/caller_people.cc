#include "store/caller_people.h"

#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "domain/instant.h"
#include "domain/status_macros.h"
#include "store/people.h"
#include "store/query.h"

namespace baton::store {
namespace {

// Who became whom: survivors' ids by the ids of the merged.
absl::StatusOr<std::map<std::string, std::string>> Survivors(Session& session,
                                                             const std::string& tenant) {
  static const Sql& sql =
      *new Sql{"SELECT person_id, alias_id FROM person_aliases WHERE tenant = :p1", "tt"};
  std::map<std::string, std::string> survivors;
  const auto rows = session.Query(sql, {tenant});
  while (rows->Next()) survivors[rows->Text(1)] = rows->Text(0);
  if (!rows->status().ok()) return rows->status();
  return survivors;
}

absl::Status ListOne(Session& session, const std::string& tenant,
                     std::vector<CallerPerson>* people) {
  static const Sql& sql = *new Sql(PersonTable().Select("WHERE tenant = :p1 ORDER BY person_id"));
  BATON_ASSIGN_OR_RETURN(const auto survivors, Survivors(session, tenant));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Person> rows,
                         ReadAll<v1::Person>(session, PersonTable(), sql, {tenant}, tenant));
  std::map<std::string, CallerPerson> by_id;
  for (const v1::Person& row : rows) {
    const std::string id(IdOf(row.name(), tenant, "people"));
    const auto survivor = survivors.find(id);
    CallerPerson& person = by_id[survivor == survivors.end() ? id : survivor->second];
    person.ids.push_back(id);
    if (!row.email().empty()) person.emails.push_back(absl::AsciiStrToLower(row.email()));
    if (survivor != survivors.end()) {
      person.aliases.push_back(row.name());
      continue;
    }
    person.tenant = tenant;
    person.person = row.name();
    person.role = row.role();
    if (row.has_end_time()) person.end_time = domain::ToTime(row.end_time());
  }
  for (auto& [_, person] : by_id) people->push_back(std::move(person));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<CallerPerson>> ListCallerPeople(
    Session& session, const std::vector<std::string>& tenants) {
  std::vector<CallerPerson> people;
  for (const std::string& tenant : tenants) {
    BATON_RETURN_IF_ERROR(ListOne(session, tenant, &people));
  }
  return people;
}

}  // namespace baton::store
