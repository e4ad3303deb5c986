#include "store/activities.h"

#include <algorithm>

#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/aliases.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kAccounts = "accounts";
constexpr std::string_view kActivities = "activities";

void NameUnderAccount(std::string_view tenant, std::string_view account_id,
                      v1::Activity* activity) {
  const std::string_view id = IdOf(activity->name(), tenant, kActivities);
  activity->set_name(ChildName(tenant, kAccounts, account_id, kActivities, id));
}

bool IsEarlier(const v1::Activity& a, const v1::Activity& b) {
  return domain::ToMicros(a.occur_time()) < domain::ToMicros(b.occur_time());
}

}  // namespace

const Table& ActivityTable() {
  static const Table& table = *new Table(v1::Activity::descriptor(), "activities",
                                         {
                                             Key("activity_id", "name", kActivities),
                                             Text("activity_type", "activity_type"),
                                             Time("occur_time_us", "occur_time"),
                                             Ref("person_id", "person", "people"),
                                             Enum("role", "role"),
                                             Bool("two_way", "two_way"),
                                             Text("note", "note"),
                                             Text("source_system", "source.system"),
                                             Text("source_record_id", "source.record_id"),
                                             Time("record_time_us", "record_time"),
                                             Ref("opportunity_id", "opportunity", "opportunities"),
                                             Bool("expansion_discussed", "expansion_discussed"),
                                             Bool("cross_sell_discussed", "cross_sell_discussed"),
                                             Enum("team", "team"),
                                             Text("contact", "contact"),
                                         },
                                         {"account_id"});
  return table;
}

const ListSpec& ActivityList() {
  static const ListSpec& spec = *new ListSpec{
      &ActivityTable(), "activity_id", {}, {{"occur_time desc", "occur_time_us", true}}};
  return spec;
}

absl::StatusOr<std::vector<v1::Activity>> ActivitiesInWindow(Session& session,
                                                             std::string_view tenant,
                                                             std::string_view account,
                                                             absl::Time from, absl::Time until) {
  static const Sql& sql = *new Sql(
      ActivityTable().Select("WHERE tenant = :p1 AND account_id = :p2 AND occur_time_us >= :p3 "
                             "AND occur_time_us <= :p4 ORDER BY occur_time_us, activity_id"));
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      AccountAliases().HistoryIds(session, tenant, IdOf(account, tenant, kAccounts)));
  std::vector<v1::Activity> activities;
  for (const std::string& id : ids) {
    BATON_ASSIGN_OR_RETURN(
        const std::vector<v1::Activity> some,
        ReadAll<v1::Activity>(session, ActivityTable(), sql,
                              {tenant, id, absl::ToUnixMicros(from), absl::ToUnixMicros(until)},
                              tenant));
    activities.insert(activities.end(), some.begin(), some.end());
  }
  if (ids.size() > 1) std::stable_sort(activities.begin(), activities.end(), IsEarlier);
  for (v1::Activity& activity : activities) NameUnderAccount(tenant, ids.front(), &activity);
  return activities;
}

absl::StatusOr<std::optional<v1::Activity>> FindActivityBySource(Session& session,
                                                                 std::string_view tenant,
                                                                 std::string_view system,
                                                                 std::string_view record_id) {
  static const Sql& sql = *new Sql(ActivityTable().Select(
      "WHERE tenant = :p1 AND source_system = :p2 AND source_record_id = :p3 "
      "AND source_record_id <> ''",
      "account_id", "t"));
  std::optional<v1::Activity> activity;
  const auto rows = session.Query(sql, {tenant, system, record_id});
  if (rows->Next()) {
    ActivityTable().Read(*rows, tenant, &activity.emplace());
    const int account_column = static_cast<int>(ActivityTable().columns().size());
    NameUnderAccount(tenant, rows->Text(account_column), &*activity);
  }
  if (!rows->status().ok()) return rows->status();
  return activity;
}

absl::StatusOr<std::string> ListActivities(
    Session& session, std::string_view account, ListQuery query,
    google::protobuf::RepeatedPtrField<v1::Activity>* activities) {
  const std::string_view account_id = IdOf(account, query.tenant, kAccounts);
  BATON_RETURN_IF_ERROR(AccountAliases().Narrow(session, "account_id", account_id, &query));
  BATON_ASSIGN_OR_RETURN(std::string next, ListRecords(session, ActivityList(), query, activities));
  for (v1::Activity& activity : *activities) {
    NameUnderAccount(query.tenant, account_id, &activity);
  }
  return next;
}

absl::Status InsertActivity(Transaction& tx, const v1::Activity& activity) {
  const ChildId ids = ChildIdOf(activity.name(), tx.tenant(), kAccounts, kActivities);
  if (ids.id.empty()) return domain::NotFound("Activity", activity.name());
  v1::Activity row = activity;
  row.set_name(domain::ResourceName(tx.tenant(), kActivities, ids.id));
  BATON_RETURN_IF_ERROR(ActivityTable().Insert(tx.session(), tx.tenant(), row, {ids.parent}));
  tx.Changed(activity.name(), nullptr, &activity);
  return absl::OkStatus();
}

absl::Status UpdateActivity(Transaction& tx, const v1::Activity& before,
                            const v1::Activity& after) {
  const ChildId ids = ChildIdOf(after.name(), tx.tenant(), kAccounts, kActivities);
  v1::Activity row = after;
  row.set_name(domain::ResourceName(tx.tenant(), kActivities, ids.id));
  BATON_RETURN_IF_ERROR(ActivityTable().Update(tx.session(), tx.tenant(), row));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
