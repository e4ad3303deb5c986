#include "store/disputes.h"

#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {
constexpr std::string_view kDisputes = "disputes";
constexpr std::string_view kAttributions = "attributions";
}  // namespace

const Table& DisputeTable() {
  static const Table& table = *new Table(v1::Dispute::descriptor(), "disputes",
                                         {
                                             Key("dispute_id", "name", kDisputes),
                                             Ref("attribution_id", "attribution", kAttributions),
                                             Ref("account_id", "account", "accounts"),
                                             Ref("opener_id", "opener", "people"),
                                             Time("open_time_us", "open_time"),
                                             Text("reason", "reason"),
                                             Json("asked", "asked"),
                                             Enum("state", "state"),
                                             Time("due_time_us", "due_time"),
                                             Json("reviews", "reviews"),
                                             Time("close_time_us", "close_time"),
                                             Ref("result_id", "result", kAttributions),
                                             Ref("appeal_of_id", "appeal_of", kDisputes),
                                             Json("explanation", "explanation"),
                                         });
  return table;
}

const ListSpec& DisputeList() {
  static const ListSpec& spec =
      *new ListSpec{&DisputeTable(),
                    "dispute_id",
                    {
                        {"attribution", ColumnKind::kRef, "attribution_id", "attributions", ""},
                        {"account", ColumnKind::kRef, "account_id", "accounts", ""},
                        {"state", ColumnKind::kEnum, "state", "", "baton.v1.DisputeState"},
                        {"opener", ColumnKind::kRef, "opener_id", "people", ""},
                        {"open_time", ColumnKind::kTime, "open_time_us", "", ""},
                    },
                    {{"open_time desc", "open_time_us", true}}};
  return spec;
}

absl::StatusOr<v1::Dispute> GetDispute(Session& session, std::string_view tenant,
                                       std::string_view dispute) {
  return GetRecord<v1::Dispute>(session, DisputeTable(), tenant, kDisputes, dispute);
}

absl::StatusOr<std::optional<v1::Dispute>> LastDisputeOf(Session& session, std::string_view tenant,
                                                         std::string_view attribution) {
  static const Sql& about =
      *new Sql(DisputeTable().Select("WHERE tenant = :p1 AND attribution_id = :p2 "
                                     "ORDER BY open_time_us DESC, dispute_id DESC LIMIT 1"));
  static const Sql& result =
      *new Sql(DisputeTable().Select("WHERE tenant = :p1 AND result_id = :p2"));
  const std::string_view id = IdOf(attribution, tenant, kAttributions);
  for (const Sql* sql : {&about, &result}) {
    BATON_ASSIGN_OR_RETURN(
        std::optional<v1::Dispute> dispute,
        ReadFirst<v1::Dispute>(session, DisputeTable(), *sql, {tenant, id}, tenant));
    if (dispute.has_value()) return dispute;
  }
  return std::optional<v1::Dispute>();
}

absl::StatusOr<std::optional<absl::Time>> LastPaidTime(Session& session, std::string_view tenant,
                                                       std::string_view attribution) {
  static const Sql& sql = *new Sql{
      "SELECT s.publish_time_us FROM statement_lines l JOIN statements s "
      "ON s.tenant = l.tenant AND s.statement_id = l.statement_id "
      "WHERE l.tenant = :p1 AND l.attribution_id = :p2 AND l.status = 'payable' "
      "AND s.publish_time_us IS NOT NULL",
      "i"};
  std::optional<absl::Time> last;
  const auto rows = session.Query(sql, {tenant, IdOf(attribution, tenant, kAttributions)});
  while (rows->Next()) {
    const absl::Time published = absl::FromUnixMicros(rows->Int(0));
    if (!last.has_value() || published > *last) last = published;
  }
  if (!rows->status().ok()) return rows->status();
  return last;
}

absl::StatusOr<std::string> ListDisputes(
    Session& session, const ListQuery& query,
    google::protobuf::RepeatedPtrField<v1::Dispute>* disputes) {
  return ListRecords(session, DisputeList(), query, disputes);
}

absl::Status InsertDispute(Transaction& tx, const v1::Dispute& dispute) {
  BATON_RETURN_IF_ERROR(DisputeTable().Insert(tx.session(), tx.tenant(), dispute));
  tx.Changed(dispute.name(), nullptr, &dispute);
  return absl::OkStatus();
}

absl::Status UpdateDispute(Transaction& tx, const v1::Dispute& before, const v1::Dispute& after) {
  BATON_RETURN_IF_ERROR(DisputeTable().Update(tx.session(), tx.tenant(), after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
