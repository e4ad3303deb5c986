#include "store/usage.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/aliases.h"
#include "store/opportunities.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kAccounts = "accounts";
constexpr std::string_view kUsage = "usage";

void NameUnderAccount(std::string_view tenant, std::string_view account_id,
                      v1::UsageObservation* observation) {
  const std::string_view id = IdOf(observation->name(), tenant, kUsage);
  observation->set_name(ChildName(tenant, kAccounts, account_id, kUsage, id));
}

bool IsEarlier(const v1::UsageObservation& a, const v1::UsageObservation& b) {
  return domain::ToMicros(a.observe_time()) < domain::ToMicros(b.observe_time());
}

// The record with the flat name under which its row goes.
v1::UsageObservation Row(std::string_view tenant, std::string_view id,
                         const v1::UsageObservation& observation) {
  v1::UsageObservation row = observation;
  row.set_name(domain::ResourceName(tenant, kUsage, id));
  return row;
}

}  // namespace

const Table& UsageTable() {
  static const Table& table = *new Table(v1::UsageObservation::descriptor(), "usage_observations",
                                         {
                                             Key("observation_id", "name", kUsage),
                                             Enum("kind", "kind"),
                                             Text("product", "product"),
                                             Text("metric", "metric"),
                                             Int("used", "used"),
                                             Int("usage_limit", "limit"),
                                             Text("unit", "unit"),
                                             Int("threshold_bp", "threshold_bp"),
                                             Time("observe_time_us", "observe_time"),
                                             Time("record_time_us", "record_time"),
                                             Text("source_system", "source.system"),
                                             Text("source_record_id", "source.record_id"),
                                             Time("source_update_time_us", "source_update_time"),
                                             Int("amount_minor", "amount.amount_minor"),
                                             Text("amount_currency", "amount.currency_code"),
                                             Text("note", "note"),
                                             Ref("opportunity_id", "opportunity", "opportunities"),
                                         },
                                         {"account_id"});
  return table;
}

const ListSpec& UsageList() {
  static const ListSpec& spec = *new ListSpec{
      &UsageTable(), "observation_id", {}, {{"observe_time desc", "observe_time_us", true}}};
  return spec;
}

absl::StatusOr<std::optional<v1::UsageObservation>> FindUsageBySource(Session& session,
                                                                      std::string_view tenant,
                                                                      std::string_view system,
                                                                      std::string_view record_id) {
  static const Sql& sql = *new Sql(
      UsageTable().Select("WHERE tenant = :p1 AND source_system = :p2 AND source_record_id = :p3 "
                          "AND source_record_id <> ''",
                          "account_id", "t"));
  std::optional<v1::UsageObservation> observation;
  const auto rows = session.Query(sql, {tenant, system, record_id});
  if (rows->Next()) {
    UsageTable().Read(*rows, tenant, &observation.emplace());
    const int account_column = static_cast<int>(UsageTable().columns().size());
    NameUnderAccount(tenant, rows->Text(account_column), &*observation);
  }
  if (!rows->status().ok()) return rows->status();
  return observation;
}

