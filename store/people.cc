#include "store/people.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/absences.h"
#include "store/aliases.h"
#include "store/column.h"
#include "store/external_ids.h"
#include "store/ids_query.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kPeople = "people";

const ExternalIds& PersonExternalIds() {
  static const ExternalIds& ids = *new ExternalIds("person_external_ids", "person_id");
  return ids;
}

absl::Status LoadExternalIds(Session& session, std::string_view tenant, v1::Person* person) {
  return PersonExternalIds().Load(session, tenant, IdOf(person->name(), tenant, kPeople),
                                  person->mutable_external_ids());
}

// The row alone; the survivor's for a merged one's name.
absl::StatusOr<v1::Person> GetRow(Session& session, std::string_view tenant,
                                  std::string_view person) {
  static const Sql& sql = *new Sql(PersonTable().Select(
      absl::StrCat("WHERE tenant = :p1 AND person_id = ", PersonAliases().Survivor(":p1", ":p2"))));
  const std::string_view id = IdOf(person, tenant, kPeople);
  BATON_ASSIGN_OR_RETURN(std::optional<v1::Person> record,
                         ReadFirst<v1::Person>(session, PersonTable(), sql, {tenant, id}, tenant));
  if (record.has_value()) return *std::move(record);
  return domain::NotFound(
      "Person", id.empty() ? std::string(person) : domain::ResourceName(tenant, kPeople, id));
}

// The store would refuse a taken address, too, but without saying whose it is.
absl::Status CheckEmail(Transaction& tx, const v1::Person& person) {
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::Person> holder,
                         FindPersonByEmail(tx.session(), tx.tenant(), person.email()));
  if (!holder.has_value() || holder->name() == person.name()) return absl::OkStatus();
  return domain::Refuse(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS,
                        absl::StrCat("the mail address belongs to ", holder->name()));
}

// An address that stayed with somebody who was merged into the person.
absl::Status TakeAliasesEmail(Transaction& tx, const v1::Person& person) {
  static const Sql& sql = *new Sql{
      absl::StrCat("UPDATE people SET email = '' WHERE tenant = :p1 AND lower(email) = :p2 "
                   "AND email <> '' AND person_id <> :p3"),
      ""};
  const std::string lower = absl::AsciiStrToLower(person.email());
  return tx.session()
      .Run(sql, {tx.tenant(), lower, IdOf(person.name(), tx.tenant(), kPeople)})
      .status();
}

absl::Status ReplaceExternalIds(Transaction& tx, const v1::Person& person) {
  return PersonExternalIds().Replace(
      tx.session(), tx.tenant(), IdOf(person.name(), tx.tenant(), kPeople), person.external_ids());
}

}  // namespace

const Table& PersonTable() {
  static const Table& table = *new Table(v1::Person::descriptor(), "people",
                                         {
                                             Key("person_id", "name", kPeople),
                                             Text("display_name", "display_name"),
                                             Text("email", "email"),
                                             Enum("role", "role"),
                                             Ref("manager_id", "manager", kPeople),
                                             Enum("segment", "segment"),
                                             Text("payee_id", "payee_id"),
                                             Time("create_time_us", "create_time"),
                                             Time("update_time_us", "update_time"),
                                             Time("end_time_us", "end_time"),
                                         });
  return table;
}

const ListSpec& PersonList() {
  static const ListSpec& spec = *new ListSpec{&PersonTable(),
                                              "person_id",
                                              {},
                                              {{"name", "person_id", false}},
                                              PersonAliases().Unmerged("people", "person_id")};
  return spec;
}

absl::StatusOr<v1::Person> GetPerson(Session& session, std::string_view tenant,
                                     std::string_view person) {
  BATON_ASSIGN_OR_RETURN(v1::Person record, GetRow(session, tenant, person));
  BATON_RETURN_IF_ERROR(LoadExternalIds(session, tenant, &record));
  return record;
}

