#include "store/attributions.h"

#include <algorithm>
#include <tuple>

#include "domain/instant.h"
#include "domain/status_macros.h"
#include "store/aliases.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kAttributions = "attributions";
constexpr std::string_view kPeople = "people";
constexpr std::string_view kCreditShare = "credit";
constexpr std::string_view kSaveShare = "save";

absl::Status LoadTeamShares(Session& session, std::string_view tenant, std::string_view id,
                            v1::Attribution* attribution) {
  static const Sql& sql = *new Sql(
      TeamShareTable().Select("WHERE tenant = :p1 AND attribution_id = :p2 ORDER BY share_no"));
  const auto rows = session.Query(sql, {tenant, id});
  while (rows->Next()) TeamShareTable().Read(*rows, tenant, attribution->add_team_shares());
  return rows->status();
}

absl::Status LoadCreditShares(Session& session, std::string_view tenant, std::string_view id,
                              v1::Attribution* attribution) {
  static const Sql& sql = *new Sql(CreditShareTable().Select(
      "WHERE tenant = :p1 AND attribution_id = :p2 ORDER BY kind, share_no", "kind", "t"));
  const int kind_column = static_cast<int>(CreditShareTable().columns().size());
  const auto rows = session.Query(sql, {tenant, id});
  while (rows->Next()) {
    v1::CreditShare* share = rows->Text(kind_column) == kSaveShare
                                 ? attribution->add_save_shares()
                                 : attribution->add_credit_shares();
    CreditShareTable().Read(*rows, tenant, share);
  }
  return rows->status();
}

absl::Status InsertCreditShares(Transaction& tx, std::string_view id, std::string_view kind,
                                const google::protobuf::RepeatedPtrField<v1::CreditShare>& shares) {
  for (int i = 0; i < shares.size(); ++i) {
    BATON_RETURN_IF_ERROR(
        CreditShareTable().Insert(tx.session(), tx.tenant(), shares[i], {id, kind, int64_t{i}}));
  }
  return absl::OkStatus();
}

absl::Status LoadChildren(Session& session, std::string_view tenant, v1::Attribution* attribution) {
  static const Sql& parts = *new Sql(
      AttributionPartTable().Select("WHERE tenant = :p1 AND attribution_id = :p2 ORDER BY part"));
  static const Sql& signatures = *new Sql(SignatureTable().Select(
      "WHERE tenant = :p1 AND attribution_id = :p2 ORDER BY sign_time_us, side"));
  const std::string_view id = IdOf(attribution->name(), tenant, kAttributions);
  const auto part_rows = session.Query(parts, {tenant, id});
  while (part_rows->Next()) {
    AttributionPartTable().Read(*part_rows, tenant, attribution->add_parts());
  }
  BATON_RETURN_IF_ERROR(part_rows->status());
  const auto rows = session.Query(signatures, {tenant, id});
  while (rows->Next()) SignatureTable().Read(*rows, tenant, attribution->add_signatures());
  BATON_RETURN_IF_ERROR(rows->status());
  BATON_RETURN_IF_ERROR(LoadCreditShares(session, tenant, id, attribution));
  return LoadTeamShares(session, tenant, id, attribution);
}

