#include "store/absences.h"

#include <algorithm>
#include <map>
#include <set>

#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/stand_in.h"
#include "domain/status_macros.h"
#include "store/people.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kPeople = "people";

std::string FullName(std::string_view tenant, const std::string& id) {
  return id.empty() ? std::string() : domain::ResourceName(tenant, kPeople, id);
}

// Presences by full name.
using Presences = std::map<std::string, domain::Presence>;

// Adds those of two people, who may be the same one.
absl::Status LoadPresences(Session& session, std::string_view tenant, std::string_view first,
                           std::string_view second, absl::Time at, Presences* presences) {
  static const Sql& sql = *new Sql{
      "SELECT p.person_id, p.end_time_us, p.manager_id, a.deputy_id FROM people p "
      "LEFT JOIN absences a ON a.tenant = p.tenant AND a.person_id = p.person_id "
      "AND a.start_time_us <= :p1 AND a.end_time_us > :p2 "
      "WHERE p.tenant = :p3 AND p.person_id IN (:p4, :p5)",
      "titt"};
  const int64_t at_us = absl::ToUnixMicros(at);
  const auto rows = session.Query(
      sql, {at_us, at_us, tenant, IdOf(first, tenant, kPeople), IdOf(second, tenant, kPeople)});
  while (rows->Next()) {
    domain::Presence& presence = (*presences)[FullName(tenant, rows->Text(0))];
    presence.left = !rows->IsNull(1) && rows->Int(1) <= at_us;
    presence.manager = FullName(tenant, rows->Text(2));
    presence.deputy = FullName(tenant, rows->Text(3));
  }
  return rows->status();
}

absl::StatusOr<std::string> FindStandIn(Session& session, std::string_view tenant,
                                        std::string_view person, absl::Time at,
                                        Presences* presences) {
  const std::string_view id = IdOf(person, tenant, kPeople);
  if (id.empty()) return std::string();
  return domain::FindStandIn(
      domain::ResourceName(tenant, kPeople, id),
      [&](const std::string& asked) -> absl::StatusOr<domain::Presence> {
        if (presences->count(asked) == 0) {
          BATON_RETURN_IF_ERROR(LoadPresences(session, tenant, asked, asked, at, presences));
        }
        return (*presences)[asked];
      });
}

// Those whose absence at that instant names the person as deputy; bare ids.
absl::StatusOr<std::vector<std::string>> AwayBehind(Session& session, std::string_view tenant,
                                                    std::string_view deputy, absl::Time at) {
  static const Sql& sql = *new Sql{
      "SELECT person_id FROM absences WHERE tenant = :p1 AND deputy_id = :p2 "
      "AND end_time_us > :p3 AND start_time_us <= :p4",
      "t"};
  const int64_t at_us = absl::ToUnixMicros(at);
  return ReadTexts(session, sql, {tenant, deputy, at_us, at_us});
}

absl::Status DeleteRow(Transaction& tx, std::string_view person_id, const v1::Absence& absence) {
  static const Sql& sql = *new Sql{
      "DELETE FROM absences WHERE tenant = :p1 AND person_id = :p2 AND start_time_us = :p3", ""};
  return tx.session()
      .Run(sql, {tx.tenant(), person_id, domain::ToMicros(absence.start_time())})
      .status();
}

}  // namespace

const Table& AbsenceTable() {
  static const Table& table = *new Table(v1::Absence::descriptor(), "absences",
                                         {
                                             Time("start_time_us", "start_time"),
                                             Time("end_time_us", "end_time"),
                                             Ref("deputy_id", "deputy", kPeople),
                                         },
                                         {"person_id"});
  return table;
}

absl::StatusOr<std::vector<v1::Absence>> AbsencesOf(Session& session, std::string_view tenant,
                                                    std::string_view person) {
  static const Sql& sql = *new Sql(
      AbsenceTable().Select("WHERE tenant = :p1 AND person_id = :p2 ORDER BY start_time_us"));
  return ReadAll<v1::Absence>(session, AbsenceTable(), sql, {tenant, IdOf(person, tenant, kPeople)},
                              tenant);
}