absl::StatusOr<std::vector<v1::Person>> GetPeople(Session& session, std::string_view tenant,
                                                  const std::vector<std::string>& people) {
  static const IdsQuery& query = *new IdsQuery([](const std::string& ids) {
    return PersonTable().Select(absl::StrCat("WHERE tenant = :p1 AND person_id IN (", ids, ")"));
  });
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      PersonAliases().Survivors(session, tenant, IdsOf(people, tenant, kPeople)));
  absl::flat_hash_map<std::string, v1::Person> rows_by_id;
  BATON_RETURN_IF_ERROR(query.Each(session, tenant, ids, [&](const Rows& rows) {
    PersonTable().Read(rows, tenant, &rows_by_id[rows.Text(0)]);
  }));
  std::vector<v1::Person> found;
  for (size_t i = 0; i < ids.size(); ++i) {
    const auto person = rows_by_id.find(ids[i]);
    if (person == rows_by_id.end()) return domain::NotFound("Person", people[i]);
    found.push_back(person->second);
  }
  return found;
}

absl::StatusOr<v1::Person> LoadPersonView(Session& session, std::string_view tenant,
                                          std::string_view person) {
  BATON_ASSIGN_OR_RETURN(v1::Person view, GetPerson(session, tenant, person));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Absence> absences,
                         AbsencesOf(session, tenant, view.name()));
  *view.mutable_absences() = {absences.begin(), absences.end()};
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      PersonAliases().HistoryIds(session, tenant, IdOf(view.name(), tenant, kPeople)));
  for (size_t i = 1; i < ids.size(); ++i) {
    view.add_aliases(domain::ResourceName(tenant, kPeople, ids[i]));
  }
  return view;
}

absl::StatusOr<std::optional<v1::Person>> FindPersonByEmail(Session& session,
                                                            std::string_view tenant,
                                                            std::string_view email) {
  static const Sql& sql =
      *new Sql(PersonTable().Select("WHERE tenant = :p1 AND lower(email) = :p2 AND email <> ''"));
  const std::string lower = absl::AsciiStrToLower({email.data(), email.size()});
  BATON_ASSIGN_OR_RETURN(
      std::optional<v1::Person> person,
      ReadFirst<v1::Person>(session, PersonTable(), sql, {tenant, lower}, tenant));
  if (!person.has_value()) return person;
  BATON_ASSIGN_OR_RETURN(person, GetPerson(session, tenant, person->name()));
  return person;
}

absl::StatusOr<std::optional<v1::Person>> FindPersonByExternalId(Session& session,
                                                                 std::string_view tenant,
                                                                 std::string_view system,
                                                                 std::string_view record_id) {
  BATON_ASSIGN_OR_RETURN(const std::optional<std::string> id,
                         PersonExternalIds().Find(session, tenant, system, record_id));
  if (!id.has_value()) return std::optional<v1::Person>();
  BATON_ASSIGN_OR_RETURN(v1::Person person, GetPerson(session, tenant, *id));
  return std::optional<v1::Person>(std::move(person));
}

absl::StatusOr<bool> IsAnybodyKnownTo(Session& session, std::string_view tenant,
                                      std::string_view system) {
  return PersonExternalIds().HasAny(session, tenant, system);
}

absl::StatusOr<std::optional<v1::Person>> FindPersonByPayeeId(Session& session,
                                                              std::string_view tenant,
                                                              std::string_view payee_id) {
  static const Sql& sql = *new Sql{
      absl::StrCat("SELECT person_id FROM people WHERE tenant = :p1 AND payee_id = :p2 AND ",
                   PersonAliases().Unmerged("people", "person_id"), " LIMIT 2"),
      "t"};
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                         ReadTexts(session, sql, {tenant, payee_id}));
  if (ids.size() != 1) return std::optional<v1::Person>();
  BATON_ASSIGN_OR_RETURN(v1::Person person, GetPerson(session, tenant, ids.front()));
  return std::optional<v1::Person>(std::move(person));
}

absl::StatusOr<std::string> ManagerOf(Session& session, std::string_view tenant,
                                      std::string_view person) {
  BATON_ASSIGN_OR_RETURN(v1::Person record, GetRow(session, tenant, person));
  return std::move(*record.mutable_manager());
}