absl::Status InsertChildren(Transaction& tx, const v1::Attribution& attribution) {
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

absl::Status DeleteChildren(Transaction& tx, std::string_view id) {
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

bool Precedes(const v1::Attribution& a, const v1::Attribution& b) {
  return std::make_tuple(domain::ToMicros(a.booked_time()), std::string_view(a.name())) <
         std::make_tuple(domain::ToMicros(b.booked_time()), std::string_view(b.name()));
}

Sql PayeeSql(const std::string& condition) {
  return AttributionTable().Select("WHERE tenant = :p1 AND " + condition +
                                   " AND booked_time_us >= :p3 AND booked_time_us < :p4 "
                                   "ORDER BY booked_time_us, attribution_id");
}

// Of what was booked before :p3. Every statement takes the same values, so the last names :p2 as
// well.
struct LateSql {
  explicit LateSql(const std::string& whose)
      : recorded(Late("create_time_us >= :p2", whose)),
        signed_by_both(Late("concur_time_us >= :p2", whose)),
        proposed(Late("state = 'proposed' AND create_time_us < :p2", whose)) {}

  static Sql Late(const std::string& condition, const std::string& whose) {
    return AttributionTable().Select("WHERE tenant = :p1 AND " + condition +
                                     " AND booked_time_us < :p3" + whose);
  }

  Sql recorded;
  Sql signed_by_both;
  Sql proposed;
};

}  // namespace

const Table& AttributionTable() {
  static const Table& table =
      *new Table(v1::Attribution::descriptor(), "attributions",
                 {
                     Key("attribution_id", "name", kAttributions),
                     Ref("booking_id", "booking", "bookings"),
                     Ref("account_id", "account", "accounts"),
                     Time("booked_time_us", "booked_time"),
                     Text("currency_code", "currency_code"),
                     Enum("state", "state"),
                     Bool("at_risk", "at_risk"),
                     Text("net_direction", "net_direction"),
                     Bool("brokered", "brokered"),
                     Ref("ae_id", "ae", kPeople),
                     Ref("csm_id", "csm", kPeople),
                     Ref("save_csm_id", "save_csm", kPeople),
                     Int("save_bonus_minor", "save_bonus.amount_minor"),
                     Text("save_bonus_currency", "save_bonus.currency_code"),
                     Json("flags", "flags"),
                     Time("sign_due_time_us", "sign_due_time"),
                     Time("concur_time_us", "concur_time"),
                     Int("policy_version", "policy_version"),
                     Json("explanation", "explanation"),
                     Bool("self_serve", "self_serve"),
                     Enum("model", "model"),
                     Time("create_time_us", "create_time"),
                     Int("reading", "reading"),
                     Ref("supersedes_id", "supersedes", kAttributions),
                     Ref("superseded_by_id", "superseded_by", kAttributions),
                     Ref("open_dispute_id", "open_dispute", "disputes"),
                     Ref("reverses_id", "reverses", kAttributions),
                     Json("documentation", "documentation"),
                     Json("evidence", "evidence"),
                     Json("late_facts", "late_facts"),
                     Json("model_shares", "model_shares"),
                     Enum("motion", "motion"),
                     Bool("pulled", "pulled"),
                     Enum("segment", "segment"),
                     Bool("sponsor_involved", "sponsor_involved"),
                     Ref("ruled_by_id", "ruled_by", "tickets"),
                 });
  return table;
}

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

const Table& ReadingTable() {
  static const Table& table =
      *new Table(v1::AttributionReading::descriptor(), "attribution_readings",
                 {
                     Time("read_time_us", "read_time"),
                     Text("cause", "cause"),
                     Json("content", "attribution"),
                 },
                 {"attribution_id", "reading"});
  return table;
}

const ListSpec& AttributionList() {
  static const ListSpec& spec =
      *new ListSpec{&AttributionTable(),
                    "attribution_id",
                    {
                        {"account", ColumnKind::kRef, "account_id", "accounts", ""},
                        {"booking", ColumnKind::kRef, "booking_id", "bookings", ""},
                        {"state", ColumnKind::kEnum, "state", "", "baton.v1.AttributionState"},
                        {"ae", ColumnKind::kRef, "ae_id", "people", ""},
                        {"csm", ColumnKind::kRef, "csm_id", "people", ""},
                        {"booked_time", ColumnKind::kTime, "booked_time_us", "", ""},
                    },
                    {{"booked_time desc", "booked_time_us", true}}};
  return spec;
}

absl::StatusOr<v1::Attribution> GetAttribution(Session& session, std::string_view tenant,
                                               std::string_view attribution) {
  BATON_ASSIGN_OR_RETURN(
      v1::Attribution record,
      GetRecord<v1::Attribution>(session, AttributionTable(), tenant, kAttributions, attribution));
  BATON_RETURN_IF_ERROR(LoadChildren(session, tenant, &record));
  return record;
}

absl::StatusOr<std::string> ListAttributions(
    Session& session, const ListQuery& query,
    google::protobuf::RepeatedPtrField<v1::Attribution>* attributions) {
  BATON_ASSIGN_OR_RETURN(std::string next,
                         ListRecords(session, AttributionList(), query, attributions));
  for (v1::Attribution& attribution : *attributions) {
    BATON_RETURN_IF_ERROR(LoadChildren(session, query.tenant, &attribution));
    attribution.clear_documentation();
    attribution.clear_evidence();
    attribution.clear_late_facts();
  }
  return next;
}

absl::Status ForEachAttribution(Session& session, std::string_view tenant, absl::Time from,
                                absl::Time to,
                                const std::function<absl::Status(const v1::Attribution&)>& visit) {
  static const Sql& sql =
      *new Sql(AttributionTable().Select("WHERE tenant = :p1 AND booked_time_us >= :p2 "
                                         "AND booked_time_us < :p3 "
                                         "ORDER BY booked_time_us, attribution_id"));
  const auto rows = session.Query(sql, {tenant, absl::ToUnixMicros(from), absl::ToUnixMicros(to)});
  v1::Attribution attribution;
  while (rows->Next()) {
    AttributionTable().Read(*rows, tenant, &attribution);
    BATON_RETURN_IF_ERROR(LoadChildren(session, tenant, &attribution));
    BATON_RETURN_IF_ERROR(visit(attribution));
  }
  return rows->status();
}

absl::StatusOr<std::vector<v1::Attribution>> AttributionsInPeriod(Session& session,
                                                                  std::string_view tenant,
                                                                  absl::Time from, absl::Time to) {
  std::vector<v1::Attribution> attributions;
  BATON_RETURN_IF_ERROR(
      ForEachAttribution(session, tenant, from, to, [&](const v1::Attribution& attribution) {
        attributions.push_back(attribution);
        return absl::OkStatus();
      }));
  return attributions;
}

absl::StatusOr<std::vector<v1::Attribution>> AttributionsOfPayee(Session& session,
                                                                 std::string_view tenant,
                                                                 std::string_view person,
                                                                 absl::Time from, absl::Time to) {
  static const Sql& by_ae = *new Sql(PayeeSql("ae_id = :p2"));
  static const Sql& by_csm = *new Sql(PayeeSql("csm_id = :p2"));
  static const Sql& by_save_csm = *new Sql(PayeeSql("save_csm_id = :p2"));
  static const Sql& by_share =
      *new Sql(PayeeSql("attribution_id IN (SELECT attribution_id FROM attribution_credit_shares "
                        "WHERE tenant = :p1 AND person_id = :p2)"));
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      PersonAliases().HistoryIds(session, tenant, IdOf(person, tenant, kPeople)));
  std::vector<v1::Attribution> attributions;
  for (const std::string& id : ids) {
    for (const Sql* sql : {&by_ae, &by_csm, &by_save_csm, &by_share}) {
      BATON_ASSIGN_OR_RETURN(
          const std::vector<v1::Attribution> some,
          ReadAll<v1::Attribution>(session, AttributionTable(), *sql,
                                   {tenant, id, absl::ToUnixMicros(from), absl::ToUnixMicros(to)},
                                   tenant));
      std::vector<v1::Attribution> both;
      std::set_union(attributions.begin(), attributions.end(), some.begin(), some.end(),
                     std::back_inserter(both), Precedes);
      attributions = std::move(both);
    }
  }
  for (v1::Attribution& attribution : attributions) {
    BATON_RETURN_IF_ERROR(LoadChildren(session, tenant, &attribution));
  }
  return attributions;
}

