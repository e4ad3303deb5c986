// Health observations: which tier an account was in, observed when.
//
// Of two observations of one instant the one recorded later counts; they are kept in that order.
// Accounts are named by full name or bare id.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/account_service.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// One row for each v1::HealthObservation; leads with the account's id and the place among the
// observations of its instant. Its names are flat (tenants/t/healthObservations/o); the functions
// below give the full ones.
const Table& HealthTable();
// Newest first; takes no filter. See ListHealthObservations for one account's.
const ListSpec& HealthList();

// Every observation up to `until` (one exactly at it is in) by instant, those of one instant in the
// order in which they were recorded.
absl::StatusOr<std::vector<v1::HealthObservation>> ListHealth(Session& session,
                                                              std::string_view tenant,
                                                              std::string_view account,
                                                              absl::Time until);

// The observation of that source record. Nothing for an empty record id.
absl::StatusOr<std::optional<v1::HealthObservation>> FindHealthBySource(Session& session,
                                                                        std::string_view tenant,
                                                                        std::string_view system,
                                                                        std::string_view record_id);

// One page of an account's observations; answers the next page token.
absl::StatusOr<std::string> ListHealthObservations(
    Session& session, std::string_view account, ListQuery query,
    google::protobuf::RepeatedPtrField<v1::HealthObservation>* observations);

// Keeps an observation of the account in its name, after those of its instant. Needs observe_time.
// ALREADY_EXISTS when the source record is known: ask FindHealthBySource first.
absl::Status InsertHealth(Transaction& tx, const v1::HealthObservation& observation);

}  // namespace baton::store
