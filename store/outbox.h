// The outbox: what must leave Baton, written in the same transaction as what caused it.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
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

}  // namespace baton::store
