// The outbox: what must leave Baton, written in the same transaction as what caused it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/integration_service.pb.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// deliveries: one row for each v1::Delivery.
const Table& DeliveryTable();

// Filters: kind, recipient, record, state. Newest first, by the ids.
const ListSpec& DeliveryListSpec();

// Puts a delivery into the outbox. No audit event of its own: its cause has one. ALREADY_EXISTS
// when its name is taken.
absl::Status AddDelivery(Transaction& transaction, const v1::Delivery& delivery);

// By full name or bare id. NOT_FOUND when there is none.
absl::StatusOr<v1::Delivery> GetDelivery(Session& session, std::string_view tenant,
                                         std::string_view delivery);

// Notes what came of a try. `before` is the delivery as it is held. No audit event: the outbox is
// its own history.
absl::Status UpdateDelivery(Transaction& transaction, const v1::Delivery& before,
                            const v1::Delivery& after);

// What is to be read of the outbox: one kind, of one recipient or of any (empty). A recipient only
// for events and CS updates.
struct OutboxFilter {
  std::string tenant;  // bare id
  v1::DeliveryKind kind = v1::DELIVERY_KIND_UNSPECIFIED;
  std::string recipient;
};

// Pending deliveries that are to be tried at `now`, those that waited longest first. One that an
// earlier one about the same record has to go before is left out: messages follow messages, what
// goes into the CRM follows what goes into the CRM.
absl::StatusOr<std::vector<v1::Delivery>> DueDeliveries(Session& session,
                                                        const OutboxFilter& filter, absl::Time now,
                                                        int limit);

// Takes a pending delivery over until `until`: nobody else is to try it before. False when it is no
// longer to be tried at `next_attempt_time`: it was taken, settled or moved meanwhile.
absl::StatusOr<bool> ClaimDelivery(Transaction& transaction, std::string_view delivery,
                                   absl::Time next_attempt_time, absl::Time until);

// The other side's id of what the record's handoff made in the CRM (H-15); empty: none is known.
absl::StatusOr<std::string> HandoffAnswerId(Session& session, std::string_view tenant,
                                            std::string_view record);

}  // namespace baton::store