absl::StatusOr<UsageNeighbours> NeighboursOf(Session& session, std::string_view tenant,
                                             std::string_view account,
                                             const v1::UsageObservation& observation) {
  constexpr char kSame[] =
      "WHERE tenant = :p1 AND account_id = :p2 AND product = :p3 AND metric = :p4 "
      "AND kind = 'level' AND observation_id <> :p5 AND observe_time_us ";
  static const Sql& before_sql = *new Sql(
      UsageTable().Select(absl::StrCat(kSame, "<= :p6 ORDER BY observe_time_us DESC LIMIT 1")));
  static const Sql& after_sql =
      *new Sql(UsageTable().Select(absl::StrCat(kSame, "> :p6 ORDER BY observe_time_us LIMIT 1")));
  const std::string_view self = ChildIdOf(observation.name(), tenant, kAccounts, kUsage).id;
  const int64_t at_us = domain::ToMicros(observation.observe_time());
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      AccountAliases().HistoryIds(session, tenant, IdOf(account, tenant, kAccounts)));
  UsageNeighbours found;
  for (const std::string& id : ids) {
    const std::vector<Value> values = {tenant, id,   observation.product(), observation.metric(),
                                       self,   at_us};
    BATON_ASSIGN_OR_RETURN(auto before, ReadFirst<v1::UsageObservation>(
                                            session, UsageTable(), before_sql, values, tenant));
    BATON_ASSIGN_OR_RETURN(auto after, ReadFirst<v1::UsageObservation>(session, UsageTable(),
                                                                       after_sql, values, tenant));
    if (before.has_value() && (!found.before.has_value() || IsEarlier(*found.before, *before))) {
      found.before = std::move(before);
    }
    if (after.has_value() && (!found.after.has_value() || IsEarlier(*after, *found.after))) {
      found.after = std::move(after);
    }
  }
  return found;
}

absl::StatusOr<std::optional<v1::Opportunity>> FindUsageOpportunity(
    Session& session, std::string_view tenant, std::string_view account,
    const v1::UsageObservation& observation) {
  static const Sql& sql = *new Sql{
      "SELECT opportunity_id FROM usage_observations WHERE tenant = :p1 AND account_id = :p2 "
      "AND product = :p3 AND metric = :p4 AND kind = :p5 AND opportunity_id IS NOT NULL "
      "ORDER BY observe_time_us DESC LIMIT 1",
      "t"};
  const auto* kind = v1::UsageKind_descriptor()->FindValueByNumber(observation.kind());
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      AccountAliases().HistoryIds(session, tenant, IdOf(account, tenant, kAccounts)));
  std::optional<v1::Opportunity> latest;
  for (const std::string& id : ids) {
    BATON_ASSIGN_OR_RETURN(const std::vector<std::string> found,
                           ReadTexts(session, sql,
                                     {tenant, id, observation.product(), observation.metric(),
                                      kind == nullptr ? std::string() : EnumText(kind)}));
    if (found.empty()) continue;
    BATON_ASSIGN_OR_RETURN(v1::Opportunity opportunity,
                           GetOpportunity(session, tenant, found.front()));
    const bool open = opportunity.state() == v1::OPPORTUNITY_STATE_OPEN;
    if (!latest.has_value() || open) latest = std::move(opportunity);
  }
  return latest;
}

absl::StatusOr<std::string> ListUsage(
    Session& session, std::string_view account, ListQuery query,
    google::protobuf::RepeatedPtrField<v1::UsageObservation>* observations) {
  const std::string_view account_id = IdOf(account, query.tenant, kAccounts);
  BATON_RETURN_IF_ERROR(AccountAliases().Narrow(session, "account_id", account_id, &query));
  BATON_ASSIGN_OR_RETURN(std::string next, ListRecords(session, UsageList(), query, observations));
  for (v1::UsageObservation& observation : *observations) {
    NameUnderAccount(query.tenant, account_id, &observation);
  }
  return next;
}

absl::Status InsertUsage(Transaction& tx, const v1::UsageObservation& observation) {
  const ChildId ids = ChildIdOf(observation.name(), tx.tenant(), kAccounts, kUsage);
  if (ids.id.empty()) return domain::NotFound("UsageObservation", observation.name());
  BATON_RETURN_IF_ERROR(UsageTable().Insert(tx.session(), tx.tenant(),
                                            Row(tx.tenant(), ids.id, observation), {ids.parent}));
  tx.Changed(observation.name(), nullptr, &observation);
  return absl::OkStatus();
}

absl::Status UpdateUsage(Transaction& tx, const v1::UsageObservation& before,
                         const v1::UsageObservation& after) {
  const ChildId ids = ChildIdOf(after.name(), tx.tenant(), kAccounts, kUsage);
  BATON_RETURN_IF_ERROR(
      UsageTable().Update(tx.session(), tx.tenant(), Row(tx.tenant(), ids.id, after)));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
