#include "store/attribution_children.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "store/ids_query.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kAttributions = "attributions";
constexpr std::string_view kPeople = "people";
constexpr std::string_view kCreditShare = "credit";
constexpr std::string_view kSaveShare = "save";

// Attributions by bare id.
using ById = absl::flat_hash_map<std::string, v1::Attribution*>;

// The children in `table` of many attributions, each attribution's in the order of `order`. `extra`
// are columns that stand behind the table's own and the attribution's id.
IdsQuery ChildrenQuery(const Table& table, const std::string& order, const std::string& extra = "",
                       const std::string& extra_types = "") {
  return IdsQuery([&](const std::string& ids) {
    return table.Select(absl::StrCat("WHERE tenant = :p1 AND attribution_id IN (", ids,
                                     ") ORDER BY attribution_id, ", order),
                        absl::StrCat("attribution_id", extra), absl::StrCat("t", extra_types));
  });
}

// Hands each row to `add` with the attribution that it belongs to.
absl::Status EachChild(Session& session, std::string_view tenant, const IdsQuery& query,
                       const Table& table, const std::vector<std::string>& ids, const ById& by_id,
                       const std::function<void(const Rows&, v1::Attribution*)>& add) {
  const int id_column = static_cast<int>(table.columns().size());
  std::string last;
  v1::Attribution* attribution = nullptr;
  return query.Each(session, tenant, ids, [&](const Rows& rows) {
    std::string id = rows.Text(id_column);
    if (attribution == nullptr || id != last) {
      attribution = by_id.at(id);
      last = std::move(id);
    }
    add(rows, attribution);
  });
}

absl::Status LoadParts(Session& session, std::string_view tenant,
                       const std::vector<std::string>& ids, const ById& by_id,
                       AttributionDepth depth) {
  static const Table& bare = *new Table(Without(AttributionPartTable(), {"explanation"}));
  static const IdsQuery& parts = *new IdsQuery(ChildrenQuery(AttributionPartTable(), "part"));
  static const IdsQuery& bare_parts = *new IdsQuery(ChildrenQuery(bare, "part"));
  const bool explained = depth != AttributionDepth::kCredit;
  const Table& table = explained ? AttributionPartTable() : bare;
  return EachChild(session, tenant, explained ? parts : bare_parts, table, ids, by_id,
                   [&](const Rows& rows, v1::Attribution* attribution) {
                     table.Read(rows, tenant, attribution->add_parts());
                   });
}

absl::Status LoadSignatures(Session& session, std::string_view tenant,
                            const std::vector<std::string>& ids, const ById& by_id) {
  static const IdsQuery& signatures =
      *new IdsQuery(ChildrenQuery(SignatureTable(), "sign_time_us, side"));
  return EachChild(session, tenant, signatures, SignatureTable(), ids, by_id,
                   [&](const Rows& rows, v1::Attribution* attribution) {
                     SignatureTable().Read(rows, tenant, attribution->add_signatures());
                   });
}

absl::Status LoadCreditShares(Session& session, std::string_view tenant,
                              const std::vector<std::string>& ids, const ById& by_id) {
  static const IdsQuery& shares =
      *new IdsQuery(ChildrenQuery(CreditShareTable(), "kind, share_no", ", kind", "t"));
  const int kind_column = static_cast<int>(CreditShareTable().columns().size()) + 1;
  return EachChild(session, tenant, shares, CreditShareTable(), ids, by_id,
                   [&](const Rows& rows, v1::Attribution* attribution) {
                     v1::CreditShare* share = rows.Text(kind_column) == kSaveShare
                                                  ? attribution->add_save_shares()
                                                  : attribution->add_credit_shares();
                     CreditShareTable().Read(rows, tenant, share);
                   });
}

absl::Status LoadTeamShares(Session& session, std::string_view tenant,
                            const std::vector<std::string>& ids, const ById& by_id) {
  static const IdsQuery& shares = *new IdsQuery(ChildrenQuery(TeamShareTable(), "share_no"));
  return EachChild(session, tenant, shares, TeamShareTable(), ids, by_id,
                   [&](const Rows& rows, v1::Attribution* attribution) {
                     TeamShareTable().Read(rows, tenant, attribution->add_team_shares());
                   });
}

absl::Status InsertCreditShares(Transaction& tx, std::string_view id, std::string_view kind,
                                const google::protobuf::RepeatedPtrField<v1::CreditShare>& shares) {
  for (int i = 0; i < shares.size(); ++i) {
    BATON_RETURN_IF_ERROR(
        CreditShareTable().Insert(tx.session(), tx.tenant(), shares[i], {id, kind, int64_t{i}}));
  }
  return absl::OkStatus();
}

}  // namespace