absl::Status SetAbsence(Transaction& tx, std::string_view person, const v1::Absence& absence) {
  const std::string_view id = IdOf(person, tx.tenant(), kPeople);
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Absence> held,
                         AbsencesOf(tx.session(), tx.tenant(), id));
  const auto before = std::find_if(held.begin(), held.end(), [&absence](const v1::Absence& other) {
    return domain::ToMicros(other.start_time()) == domain::ToMicros(absence.start_time());
  });
  if (before != held.end() && before->SerializeAsString() == absence.SerializeAsString()) {
    return absl::OkStatus();
  }
  BATON_RETURN_IF_ERROR(DeleteRow(tx, id, absence));
  BATON_RETURN_IF_ERROR(AbsenceTable().Insert(tx.session(), tx.tenant(), absence, {id}));
  tx.Changed(domain::ResourceName(tx.tenant(), kPeople, id),
             before == held.end() ? nullptr : &*before, &absence);
  return absl::OkStatus();
}

absl::Status RemoveAbsence(Transaction& tx, std::string_view person, const v1::Absence& absence) {
  const std::string_view id = IdOf(person, tx.tenant(), kPeople);
  BATON_RETURN_IF_ERROR(DeleteRow(tx, id, absence));
  tx.Changed(domain::ResourceName(tx.tenant(), kPeople, id), &absence, nullptr);
  return absl::OkStatus();
}

absl::StatusOr<std::string> StandInOf(Session& session, std::string_view tenant,
                                      std::string_view person, absl::Time at) {
  Presences presences;
  return FindStandIn(session, tenant, person, at, &presences);
}

absl::StatusOr<std::pair<std::string, std::string>> StandInsOf(Session& session,
                                                               std::string_view tenant,
                                                               std::string_view first,
                                                               std::string_view second,
                                                               absl::Time at) {
  Presences presences;
  std::pair<std::string, std::string> found;
  if (first.empty() && second.empty()) return found;
  BATON_RETURN_IF_ERROR(LoadPresences(session, tenant, first, second, at, &presences));
  if (!presences[std::string(first)].left) {
    BATON_ASSIGN_OR_RETURN(found.first, FindStandIn(session, tenant, first, at, &presences));
  }
  if (!presences[std::string(second)].left) {
    BATON_ASSIGN_OR_RETURN(found.second, FindStandIn(session, tenant, second, at, &presences));
  }
  return found;
}

absl::StatusOr<std::vector<std::string>> SeatHolders(Session& session, std::string_view tenant,
                                                     v1::Role role, absl::Time at) {
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> people,
                         PeopleWithRole(session, tenant, role));
  Presences presences;
  std::set<std::string> holders;
  for (const std::string& person : people) {
    BATON_RETURN_IF_ERROR(LoadPresences(session, tenant, person, person, at, &presences));
    if (presences[person].left) continue;  // the seat is another's, or vacant
    BATON_ASSIGN_OR_RETURN(const std::string holder,
                           FindStandIn(session, tenant, person, at, &presences));
    if (!holder.empty()) holders.insert(holder);
  }
  return std::vector<std::string>(holders.begin(), holders.end());
}

absl::StatusOr<std::vector<std::string>> DeputisedBy(Session& session, std::string_view tenant,
                                                     std::string_view deputy, absl::Time at) {
  static const Sql& sql = *new Sql{
      "SELECT person_id FROM absences WHERE tenant = :p1 AND deputy_id = :p2 "
      "AND end_time_us > :p3",
      "t"};
  BATON_ASSIGN_OR_RETURN(
      std::vector<std::string> people,
      ReadTexts(session, sql, {tenant, IdOf(deputy, tenant, kPeople), absl::ToUnixMicros(at)}));
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  for (std::string& person : people) person = FullName(tenant, person);
  return people;
}

absl::StatusOr<std::vector<std::string>> StandsInFor(Session& session, std::string_view tenant,
                                                     std::string_view person, absl::Time at) {
  const std::string self(IdOf(person, tenant, kPeople));
  std::set<std::string> found;
  std::vector<std::string> asked = {self};
  for (int step = 0; step < domain::kMaxStandIns && !asked.empty(); ++step) {
    std::vector<std::string> next;
    for (const std::string& deputy : asked) {
      BATON_ASSIGN_OR_RETURN(const std::vector<std::string> away,
                             AwayBehind(session, tenant, deputy, at));
      for (const std::string& id : away) {
        if (id != self && found.insert(id).second) next.push_back(id);
      }
    }
    asked = std::move(next);
  }
  std::vector<std::string> people;
  for (const std::string& id : found) people.push_back(FullName(tenant, id));
  return people;
}

}  // namespace baton::store
