// The deal desk: splits that are disputed, and the rulings on them (C-12). Inside a store's body;
// the rules are domain/deal_desk.h's.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/attribution_service.pb.h"
#include "server/call.h"
#include "store/store.h"

namespace baton::server {

// C-12. Opens `stated`, which has its name, as the call's person. The caller has looked whether
// they are a party.
absl::StatusOr<v1::DealDeskTicket> OpenTicket(store::Transaction& tx, const Call& call,
                                              v1::DealDeskTicket stated,
                                              const v1::Attribution& attribution);

// C-12. Rules on it as the call's person. A corrected creation source is kept with the opportunity,
// beside the original.
absl::StatusOr<v1::DealDeskTicket> RuleTicket(store::Transaction& tx, const Call& call,
                                              std::string_view id, v1::DealDeskTicket ruling,
                                              const std::string& result);

// S-8. Tells VP RevOps that a ticket is overdue; see HandleDue.
absl::Status TicketDue(store::Transaction& tx, std::string_view id);

}  // namespace baton::server