absl::StatusOr<std::vector<v1::Attribution>> AttributionsOfAccount(Session& session,
                                                                   std::string_view tenant,
                                                                   std::string_view account,
                                                                   absl::Time from, absl::Time to) {
  static const Sql& sql = *new Sql(AttributionTable().Select(
      "WHERE tenant = :p1 AND account_id = :p2 AND booked_time_us >= :p3 AND booked_time_us < :p4 "
      "ORDER BY booked_time_us, attribution_id"));
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      AccountAliases().HistoryIds(session, tenant, IdOf(account, tenant, "accounts")));
  std::vector<v1::Attribution> attributions;
  for (const std::string& id : ids) {
    BATON_ASSIGN_OR_RETURN(
        const std::vector<v1::Attribution> some,
        ReadAll<v1::Attribution>(session, AttributionTable(), sql,
                                 {tenant, id, absl::ToUnixMicros(from), absl::ToUnixMicros(to)},
                                 tenant));
    attributions.insert(attributions.end(), some.begin(), some.end());
  }
  if (ids.size() > 1) std::sort(attributions.begin(), attributions.end(), Precedes);
  for (v1::Attribution& attribution : attributions) {
    BATON_RETURN_IF_ERROR(LoadChildren(session, tenant, &attribution));
  }
  return attributions;
}

absl::StatusOr<std::vector<v1::Attribution>> ProposedIn(Session& session, std::string_view tenant,
                                                        std::string_view currency_code,
                                                        absl::Time from, absl::Time to) {
  static const Sql& sql = *new Sql(AttributionTable().Select(
      "WHERE tenant = :p1 AND state = 'proposed' AND booked_time_us >= :p2 "
      "AND booked_time_us < :p3 AND currency_code = :p4 ORDER BY booked_time_us, attribution_id"));
  BATON_ASSIGN_OR_RETURN(
      std::vector<v1::Attribution> attributions,
      ReadAll<v1::Attribution>(
          session, AttributionTable(), sql,
          {tenant, absl::ToUnixMicros(from), absl::ToUnixMicros(to), currency_code}, tenant));
  for (v1::Attribution& attribution : attributions) {
    BATON_RETURN_IF_ERROR(LoadChildren(session, tenant, &attribution));
  }
  return attributions;
}

