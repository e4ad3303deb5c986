// Tickets: splits before the deal desk (C-12).
//
// A ticket is named by full name or bare id. Writes leave one audit event each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/deal_desk_ticket.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& TicketTable();
// Filters: attribution, account, state, opener, open_time. Newest first.
const ListSpec& TicketList();

// NOT_FOUND when there is none.
absl::StatusOr<v1::DealDeskTicket> GetTicket(Session& session, std::string_view tenant,
                                             std::string_view ticket);

// The open one about the attribution.
absl::StatusOr<std::optional<v1::DealDeskTicket>> OpenTicketOf(Session& session,
                                                               std::string_view tenant,
                                                               std::string_view attribution);

// One page; answers the next page token.
absl::StatusOr<std::string> ListTickets(
    Session& session, const ListQuery& query,
    google::protobuf::RepeatedPtrField<v1::DealDeskTicket>* tickets);

// ALREADY_EXISTS when one about the attribution is open.
absl::Status InsertTicket(Transaction& tx, const v1::DealDeskTicket& ticket);
absl::Status UpdateTicket(Transaction& tx, const v1::DealDeskTicket& before,
                          const v1::DealDeskTicket& after);

}  // namespace baton::store