const Table& AttributionPartTable() {
  static const Table& table = *new Table(v1::AttributionPart::descriptor(), "attribution_parts",
                                         {
                                             Int("part", "part"),
                                             Text("line", "line"),
                                             Text("product", "product"),
                                             Text("product_line", "product_line"),
                                             Enum("category", "category"),
                                             Int("amount_minor", "amount_minor"),
                                             Json("flags", "flags"),
                                             Int("ae_credit_minor", "ae_credit_minor"),
                                             Int("csm_credit_minor", "csm_credit_minor"),
                                             Json("explanation", "explanation"),
                                             Enum("cs_led_tag", "cs_led_tag"),
                                             Text("playbook", "playbook"),
                                             Enum("lead", "lead"),
                                         },
                                         {"attribution_id"});
  return table;
}

const Table& TeamShareTable() {
  static const Table& table = *new Table(v1::TeamShare::descriptor(), "attribution_team_shares",
                                         {
                                             Enum("role", "role"),
                                             Enum("team", "team"),
                                             Int("amount_minor", "amount_minor"),
                                             Text("touchpoint", "touchpoint"),
                                             Time("touch_time_us", "touch_time"),
                                         },
                                         {"attribution_id", "share_no"});
  return table;
}

const Table& CreditShareTable() {
  static const Table& table = *new Table(v1::CreditShare::descriptor(), "attribution_credit_shares",
                                         {
                                             Enum("role", "role"),
                                             Ref("person_id", "person", kPeople),
                                             Int("share_bp", "share_bp"),
                                         },
                                         {"attribution_id", "kind", "share_no"});
  return table;
}

const Table& SignatureTable() {
  static const Table& table = *new Table(v1::Signature::descriptor(), "attribution_signatures",
                                         {
                                             Enum("side", "side"),
                                             Ref("person_id", "person", kPeople),
                                             Time("sign_time_us", "time"),
                                             Text("health_waiver", "health_waiver"),
                                         },
                                         {"attribution_id"});
  return table;
}

absl::Status LoadAttributionChildren(Session& session, std::string_view tenant,
                                     const std::vector<v1::Attribution*>& attributions,
                                     AttributionDepth depth) {
  if (attributions.empty()) return absl::OkStatus();
  std::vector<std::string> ids;
  ById by_id;
  for (v1::Attribution* attribution : attributions) {
    ids.emplace_back(IdOf(attribution->name(), tenant, kAttributions));
    by_id[ids.back()] = attribution;
  }
  BATON_RETURN_IF_ERROR(LoadParts(session, tenant, ids, by_id, depth));
  BATON_RETURN_IF_ERROR(LoadCreditShares(session, tenant, ids, by_id));
  if (depth != AttributionDepth::kWhole) return absl::OkStatus();
  BATON_RETURN_IF_ERROR(LoadSignatures(session, tenant, ids, by_id));
  return LoadTeamShares(session, tenant, ids, by_id);
}

Table Without(const Table& table, const std::vector<std::string>& columns) {
  std::vector<Column> kept = table.columns();
  std::erase_if(kept, [&](const Column& column) {
    return std::find(columns.begin(), columns.end(), column.name) != columns.end();
  });
  return Table(table.message(), table.name(), std::move(kept));
}

absl::Status InsertAttributionChildren(Transaction& tx, const v1::Attribution& attribution) {
  const std::string_view id = IdOf(attribution.name(), tx.tenant(), kAttributions);
  for (const v1::AttributionPart& part : attribution.parts()) {
    BATON_RETURN_IF_ERROR(AttributionPartTable().Insert(tx.session(), tx.tenant(), part, {id}));
  }
  for (const v1::Signature& signature : attribution.signatures()) {
    BATON_RETURN_IF_ERROR(SignatureTable().Insert(tx.session(), tx.tenant(), signature, {id}));
  }
  for (int i = 0; i < attribution.team_shares_size(); ++i) {
    BATON_RETURN_IF_ERROR(TeamShareTable().Insert(tx.session(), tx.tenant(),
                                                  attribution.team_shares(i), {id, int64_t{i}}));
  }
  BATON_RETURN_IF_ERROR(InsertCreditShares(tx, id, kCreditShare, attribution.credit_shares()));
  return InsertCreditShares(tx, id, kSaveShare, attribution.save_shares());
}

absl::Status DeleteAttributionChildren(Transaction& tx, std::string_view id) {
  static const Sql& parts =
      *new Sql{"DELETE FROM attribution_parts WHERE tenant = :p1 AND attribution_id = :p2", ""};
  static const Sql& signatures = *new Sql{
      "DELETE FROM attribution_signatures WHERE tenant = :p1 AND attribution_id = :p2", ""};
  static const Sql& shares = *new Sql{
      "DELETE FROM attribution_team_shares WHERE tenant = :p1 AND attribution_id = :p2", ""};
  static const Sql& credit_shares = *new Sql{
      "DELETE FROM attribution_credit_shares WHERE tenant = :p1 AND attribution_id = :p2", ""};
  BATON_RETURN_IF_ERROR(tx.session().Run(parts, {tx.tenant(), id}).status());
  BATON_RETURN_IF_ERROR(tx.session().Run(shares, {tx.tenant(), id}).status());
  BATON_RETURN_IF_ERROR(tx.session().Run(credit_shares, {tx.tenant(), id}).status());
  return tx.session().Run(signatures, {tx.tenant(), id}).status();
}

}  // namespace baton::store
