#include "store/outbox.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "store/failpoint.h"
#include "store/query.h"

namespace baton::store {
namespace {

// Kinds that go to the same side, one after the other for each record.
constexpr const char* kMessages = "'direct_message'";
constexpr const char* kToCrm = "'crm_handoff', 'crm_task', 'crm_watch_item', 'crm_close'";
constexpr const char* kToCsPlatform = "'cs_update'";
constexpr const char* kEvents = "'event'";

const char* SideOf(v1::DeliveryKind kind) {
  switch (kind) {
    case v1::DELIVERY_KIND_DIRECT_MESSAGE:
      return kMessages;
    case v1::DELIVERY_KIND_CS_UPDATE:
      return kToCsPlatform;
    case v1::DELIVERY_KIND_EVENT:
      return kEvents;
    default:
      return kToCrm;
  }
}

// By kind and whether the recipient is stated; few texts, so that sessions keep them prepared.
Sql DueSql(v1::DeliveryKind kind, bool to_one) {
  return DeliveryTable().Select(absl::StrCat(
      "WHERE tenant = :p1 AND kind = :p2 AND next_attempt_us <= :p3 ",
      // The last words as in the index deliveries_by_recipient.
      to_one ? "AND recipient = :p5 AND kind IN ('event', 'cs_update') " : "",
      "AND NOT EXISTS (SELECT 1 FROM deliveries AS earlier "
      "WHERE earlier.tenant = deliveries.tenant AND earlier.record = deliveries.record "
      "AND earlier.state = 'pending' AND earlier.kind IN (",
      SideOf(kind),
      ") AND (earlier.created_us < deliveries.created_us "
      "OR (earlier.created_us = deliveries.created_us "
      "AND earlier.delivery_id < deliveries.delivery_id))) "
      "ORDER BY next_attempt_us, delivery_id LIMIT :p4"));
}

std::string KindText(v1::DeliveryKind kind) {
  return absl::AsciiStrToLower(absl::StripPrefix(v1::DeliveryKind_Name(kind), "DELIVERY_KIND_"));
}

}  // namespace

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

absl::StatusOr<std::vector<v1::Delivery>> DueDeliveries(Session& session,
                                                        const OutboxFilter& filter, absl::Time now,
                                                        int limit) {
  const Sql sql = DueSql(filter.kind, !filter.recipient.empty());
  std::vector<Value> values = {filter.tenant, KindText(filter.kind), absl::ToUnixMicros(now),
                               limit};
  if (!filter.recipient.empty()) values.emplace_back(filter.recipient);
  return ReadAll<v1::Delivery>(session, DeliveryTable(), sql, values, filter.tenant);
}

absl::StatusOr<bool> ClaimDelivery(Transaction& transaction, std::string_view delivery,
                                   absl::Time next_attempt_time, absl::Time until) {
  static const Sql& sql = *new Sql{
      "UPDATE deliveries SET next_attempt_us = :p4 "
      "WHERE tenant = :p1 AND delivery_id = :p2 AND next_attempt_us = :p3",
      ""};
  const std::string_view id = IdOf(delivery, transaction.tenant(), "deliveries");
  BATON_ASSIGN_OR_RETURN(const int64_t rows,
                         transaction.session().Run(
                             sql, {transaction.tenant(), id, absl::ToUnixMicros(next_attempt_time),
                                   absl::ToUnixMicros(until)}));
  return rows == 1;
}

absl::StatusOr<std::string> HandoffAnswerId(Session& session, std::string_view tenant,
                                            std::string_view record) {
  static const Sql& sql = *new Sql{
      "SELECT answer_id FROM deliveries WHERE tenant = :p1 AND record = :p2 "
      "AND kind = 'crm_handoff' AND answer_id <> '' ORDER BY delivery_id LIMIT 1",
      "t"};
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                         ReadTexts(session, sql, {tenant, record}));
  return ids.empty() ? std::string() : ids.front();
}

}  // namespace baton::store
