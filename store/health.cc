#include "store/health.h"

#include <algorithm>
#include <utility>

#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/aliases.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kAccounts = "accounts";
constexpr std::string_view kObservations = "healthObservations";

void NameUnderAccount(std::string_view tenant, std::string_view account_id,
                      v1::HealthObservation* observation) {
  const std::string_view id = IdOf(observation->name(), tenant, kObservations);
  observation->set_name(ChildName(tenant, kAccounts, account_id, kObservations, id));
}

// Of two accounts that were merged: by instant, then as they were recorded.
bool IsEarlier(const v1::HealthObservation& a, const v1::HealthObservation& b) {
  const int64_t a_us = domain::ToMicros(a.observe_time());
  const int64_t b_us = domain::ToMicros(b.observe_time());
  if (a_us != b_us) return a_us < b_us;
  return domain::ToMicros(a.record_time()) < domain::ToMicros(b.record_time());
}

absl::StatusOr<int64_t> LastRecordNo(Session& session, std::string_view tenant,
                                     std::string_view account_id, int64_t observe_us) {
  static const Sql& sql = *new Sql{
      "SELECT max(record_no) FROM health_observations "
      "WHERE tenant = :p1 AND account_id = :p2 AND observe_time_us = :p3",
      "i"};
  const auto rows = session.Query(sql, {tenant, account_id, observe_us});
  const int64_t last = rows->Next() ? rows->Int(0) : 0;
  if (!rows->status().ok()) return rows->status();
  return last;
}

}  // namespace

const Table& HealthTable() {
  static const Table& table = *new Table(v1::HealthObservation::descriptor(), "health_observations",
                                         {
                                             Key("observation_id", "name", kObservations),
                                             Enum("tier", "tier"),
                                             Double("score", "score"),
                                             Time("observe_time_us", "observe_time"),
                                             Time("record_time_us", "record_time"),
                                             Text("source_system", "source.system"),
                                             Text("source_record_id", "source.record_id"),
                                             Bool("manual", "manual"),
                                             Ref("person_id", "person", "people"),
                                         },
                                         {"account_id", "record_no"});
  return table;
}

const ListSpec& HealthList() {
  static const ListSpec& spec = *new ListSpec{
      &HealthTable(), "observation_id", {}, {{"observe_time desc", "observe_time_us", true}}};
  return spec;
}

absl::StatusOr<std::vector<v1::HealthObservation>> ListHealth(Session& session,
                                                              std::string_view tenant,
                                                              std::string_view account,
                                                              absl::Time until) {
  static const Sql& sql = *new Sql(
      HealthTable().Select("WHERE tenant = :p1 AND account_id = :p2 AND observe_time_us <= :p3 "
                           "ORDER BY observe_time_us, record_no"));
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      AccountAliases().HistoryIds(session, tenant, IdOf(account, tenant, kAccounts)));
  std::vector<v1::HealthObservation> observations;
  for (const std::string& id : ids) {
    BATON_ASSIGN_OR_RETURN(
        const std::vector<v1::HealthObservation> some,
        ReadAll<v1::HealthObservation>(session, HealthTable(), sql,
                                       {tenant, id, absl::ToUnixMicros(until)}, tenant));
    observations.insert(observations.end(), some.begin(), some.end());
  }
  if (ids.size() > 1) std::stable_sort(observations.begin(), observations.end(), IsEarlier);
  for (v1::HealthObservation& observation : observations) {
    NameUnderAccount(tenant, ids.front(), &observation);
  }
  return observations;
}

absl::StatusOr<std::optional<v1::HealthObservation>> FindHealthBySource(
    Session& session, std::string_view tenant, std::string_view system,
    std::string_view record_id) {
  static const Sql& sql = *new Sql(
      HealthTable().Select("WHERE tenant = :p1 AND source_system = :p2 AND source_record_id = :p3 "
                           "AND source_record_id <> ''",
                           "account_id", "t"));
  std::optional<v1::HealthObservation> observation;
  const auto rows = session.Query(sql, {tenant, system, record_id});
  if (rows->Next()) {
    HealthTable().Read(*rows, tenant, &observation.emplace());
    const int account_column = static_cast<int>(HealthTable().columns().size());
    NameUnderAccount(tenant, rows->Text(account_column), &*observation);
  }
  if (!rows->status().ok()) return rows->status();
  return observation;
}

absl::StatusOr<std::string> ListHealthObservations(
    Session& session, std::string_view account, ListQuery query,
    google::protobuf::RepeatedPtrField<v1::HealthObservation>* observations) {
  const std::string_view account_id = IdOf(account, query.tenant, kAccounts);
  BATON_RETURN_IF_ERROR(AccountAliases().Narrow(session, "account_id", account_id, &query));
  BATON_ASSIGN_OR_RETURN(std::string next, ListRecords(session, HealthList(), query, observations));
  for (v1::HealthObservation& observation : *observations) {
    NameUnderAccount(query.tenant, account_id, &observation);
  }
  return next;
}

absl::Status InsertHealth(Transaction& tx, const v1::HealthObservation& observation) {
  const ChildId ids = ChildIdOf(observation.name(), tx.tenant(), kAccounts, kObservations);
  if (ids.id.empty()) return domain::NotFound("HealthObservation", observation.name());
  BATON_ASSIGN_OR_RETURN(const int64_t last,
                         LastRecordNo(tx.session(), tx.tenant(), ids.parent,
                                      domain::ToMicros(observation.observe_time())));
  v1::HealthObservation row = observation;
  row.set_name(domain::ResourceName(tx.tenant(), kObservations, ids.id));
  BATON_RETURN_IF_ERROR(
      HealthTable().Insert(tx.session(), tx.tenant(), row, {ids.parent, last + 1}));
  tx.Changed(observation.name(), nullptr, &observation);
  return absl::OkStatus();
}

}  // namespace baton::store
