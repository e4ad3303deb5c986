// People: everybody on our side, who manages whom, and their ids in other systems.
//
// A person is named by full name or bare id. Writes leave one audit event each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/account_service.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// People below one manager that PeopleOf answers at most.
inline constexpr int kMaxPeopleOf = 10'000;

const Table& PersonTable();
// Ordered by name; takes no filter. Without those who were merged into another one.
const ListSpec& PersonList();

// The survivor for a merged one's name. Without absences and aliases. NOT_FOUND when there is
// none.
absl::StatusOr<v1::Person> GetPerson(Session& session, std::string_view tenant,
                                     std::string_view person);

// The same for many, in the order of `people` and without external ids. NOT_FOUND for the first
// that there is not.
absl::StatusOr<std::vector<v1::Person>> GetPeople(Session& session, std::string_view tenant,
                                                  const std::vector<std::string>& people);

// The same with absences and aliases.
absl::StatusOr<v1::Person> LoadPersonView(Session& session, std::string_view tenant,
                                          std::string_view person);

// Whatever the case of its ASCII letters. Nothing for an empty address.
absl::StatusOr<std::optional<v1::Person>> FindPersonByEmail(Session& session,
                                                            std::string_view tenant,
                                                            std::string_view email);

absl::StatusOr<std::optional<v1::Person>> FindPersonByExternalId(Session& session,
                                                                 std::string_view tenant,
                                                                 std::string_view system,
                                                                 std::string_view record_id);

// Whether anybody has an id of that system.
absl::StatusOr<bool> IsAnybodyKnownTo(Session& session, std::string_view tenant,
                                      std::string_view system);

// Whom a commission tool pays under that id. Looks through everybody. Nothing for two of them.
absl::StatusOr<std::optional<v1::Person>> FindPersonByPayeeId(Session& session,
                                                              std::string_view tenant,
                                                              std::string_view payee_id);

// The full name of the person's manager; empty when none is on record. NOT_FOUND for an unknown
// person.
absl::StatusOr<std::string> ManagerOf(Session& session, std::string_view tenant,
                                      std::string_view person);

// Full names of everybody below the manager, however deep, sorted; without the manager. A circle of
// managers ends where it began.
absl::StatusOr<std::vector<std::string>> PeopleOf(Session& session, std::string_view tenant,
                                                  std::string_view manager);

// Full names of everybody whose main role it is, sorted; leavers too, merged ones not. See
// SeatHolders in absences.h for who acts in the role.
absl::StatusOr<std::vector<std::string>> PeopleWithRole(Session& session, std::string_view tenant,
                                                        v1::Role role);

// Everybody whose manager the person is.
absl::StatusOr<std::vector<v1::Person>> ReportsOf(Session& session, std::string_view tenant,
                                                  std::string_view manager);

// One page with the people's external ids; answers the next page token.
absl::StatusOr<std::string> ListPeople(Session& session, const ListQuery& query,
                                       google::protobuf::RepeatedPtrField<v1::Person>* people);

// ALREADY_EXISTS when the person, the mail address or an external id is taken. The manager must be
// known.
absl::Status InsertPerson(Transaction& tx, const v1::Person& person);
absl::Status UpdatePerson(Transaction& tx, const v1::Person& before, const v1::Person& after);

}  // namespace baton::store