absl::StatusOr<std::vector<std::string>> PeopleOf(Session& session, std::string_view tenant,
                                                  std::string_view manager) {
  // UNION, not UNION ALL: whoever was found is not asked again, so circles end.
  static const Sql& sql =
      *new Sql{absl::StrCat("WITH RECURSIVE below (person_id) AS ("
                            "SELECT person_id FROM people WHERE tenant = :p1 AND manager_id = :p2 "
                            "UNION SELECT p.person_id FROM below b "
                            "JOIN people p ON p.tenant = :p3 AND p.manager_id = b.person_id) "
                            "SELECT person_id FROM below WHERE person_id <> :p4 "
                            "ORDER BY person_id LIMIT ",
                            kMaxPeopleOf),
               "t"};
  const std::string_view id = IdOf(manager, tenant, kPeople);
  BATON_ASSIGN_OR_RETURN(std::vector<std::string> people,
                         ReadTexts(session, sql, {tenant, id, tenant, id}));
  for (std::string& person : people) person = domain::ResourceName(tenant, kPeople, person);
  return people;
}

absl::StatusOr<std::vector<std::string>> PeopleWithRole(Session& session, std::string_view tenant,
                                                        v1::Role role) {
  static const Sql& sql =
      *new Sql{absl::StrCat("SELECT person_id FROM people WHERE tenant = :p1 AND role = :p2 AND ",
                            PersonAliases().Unmerged("people", "person_id"), " ORDER BY person_id"),
               "t"};
  const std::string role_text = EnumText(v1::Role_descriptor()->FindValueByNumber(role));
  BATON_ASSIGN_OR_RETURN(std::vector<std::string> people,
                         ReadTexts(session, sql, {tenant, role_text}));
  for (std::string& person : people) person = domain::ResourceName(tenant, kPeople, person);
  return people;
}

absl::StatusOr<std::vector<v1::Person>> ReportsOf(Session& session, std::string_view tenant,
                                                  std::string_view manager) {
  static const Sql& sql =
      *new Sql(PersonTable().Select(absl::StrCat("WHERE tenant = :p1 AND manager_id = :p2 AND ",
                                                 PersonAliases().Unmerged("people", "person_id"))));
  BATON_ASSIGN_OR_RETURN(std::vector<v1::Person> people,
                         ReadAll<v1::Person>(session, PersonTable(), sql,
                                             {tenant, IdOf(manager, tenant, kPeople)}, tenant));
  for (v1::Person& person : people) {
    BATON_RETURN_IF_ERROR(LoadExternalIds(session, tenant, &person));
  }
  return people;
}

absl::StatusOr<std::string> ListPeople(Session& session, const ListQuery& query,
                                       google::protobuf::RepeatedPtrField<v1::Person>* people) {
  BATON_ASSIGN_OR_RETURN(std::string next, ListRecords(session, PersonList(), query, people));
  for (v1::Person& person : *people) {
    BATON_RETURN_IF_ERROR(LoadExternalIds(session, query.tenant, &person));
  }
  return next;
}

absl::Status InsertPerson(Transaction& tx, const v1::Person& person) {
  BATON_RETURN_IF_ERROR(CheckEmail(tx, person));
  BATON_RETURN_IF_ERROR(PersonTable().Insert(tx.session(), tx.tenant(), person));
  BATON_RETURN_IF_ERROR(ReplaceExternalIds(tx, person));
  tx.Changed(person.name(), nullptr, &person);
  return absl::OkStatus();
}

absl::Status UpdatePerson(Transaction& tx, const v1::Person& before, const v1::Person& after) {
  BATON_RETURN_IF_ERROR(CheckEmail(tx, after));
  if (after.email() != before.email()) BATON_RETURN_IF_ERROR(TakeAliasesEmail(tx, after));
  BATON_RETURN_IF_ERROR(PersonTable().Update(tx.session(), tx.tenant(), after));
  BATON_RETURN_IF_ERROR(ReplaceExternalIds(tx, after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
