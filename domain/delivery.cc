#include "domain/delivery.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"

namespace baton::domain {
namespace {

// Beside the record, tenants/acme/signals/01J: tenants/acme/deliveries/01J.acknowledge.1.csm.
std::string DeliveryName(absl::string_view record, absl::string_view occasion,
                         absl::string_view to) {
  const size_t collection = record.find('/', record.find('/') + 1);
  const absl::string_view tenant = record.substr(0, collection);
  const absl::string_view id = record.substr(record.rfind('/') + 1);
  return absl::StrCat(tenant, "/deliveries/", id, ".", occasion, ".", to);
}

v1::Delivery Pending(std::string name, v1::DeliveryKind kind, absl::string_view record,
                     absl::string_view rule, absl::string_view recipient, absl::Time now) {
  v1::Delivery delivery;
  delivery.set_name(std::move(name));
  delivery.set_kind(kind);
  delivery.set_state(v1::DELIVERY_STATE_PENDING);
  delivery.set_recipient(std::string(recipient));
  delivery.set_record(std::string(record));
  *delivery.mutable_create_time() = ToTimestamp(now);
  *delivery.mutable_next_attempt_time() = delivery.create_time();
  delivery.set_rule(std::string(rule));
  return delivery;
}

}  // namespace

v1::Delivery NewDelivery(const v1::Signal& signal, v1::DeliveryKind kind, absl::string_view rule,
                         const Occasion& occasion, const Addressee& addressee, absl::Time now) {
  const std::string which = absl::StrCat(occasion.what, ".", occasion.which);
  return Pending(DeliveryName(signal.name(), which, addressee.role), kind, signal.name(), rule,
                 addressee.name, now);
}

v1::Delivery NewMessage(absl::string_view record, absl::string_view rule,
                        absl::string_view occasion, absl::string_view recipient, absl::Time now) {
  const absl::string_view to = recipient.substr(recipient.rfind('/') + 1);
  return Pending(DeliveryName(record, occasion, to), v1::DELIVERY_KIND_DIRECT_MESSAGE, record, rule,
                 recipient, now);
}

}  // namespace baton::domain
