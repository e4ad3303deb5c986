// The account desk: checks and keeps accounts, people and the facts about them. Inside a store's
// body.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "baton/v1/account_service.pb.h"
#include "domain/refusal.h"
#include "store/store.h"

namespace baton::server {

inline constexpr int kMaxDisplayNameChars = 200;
inline constexpr int kMaxExternalIds = 50;
inline constexpr int kMaxOpeningLines = 1'000;
inline constexpr int kMaxActivityNoteChars = 2'000;
inline constexpr int kMaxContactChars = 200;

// What is wrong with the fields given, whoever the account is.
void CheckAccount(const v1::Account& account, domain::Violations* violations);

// Creates the account, or changes the fields that are given; empty ones leave what is held.
// External ids are added to, never taken away. A source_update_time older than the one held changes
// nothing. Its segment is so since its source_update_time, else from now on. Answers
// the account with everything computed. INVALID_FIELDS names every fault.
absl::StatusOr<v1::Account> UpsertAccount(store::Transaction& tx, const v1::Account& incoming);

// The same of what has been so since `as_of`.
absl::StatusOr<v1::Account> UpsertAccount(store::Transaction& tx, const v1::Account& incoming,
                                          absl::Time as_of);

// The account (full name) belongs to the segment from then on, until what is known to begin
// later. What was proposed for its bookings follows.
absl::Status KeepSegment(store::Transaction& tx, const std::string& account, v1::Segment segment,
                         absl::Time from);

// W-3. Takes a member into the team of an account (full name). Answers the account.
absl::StatusOr<v1::Account> SetAccountTeam(store::Transaction& tx, const std::string& account,
                                           v1::TeamMember member);

// Like UpsertAccount.
absl::StatusOr<v1::Person> UpsertPerson(store::Transaction& tx, const v1::Person& incoming);

// Keeps the observation under the name that it has. A source record that is known answers the
// one held.
absl::StatusOr<v1::HealthObservation> RecordHealth(store::Transaction& tx,
                                                   v1::HealthObservation observation);

// What is wrong with an activity's fields.
absl::Status CheckActivity(const v1::Activity& activity);

// As RecordHealth, for an activity.
absl::StatusOr<v1::Activity> RecordActivity(store::Transaction& tx, v1::Activity activity);

// T-1, T-10. Keeps the opportunity under the name that it has; one that comes from a signal has its
// origin from there unless it states one. A source record that is known answers the one held, if
// the origin agrees: CREATION_SOURCE_IMMUTABLE otherwise.
absl::StatusOr<v1::Opportunity> CreateOpportunity(store::Transaction& tx,
                                                  v1::Opportunity opportunity);

}  // namespace baton::server
