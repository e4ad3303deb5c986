#include "store/attribution_audits.h"

#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kAudits = "attributionAudits";
constexpr std::string_view kAttributions = "attributions";
constexpr std::string_view kItems = "items";

v1::AuditItem WithFullName(std::string_view tenant, std::string_view quarter, v1::AuditItem item) {
  const std::string_view id = IdOf(item.name(), tenant, kAttributions);
  item.set_name(ChildName(tenant, kAudits, quarter, kItems, id));
  return item;
}

v1::AuditItem AsRow(std::string_view tenant, const v1::AuditItem& item) {
  v1::AuditItem row = item;
  row.set_name(domain::ResourceName(tenant, kAttributions, AttributionIdOf(item)));
  return row;
}

}  // namespace

const Table& AuditTable() {
  static const Table& table = *new Table(v1::AttributionAudit::descriptor(), "attribution_audits",
                                         {
                                             Key("quarter", "name", kAudits),
                                             Int("population", "population"),
                                             Int("sampled", "sampled"),
                                             Int("items", "items"),
                                             Int("reviewed", "reviewed"),
                                             Ref("creator_id", "creator", "people"),
                                             Time("create_time_us", "create_time"),
                                             Int("policy_version", "policy_version"),
                                         },
                                         {"seed"});
  return table;
}

const Table& AuditItemTable() {
  static const Table& table = *new Table(v1::AuditItem::descriptor(), "attribution_audit_items",
                                         {
                                             Key("attribution_id", "name", kAttributions),
                                             Json("causes", "causes"),
                                             Enum("finding", "finding"),
                                             Text("comment", "comment"),
                                             Ref("reviewer_id", "reviewer", "people"),
                                             Time("review_time_us", "review_time"),
                                         },
                                         {"quarter"});
  return table;
}

const ListSpec& AuditItemList() {
  static const ListSpec& spec =
      *new ListSpec{&AuditItemTable(),
                    "attribution_id",
                    {{"finding", ColumnKind::kEnum, "finding", "", "baton.v1.AuditFinding"}},
                    {{"attribution", "attribution_id", false}}};
  return spec;
}

absl::StatusOr<std::optional<v1::AttributionAudit>> FindAudit(Session& session,
                                                              std::string_view tenant,
                                                              std::string_view quarter) {
  static const Sql& sql =
      *new Sql(AuditTable().Select("WHERE tenant = :p1 AND quarter = :p2", "seed", "i"));
  std::optional<v1::AttributionAudit> audit;
  const auto rows = session.Query(sql, {tenant, quarter});
  if (rows->Next()) {
    AuditTable().Read(*rows, tenant, &audit.emplace());
    audit->set_quarter(std::string(quarter));
    audit->set_seed(
        static_cast<uint64_t>(rows->Int(static_cast<int>(AuditTable().columns().size()))));
  }
  if (!rows->status().ok()) return rows->status();
  return audit;
}

absl::StatusOr<v1::AuditItem> GetAuditItem(Session& session, std::string_view tenant,
                                           std::string_view quarter, std::string_view attribution) {
  static const Sql& sql = *new Sql(
      AuditItemTable().Select("WHERE tenant = :p1 AND quarter = :p2 AND attribution_id = :p3"));
  const std::string_view id = IdOf(attribution, tenant, kAttributions);
  BATON_ASSIGN_OR_RETURN(
      std::optional<v1::AuditItem> item,
      ReadFirst<v1::AuditItem>(session, AuditItemTable(), sql, {tenant, quarter, id}, tenant));
  if (!item.has_value()) {
    return domain::NotFound("AuditItem", ChildName(tenant, kAudits, quarter, kItems, id));
  }
  return WithFullName(tenant, quarter, *std::move(item));
}

absl::StatusOr<std::string> ListAuditItems(
    Session& session, std::string_view quarter, ListQuery query,
    google::protobuf::RepeatedPtrField<v1::AuditItem>* items) {
  AddCondition("quarter", quarter, &query.scope);
  BATON_RETURN_IF_ERROR(CheckListQuery(AuditItemList(), query));
  BATON_ASSIGN_OR_RETURN(std::string next, ListRecords(session, AuditItemList(), query, items));
  for (v1::AuditItem& item : *items) {
    item = WithFullName(query.tenant, quarter, std::move(item));
  }
  return next;
}

std::string AttributionIdOf(const v1::AuditItem& item) {
  return std::string(domain::ShortName(item.name()));
}

absl::StatusOr<std::string> LastReviewerOf(Session& session, std::string_view tenant,
                                           std::string_view quarter) {
  static const Sql& sql = *new Sql{
      "SELECT reviewer_id FROM attribution_audit_items WHERE tenant = :p1 AND quarter = :p2 "
      "AND review_time_us IS NOT NULL ORDER BY review_time_us DESC, attribution_id LIMIT 1",
      "t"};
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                         ReadTexts(session, sql, {tenant, quarter}));
  return ids.empty() ? std::string() : domain::ResourceName(tenant, "people", ids[0]);
}

absl::Status InsertAudit(Transaction& tx, const v1::AttributionAudit& audit) {
  BATON_RETURN_IF_ERROR(
      AuditTable().Insert(tx.session(), tx.tenant(), audit, {static_cast<int64_t>(audit.seed())}));
  tx.Changed(audit.name(), nullptr, &audit);
  return absl::OkStatus();
}

absl::Status InsertAuditItem(Transaction& tx, std::string_view quarter, const v1::AuditItem& item) {
  return AuditItemTable().Insert(tx.session(), tx.tenant(), AsRow(tx.tenant(), item), {quarter});
}

absl::Status UpdateAuditItem(Transaction& tx, std::string_view quarter, const v1::AuditItem& before,
                             const v1::AuditItem& after) {
  static const Sql& keep = *new Sql{
      "UPDATE attribution_audit_items SET finding = :p4, comment = :p5, reviewer_id = :p6, "
      "review_time_us = :p7 WHERE tenant = :p1 AND quarter = :p2 AND attribution_id = :p3",
      ""};
  static const Sql& count = *new Sql{
      "UPDATE attribution_audits SET reviewed = reviewed + 1 "
      "WHERE tenant = :p1 AND quarter = :p2",
      ""};
  const auto* finding = v1::AuditFinding_descriptor()->FindValueByNumber(after.finding());
  BATON_RETURN_IF_ERROR(
      tx.session()
          .Run(keep,
               {tx.tenant(), quarter, AttributionIdOf(after), EnumText(finding), after.comment(),
                IdOf(after.reviewer(), tx.tenant(), "people"),
                after.review_time().seconds() * 1'000'000 + after.review_time().nanos() / 1'000})
          .status());
  BATON_RETURN_IF_ERROR(tx.session().Run(count, {tx.tenant(), quarter}).status());
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