absl::StatusOr<std::vector<v1::Attribution>> LateAttributions(Session& session,
                                                              std::string_view tenant,
                                                              std::string_view person,
                                                              absl::Time changed_from,
                                                              absl::Time booked_before) {
  static const LateSql& everybodys = *new LateSql("");
  static const LateSql& of_person = *new LateSql(
      " AND (ae_id = :p4 OR csm_id = :p4 OR save_csm_id = :p4 OR attribution_id IN "
      "(SELECT attribution_id FROM attribution_credit_shares "
      "WHERE tenant = :p1 AND person_id = :p4))");
  std::vector<v1::Attribution> late;
  const auto add = [&](const LateSql& sql, std::vector<Value> values) -> absl::Status {
    for (const Sql* one : {&sql.recorded, &sql.signed_by_both, &sql.proposed}) {
      BATON_ASSIGN_OR_RETURN(
          std::vector<v1::Attribution> some,
          ReadAll<v1::Attribution>(session, AttributionTable(), *one, values, tenant));
      late.insert(late.end(), std::make_move_iterator(some.begin()),
                  std::make_move_iterator(some.end()));
    }
    return absl::OkStatus();
  };
  const std::vector<Value> times = {tenant, absl::ToUnixMicros(changed_from),
                                    absl::ToUnixMicros(booked_before)};
  if (person.empty()) {
    BATON_RETURN_IF_ERROR(add(everybodys, times));
  } else {
    BATON_ASSIGN_OR_RETURN(
        const std::vector<std::string> ids,
        PersonAliases().HistoryIds(session, tenant, IdOf(person, tenant, kPeople)));
    for (const std::string& id : ids) {
      std::vector<Value> values = times;
      values.emplace_back(id);
      BATON_RETURN_IF_ERROR(add(of_person, std::move(values)));
    }
  }
  std::sort(late.begin(), late.end(), Precedes);
  late.erase(std::unique(late.begin(), late.end(),
                         [](const auto& a, const auto& b) { return a.name() == b.name(); }),
             late.end());
  for (v1::Attribution& attribution : late) {
    BATON_RETURN_IF_ERROR(LoadChildren(session, tenant, &attribution));
  }
  return late;
}

absl::Status AddReading(Transaction& tx, const v1::Attribution& held, const std::string& cause) {
  v1::AttributionReading reading;
  *reading.mutable_attribution() = held;
  *reading.mutable_read_time() = domain::ToTimestamp(tx.now());
  reading.set_cause(cause);
  return ReadingTable().Insert(
      tx.session(), tx.tenant(), reading,
      {IdOf(held.name(), tx.tenant(), kAttributions), int64_t{held.reading()}});
}

absl::StatusOr<std::vector<v1::AttributionReading>> ReadingsOf(Session& session,
                                                               std::string_view tenant,
                                                               std::string_view attribution) {
  static const Sql& sql = *new Sql(ReadingTable().Select(
      "WHERE tenant = :p1 AND attribution_id = :p2 ORDER BY reading DESC LIMIT 100"));
  return ReadAll<v1::AttributionReading>(
      session, ReadingTable(), sql, {tenant, IdOf(attribution, tenant, kAttributions)}, tenant);
}

absl::Status InsertAttribution(Transaction& tx, const v1::Attribution& attribution) {
  BATON_RETURN_IF_ERROR(AttributionTable().Insert(tx.session(), tx.tenant(), attribution));
  BATON_RETURN_IF_ERROR(InsertChildren(tx, attribution));
  tx.Changed(attribution.name(), nullptr, &attribution);
  return absl::OkStatus();
}

absl::Status UpdateAttribution(Transaction& tx, const v1::Attribution& before,
                               const v1::Attribution& after) {
  BATON_RETURN_IF_ERROR(AttributionTable().Update(tx.session(), tx.tenant(), after));
  BATON_RETURN_IF_ERROR(DeleteChildren(tx, IdOf(after.name(), tx.tenant(), kAttributions)));
  BATON_RETURN_IF_ERROR(InsertChildren(tx, after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
