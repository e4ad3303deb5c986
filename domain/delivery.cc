#include "domain/delivery.h"

#include "absl/strings/str_cat.h"
#include "domain/instant.h"

namespace baton::domain {
namespace {

constexpr absl::string_view kCollection = "/signals/";

// tenants/acme/signals/01J.acknowledge.1.csm with "deliveries" in the place of "signals".
std::string DeliveryName(absl::string_view signal, const Occasion& occasion,
                         absl::string_view role) {
  const size_t at = signal.find(kCollection);
  const absl::string_view tenant = signal.substr(0, at);
  const absl::string_view id = signal.substr(signal.rfind('/') + 1);
  return absl::StrCat(tenant, "/deliveries/", id, ".", occasion.what, ".", occasion.which, ".",
                      role);
}

}  // namespace

v1::Delivery NewDelivery(const v1::Signal& signal, v1::DeliveryKind kind, absl::string_view rule,
                         const Occasion& occasion, const Addressee& addressee, absl::Time now) {
  v1::Delivery delivery;
  delivery.set_name(DeliveryName(signal.name(), occasion, addressee.role));
  delivery.set_kind(kind);
  delivery.set_state(v1::DELIVERY_STATE_PENDING);
  delivery.set_recipient(std::string(addressee.name));
  delivery.set_record(signal.name());
  *delivery.mutable_create_time() = ToTimestamp(now);
  delivery.set_rule(std::string(rule));
  return delivery;
}

}  // namespace baton::domain
