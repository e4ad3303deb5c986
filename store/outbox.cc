#include "store/outbox.h"

#include "store/failpoint.h"

namespace baton::store {

const Table& DeliveryTable() {
  static const Table& table = *new Table(v1::Delivery::descriptor(), "deliveries",
                                         {
                                             Key("delivery_id", "name", "deliveries"),
                                             Enum("kind", "kind"),
                                             Enum("state", "state"),
                                             Text("recipient", "recipient"),
                                             Text("record", "record"),
                                             Text("subject", "subject"),
                                             Text("body", "body"),
                                             Text("rule", "rule"),
                                             Time("created_us", "create_time"),
                                         });
  return table;
}

const ListSpec& DeliveryListSpec() {
  static const ListSpec& spec =
      *new ListSpec{&DeliveryTable(),
                    "delivery_id",
                    {
                        {"kind", ColumnKind::kEnum, "kind", "", "baton.v1.DeliveryKind"},
                        {"recipient", ColumnKind::kText, "recipient", "", ""},
                        {"record", ColumnKind::kText, "record", "", ""},
                        {"state", ColumnKind::kEnum, "state", "", "baton.v1.DeliveryState"},
                    },
                    {{"create_time desc", "delivery_id", /*descending=*/true}}};
  return spec;
}

absl::Status AddDelivery(Transaction& transaction, const v1::Delivery& delivery) {
  FailPoint("outbox.before");
  return DeliveryTable().Append(transaction.session(), transaction.tenant(), delivery);
}

}  // namespace baton::store
