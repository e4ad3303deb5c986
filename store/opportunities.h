// Opportunities: expansions that may be sold, and how they came to be (T-1).
//
// An opportunity is named by full name or bare id. Writes leave one audit event each.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/account_service.pb.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& OpportunityTable();
// Filters: account, state, owner, signal. Newest first.
const ListSpec& OpportunityList();

// NOT_FOUND when there is none.
absl::StatusOr<v1::Opportunity> GetOpportunity(Session& session, std::string_view tenant,
                                               std::string_view opportunity);

// The opportunity of that source record, usually the CRM's. Nothing for an empty record id.
absl::StatusOr<std::optional<v1::Opportunity>> FindOpportunityBySource(Session& session,
                                                                       std::string_view tenant,
                                                                       std::string_view system,
                                                                       std::string_view record_id);

// The latest opportunity that came from a signal.
absl::StatusOr<std::optional<v1::Opportunity>> FindOpportunityBySignal(Session& session,
                                                                       std::string_view tenant,
                                                                       std::string_view signal);

// Of what opportunity a booking came: its record in the CRM and its signal's full name, each empty
// where there is none.
struct BookingOrigin {
  std::string crm_record_id;
  std::string signal;
};

// By the booking's full name.
using OriginsByBooking = absl::flat_hash_map<std::string, BookingOrigin>;

// Those of bookings, full names or bare ids, that have an opportunity.
absl::StatusOr<OriginsByBooking> OriginsOf(Session& session, std::string_view tenant,
                                           const std::vector<std::string>& bookings);

// The open ones that a person owns, or of an account; full name or bare id.
absl::StatusOr<std::vector<v1::Opportunity>> OpenOpportunitiesOf(Session& session,
                                                                 std::string_view tenant,
                                                                 std::string_view owner);
absl::StatusOr<std::vector<v1::Opportunity>> OpenOpportunitiesOfAccount(Session& session,
                                                                        std::string_view tenant,
                                                                        std::string_view account);

// Every open one, oldest first.
absl::StatusOr<std::vector<v1::Opportunity>> AllOpenOpportunities(Session& session,
                                                                  std::string_view tenant);

// ALREADY_EXISTS when the opportunity or its source record is known.
absl::Status InsertOpportunity(Transaction& tx, const v1::Opportunity& opportunity);
absl::Status UpdateOpportunity(Transaction& tx, const v1::Opportunity& before,
                               const v1::Opportunity& after);

}  // namespace baton::store
