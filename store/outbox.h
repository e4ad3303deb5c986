// The outbox: what must leave Baton, written in the same transaction as what caused it.
#pragma once

#include "absl/status/status.h"
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

}  // namespace baton::store
