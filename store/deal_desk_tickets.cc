#include "store/deal_desk_tickets.h"

#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {
constexpr std::string_view kTickets = "tickets";
constexpr std::string_view kAttributions = "attributions";
}  // namespace

const Table& TicketTable() {
  static const Table& table = *new Table(v1::DealDeskTicket::descriptor(), "deal_desk_tickets",
                                         {
                                             Key("ticket_id", "name", kTickets),
                                             Ref("attribution_id", "attribution", kAttributions),
                                             Ref("account_id", "account", "accounts"),
                                             Ref("opener_id", "opener", "people"),
                                             Time("open_time_us", "open_time"),
                                             Text("reason", "reason"),
                                             Json("asked_shares", "asked_shares"),
                                             Enum("state", "state"),
                                             Time("due_time_us", "due_time"),
                                             Ref("ruler_id", "ruler", "people"),
                                             Time("rule_time_us", "rule_time"),
                                             Text("ruling_reason", "ruling_reason"),
                                             Json("ruled_shares", "ruled_shares"),
                                             Enum("corrected_source", "corrected_source"),
                                             Ref("result_id", "result", kAttributions),
                                         });
  return table;
}

const ListSpec& TicketList() {
  static const ListSpec& spec =
      *new ListSpec{&TicketTable(),
                    "ticket_id",
                    {
                        {"attribution", ColumnKind::kRef, "attribution_id", "attributions", ""},
                        {"account", ColumnKind::kRef, "account_id", "accounts", ""},
                        {"state", ColumnKind::kEnum, "state", "", "baton.v1.DealDeskTicketState"},
                        {"opener", ColumnKind::kRef, "opener_id", "people", ""},
                        {"open_time", ColumnKind::kTime, "open_time_us", "", ""},
                    },
                    {{"open_time desc", "open_time_us", true}}};
  return spec;
}

absl::StatusOr<v1::DealDeskTicket> GetTicket(Session& session, std::string_view tenant,
                                             std::string_view ticket) {
  return GetRecord<v1::DealDeskTicket>(session, TicketTable(), tenant, kTickets, ticket);
}

absl::StatusOr<std::optional<v1::DealDeskTicket>> OpenTicketOf(Session& session,
                                                               std::string_view tenant,
                                                               std::string_view attribution) {
  static const Sql& sql = *new Sql(
      TicketTable().Select("WHERE tenant = :p1 AND attribution_id = :p2 AND rule_time_us IS NULL"));
  return ReadFirst<v1::DealDeskTicket>(session, TicketTable(), sql,
                                       {tenant, IdOf(attribution, tenant, kAttributions)}, tenant);
}

absl::StatusOr<std::string> ListTickets(
    Session& session, const ListQuery& query,
    google::protobuf::RepeatedPtrField<v1::DealDeskTicket>* tickets) {
  return ListRecords(session, TicketList(), query, tickets);
}

absl::Status InsertTicket(Transaction& tx, const v1::DealDeskTicket& ticket) {
  BATON_RETURN_IF_ERROR(TicketTable().Insert(tx.session(), tx.tenant(), ticket));
  tx.Changed(ticket.name(), nullptr, &ticket);
  return absl::OkStatus();
}

absl::Status UpdateTicket(Transaction& tx, const v1::DealDeskTicket& before,
                          const v1::DealDeskTicket& after) {
  BATON_RETURN_IF_ERROR(TicketTable().Update(tx.session(), tx.tenant(), after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
