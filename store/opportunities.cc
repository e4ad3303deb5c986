#include "store/opportunities.h"

#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/ids_query.h"
#include "store/query.h"

namespace baton::store {
namespace {
constexpr std::string_view kOpportunities = "opportunities";
}  // namespace

const Table& OpportunityTable() {
  static const Table& table =
      *new Table(v1::Opportunity::descriptor(), "opportunities",
                 {
                     Key("opportunity_id", "name", kOpportunities),
                     Ref("account_id", "account", "accounts"),
                     Enum("creation_source", "creation_source"),
                     Enum("trigger_event", "trigger_event"),
                     Text("trigger_text", "trigger_text"),
                     Ref("signal_id", "signal", "signals"),
                     Ref("owner_id", "owner", "people"),
                     Int("amount_minor", "amount.amount_minor"),
                     Text("amount_currency", "amount.currency_code"),
                     Bool("self_serve", "self_serve"),
                     Text("source_system", "source.system"),
                     Text("source_record_id", "source.record_id"),
                     Enum("state", "state"),
                     Text("stage", "stage"),
                     Time("create_time_us", "create_time"),
                     Time("close_time_us", "close_time"),
                     Time("update_time_us", "update_time"),
                     Time("expected_close_time_us", "expected_close_time"),
                     Enum("corrected_source", "corrected_source"),
                     Ref("corrected_by_ticket_id", "corrected_by_ticket", "tickets"),
                 });
  return table;
}

const ListSpec& OpportunityList() {
  static const ListSpec& spec =
      *new ListSpec{&OpportunityTable(),
                    "opportunity_id",
                    {
                        {"account", ColumnKind::kRef, "account_id", "accounts", ""},
                        {"state", ColumnKind::kEnum, "state", "", "baton.v1.OpportunityState"},
                        {"owner", ColumnKind::kRef, "owner_id", "people", ""},
                        {"signal", ColumnKind::kRef, "signal_id", "signals", ""},
                    },
                    {{"create_time desc", "create_time_us", true}}};
  return spec;
}

absl::StatusOr<v1::Opportunity> GetOpportunity(Session& session, std::string_view tenant,
                                               std::string_view opportunity) {
  return GetRecord<v1::Opportunity>(session, OpportunityTable(), tenant, kOpportunities,
                                    opportunity);
}

absl::StatusOr<std::optional<v1::Opportunity>> FindOpportunityBySource(Session& session,
                                                                       std::string_view tenant,
                                                                       std::string_view system,
                                                                       std::string_view record_id) {
  static const Sql& sql = *new Sql(OpportunityTable().Select(
      "WHERE tenant = :p1 AND source_system = :p2 AND source_record_id = :p3 "
      "AND source_record_id <> ''"));
  return ReadFirst<v1::Opportunity>(session, OpportunityTable(), sql, {tenant, system, record_id},
                                    tenant);
}

absl::StatusOr<std::optional<v1::Opportunity>> FindOpportunityBySignal(Session& session,
                                                                       std::string_view tenant,
                                                                       std::string_view signal) {
  static const Sql& sql = *new Sql(
      OpportunityTable().Select("WHERE tenant = :p1 AND signal_id = :p2 "
                                "ORDER BY create_time_us DESC, opportunity_id DESC LIMIT 1"));
  return ReadFirst<v1::Opportunity>(session, OpportunityTable(), sql,
                                    {tenant, IdOf(signal, tenant, "signals")}, tenant);
}

absl::StatusOr<OriginsByBooking> OriginsOf(Session& session, std::string_view tenant,
                                           const std::vector<std::string>& bookings) {
  static const IdsQuery& query = *new IdsQuery([](const std::string& ids) {
    return Sql{absl::StrCat("SELECT b.booking_id, o.source_record_id, o.signal_id FROM bookings b "
                            "JOIN opportunities o ON o.tenant = b.tenant "
                            "AND o.opportunity_id = b.opportunity_id "
                            "WHERE b.tenant = :p1 AND b.booking_id IN (",
                            ids, ")"),
               "ttt"};
  });
  OriginsByBooking origins;
  BATON_RETURN_IF_ERROR(
      query.Each(session, tenant, IdsOf(bookings, tenant, "bookings"), [&](const Rows& rows) {
        BookingOrigin& origin = origins[domain::ResourceName(tenant, "bookings", rows.Text(0))];
        origin.crm_record_id = rows.Text(1);
        if (!rows.IsNull(2)) origin.signal = domain::ResourceName(tenant, "signals", rows.Text(2));
      }));
  return origins;
}

absl::StatusOr<std::vector<v1::Opportunity>> OpenOpportunitiesOf(Session& session,
                                                                 std::string_view tenant,
                                                                 std::string_view owner) {
  static const Sql& sql = *new Sql(OpportunityTable().Select(
      "WHERE tenant = :p1 AND owner_id = :p2 AND state = 'open' ORDER BY create_time_us"));
  return ReadAll<v1::Opportunity>(session, OpportunityTable(), sql,
                                  {tenant, IdOf(owner, tenant, "people")}, tenant);
}

absl::StatusOr<std::vector<v1::Opportunity>> OpenOpportunitiesOfAccount(Session& session,
                                                                        std::string_view tenant,
                                                                        std::string_view account) {
  static const Sql& sql = *new Sql(OpportunityTable().Select(
      "WHERE tenant = :p1 AND account_id = :p2 AND state = 'open' ORDER BY create_time_us"));
  return ReadAll<v1::Opportunity>(session, OpportunityTable(), sql,
                                  {tenant, IdOf(account, tenant, "accounts")}, tenant);
}

absl::StatusOr<std::vector<v1::Opportunity>> AllOpenOpportunities(Session& session,
                                                                  std::string_view tenant) {
  static const Sql& sql = *new Sql(OpportunityTable().Select(
      "WHERE tenant = :p1 AND state = 'open' ORDER BY create_time_us, opportunity_id"));
  return ReadAll<v1::Opportunity>(session, OpportunityTable(), sql, {tenant}, tenant);
}

absl::Status InsertOpportunity(Transaction& tx, const v1::Opportunity& opportunity) {
  BATON_RETURN_IF_ERROR(OpportunityTable().Insert(tx.session(), tx.tenant(), opportunity));
  tx.Changed(opportunity.name(), nullptr, &opportunity);
  return absl::OkStatus();
}

absl::Status UpdateOpportunity(Transaction& tx, const v1::Opportunity& before,
                               const v1::Opportunity& after) {
  BATON_RETURN_IF_ERROR(OpportunityTable().Update(tx.session(), tx.tenant(), after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
