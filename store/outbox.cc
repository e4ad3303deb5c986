#include "store/outbox.h"

#include "store/failpoint.h"
#include "store/query.h"

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
                                             Int("attempt_count", "attempt_count"),
                                             Time("next_attempt_us", "next_attempt_time"),
                                             Time("last_attempt_us", "last_attempt_time"),
                                             Text("last_answer", "last_answer"),
                                             Time("delivered_us", "deliver_time"),
                                             Ref("connection_id", "connection", "connections"),
                                             Text("answer_id", "answer_id"),
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

absl::StatusOr<v1::Delivery> GetDelivery(Session& session, std::string_view tenant,
                                         std::string_view delivery) {
  return GetRecord<v1::Delivery>(session, DeliveryTable(), tenant, "deliveries", delivery);
}

absl::Status UpdateDelivery(Transaction& transaction, const v1::Delivery& before,
                            const v1::Delivery& after) {
  return DeliveryTable().Update(transaction.session(), transaction.tenant(), before, after);
}

}  // namespace baton::store
