#include "store/attributions.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/aliases.h"
#include "store/ids_query.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kAttributions = "attributions";
constexpr std::string_view kPeople = "people";

absl::Status LoadChildren(Session& session, std::string_view tenant,
                          std::vector<v1::Attribution>* attributions,
                          AttributionDepth depth = AttributionDepth::kWhole) {
  std::vector<v1::Attribution*> records;
  for (v1::Attribution& attribution : *attributions) records.push_back(&attribution);
  return LoadAttributionChildren(session, tenant, records, depth);
}

// The columns of a depth.
const Table& TableOf(AttributionDepth depth) {
  static const Table& pay =
      *new Table(Without(AttributionTable(), {"documentation", "evidence", "late_facts"}));
  static const Table& credit = *new Table(Without(pay, {"explanation"}));
  switch (depth) {
    case AttributionDepth::kPay:
      return pay;
    case AttributionDepth::kCredit:
      return credit;
    default:
      return AttributionTable();
  }
}

bool Precedes(const v1::Attribution& a, const v1::Attribution& b) {
  return std::make_tuple(domain::ToMicros(a.booked_time()), std::string_view(a.name())) <
         std::make_tuple(domain::ToMicros(b.booked_time()), std::string_view(b.name()));
}

// C-1. Those whose booking was won with a signal that the person filed; `person` is a parameter.
std::string WonBySignalOf(const std::string& person) {
  return "booking_id IN (SELECT b.booking_id FROM signals s "
         "JOIN opportunities o ON o.tenant = s.tenant AND o.signal_id = s.signal_id "
         "JOIN bookings b ON b.tenant = o.tenant AND b.opportunity_id = o.opportunity_id "
         "WHERE s.tenant = :p1 AND s.csm_id = " +
         person + " AND s.state = 'won')";
}

// What credits a person, :p2, by each of the ways.
struct PayeeSql {
  explicit PayeeSql(const Table& table)
      : shares({Of(table, "ae_id = :p2"), Of(table, "csm_id = :p2"), Of(table, "save_csm_id = :p2"),
                Of(table,
                   "attribution_id IN (SELECT attribution_id FROM attribution_credit_shares "
                   "WHERE tenant = :p1 AND person_id = :p2)")}),
        signals(Of(table, WonBySignalOf(":p2"))) {}

  static Sql Of(const Table& table, const std::string& condition) {
    return table.Select("WHERE tenant = :p1 AND " + condition +
                        " AND booked_time_us >= :p3 AND booked_time_us < :p4 "
                        "ORDER BY booked_time_us, attribution_id");
  }

  static const PayeeSql& OfDepth(AttributionDepth depth) {
    static const PayeeSql& whole = *new PayeeSql(TableOf(AttributionDepth::kWhole));
    static const PayeeSql& pay = *new PayeeSql(TableOf(AttributionDepth::kPay));
    static const PayeeSql& credit = *new PayeeSql(TableOf(AttributionDepth::kCredit));
    if (depth == AttributionDepth::kWhole) return whole;
    return depth == AttributionDepth::kPay ? pay : credit;
  }

  std::vector<Sql> shares;
  Sql signals;
};

// Of what was booked before :p3. Every statement takes the same values, so the last names :p2 as
// well.
struct LateSql {
  explicit LateSql(const std::string& whose)
      : recorded(Late("create_time_us >= :p2", whose)),
        signed_by_both(Late("concur_time_us >= :p2", whose)),
        proposed(Late("state = 'proposed' AND create_time_us < :p2", whose)) {}

  static Sql Late(const std::string& condition, const std::string& whose) {
    return TableOf(AttributionDepth::kPay)
        .Select("WHERE tenant = :p1 AND " + condition + " AND booked_time_us < :p3" + whose);
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
  BATON_RETURN_IF_ERROR(LoadAttributionChildren(session, tenant, {&record}));
  return record;
}

absl::StatusOr<std::vector<v1::Attribution>> GetAttributions(
    Session& session, std::string_view tenant, const std::vector<std::string>& attributions) {
  const Table& table = TableOf(AttributionDepth::kPay);
  static const IdsQuery& query = *new IdsQuery([&](const std::string& some) {
    return table.Select(absl::StrCat("WHERE tenant = :p1 AND attribution_id IN (", some, ")"));
  });
  std::vector<std::string> ids = IdsOf(attributions, tenant, kAttributions);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::vector<v1::Attribution> found;
  BATON_RETURN_IF_ERROR(query.Each(session, tenant, ids, [&](const Rows& rows) {
    table.Read(rows, tenant, &found.emplace_back());
  }));
  BATON_RETURN_IF_ERROR(LoadChildren(session, tenant, &found, AttributionDepth::kPay));
  return found;
}

absl::StatusOr<std::string> ListAttributions(
    Session& session, const ListQuery& query,
    google::protobuf::RepeatedPtrField<v1::Attribution>* attributions) {
  BATON_ASSIGN_OR_RETURN(std::string next,
                         ListRecords(session, AttributionList(), query, attributions));
  std::vector<v1::Attribution*> records;
  for (v1::Attribution& attribution : *attributions) records.push_back(&attribution);
  BATON_RETURN_IF_ERROR(LoadAttributionChildren(session, query.tenant, records));
  for (v1::Attribution& attribution : *attributions) {
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
  std::vector<v1::Attribution> some;
  bool more = true;
  while (more) {
    some.clear();
    while (some.size() < kIdsPerQuery && (more = rows->Next())) {
      AttributionTable().Read(*rows, tenant, &some.emplace_back());
    }
    BATON_RETURN_IF_ERROR(LoadChildren(session, tenant, &some));
    for (const v1::Attribution& attribution : some) BATON_RETURN_IF_ERROR(visit(attribution));
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

absl::StatusOr<std::vector<v1::Attribution>> AttributionsOfPayee(
    Session& session, std::string_view tenant, std::string_view person, absl::Time from,
    absl::Time to, CreditedBy by, AttributionDepth depth) {
  const PayeeSql& sql = PayeeSql::OfDepth(depth);
  std::vector<const Sql*> statements;
  for (const Sql& one : sql.shares) statements.push_back(&one);
  if (by == CreditedBy::kSharesAndSignals) statements.push_back(&sql.signals);
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      PersonAliases().HistoryIds(session, tenant, IdOf(person, tenant, kPeople)));
  std::vector<v1::Attribution> attributions;
  for (const std::string& id : ids) {
    for (const Sql* statement : statements) {
      BATON_ASSIGN_OR_RETURN(
          std::vector<v1::Attribution> some,
          ReadAll<v1::Attribution>(session, TableOf(depth), *statement,
                                   {tenant, id, absl::ToUnixMicros(from), absl::ToUnixMicros(to)},
                                   tenant));
      if (some.empty()) continue;
      std::vector<v1::Attribution> both;
      std::set_union(std::make_move_iterator(attributions.begin()),
                     std::make_move_iterator(attributions.end()),
                     std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()),
                     std::back_inserter(both), Precedes);
      attributions = std::move(both);
    }
  }
  BATON_RETURN_IF_ERROR(LoadChildren(session, tenant, &attributions, depth));
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
  BATON_RETURN_IF_ERROR(LoadChildren(session, tenant, &attributions));
  return attributions;
}

absl::StatusOr<AttributionsByAccount> AttributionsOfAccounts(
    Session& session, std::string_view tenant, const std::vector<std::string>& accounts,
    absl::Time booked_before) {
  const Table& table = TableOf(AttributionDepth::kCredit);
  static const IdsQuery& query = *new IdsQuery([&](const std::string& some) {
    return table.Select(absl::StrCat("WHERE tenant = :p1 AND account_id IN (", some, ")"),
                        "account_id", "t");
  });
  const int account_column = static_cast<int>(table.columns().size());
  BATON_ASSIGN_OR_RETURN(const AliasOwners owners,
                         AccountAliases().Owners(session, tenant, accounts));
  std::vector<std::string> ids;
  for (const auto& [id, survivor] : owners) ids.push_back(id);
  std::vector<v1::Attribution> attributions;
  std::vector<std::string> accounts_of;
  const int64_t before_us = absl::ToUnixMicros(booked_before);
  BATON_RETURN_IF_ERROR(query.Each(session, tenant, ids, [&](const Rows& rows) {
    v1::Attribution& attribution = attributions.emplace_back();
    table.Read(rows, tenant, &attribution);
    if (domain::ToMicros(attribution.booked_time()) < before_us) {
      accounts_of.push_back(owners.at(rows.Text(account_column)));
    } else {
      attributions.pop_back();
    }
  }));
  BATON_RETURN_IF_ERROR(LoadChildren(session, tenant, &attributions, AttributionDepth::kCredit));
  AttributionsByAccount by_account;
  for (size_t i = 0; i < attributions.size(); ++i) {
    by_account[accounts_of[i]].push_back(std::move(attributions[i]));
  }
  for (auto& [account, some] : by_account) std::sort(some.begin(), some.end(), Precedes);
  return by_account;
}

absl::StatusOr<AccountsByAttribution> AccountsOfAttributions(
    Session& session, std::string_view tenant, const std::vector<std::string>& attributions) {
  static const IdsQuery& query = *new IdsQuery([](const std::string& ids) {
    return Sql{absl::StrCat("SELECT attribution_id, account_id FROM attributions "
                            "WHERE tenant = :p1 AND attribution_id IN (",
                            ids, ")"),
               "tt"};
  });
  AccountsByAttribution accounts;
  BATON_RETURN_IF_ERROR(query.Each(
      session, tenant, IdsOf(attributions, tenant, kAttributions), [&](const Rows& rows) {
        accounts[domain::ResourceName(tenant, kAttributions, rows.Text(0))] =
            domain::ResourceName(tenant, "accounts", rows.Text(1));
      }));
  return accounts;
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
  BATON_RETURN_IF_ERROR(LoadChildren(session, tenant, &attributions));
  return attributions;
}

absl::StatusOr<std::vector<v1::Attribution>> LateAttributions(
    Session& session, std::string_view tenant, std::string_view person, absl::Time changed_from,
    absl::Time booked_before, CreditedBy by) {
  static const LateSql& everybodys = *new LateSql("");
  static const LateSql& of_person = *new LateSql(
      " AND (ae_id = :p4 OR csm_id = :p4 OR save_csm_id = :p4 OR attribution_id IN "
      "(SELECT attribution_id FROM attribution_credit_shares "
      "WHERE tenant = :p1 AND person_id = :p4))");
  static const LateSql& by_signal = *new LateSql(" AND " + WonBySignalOf(":p4"));
  std::vector<v1::Attribution> late;
  const auto add = [&](const LateSql& sql, const std::vector<Value>& values) -> absl::Status {
    for (const Sql* one : {&sql.recorded, &sql.signed_by_both, &sql.proposed}) {
      BATON_ASSIGN_OR_RETURN(
          std::vector<v1::Attribution> some,
          ReadAll<v1::Attribution>(session, TableOf(AttributionDepth::kPay), *one, values, tenant));
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
      BATON_RETURN_IF_ERROR(add(of_person, values));
      if (by == CreditedBy::kShares) continue;
      BATON_RETURN_IF_ERROR(add(by_signal, values));
    }
  }
  std::sort(late.begin(), late.end(), Precedes);
  late.erase(std::unique(late.begin(), late.end(),
                         [](const auto& a, const auto& b) { return a.name() == b.name(); }),
             late.end());
  BATON_RETURN_IF_ERROR(LoadChildren(session, tenant, &late, AttributionDepth::kPay));
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
  BATON_RETURN_IF_ERROR(InsertAttributionChildren(tx, attribution));
  tx.Changed(attribution.name(), nullptr, &attribution);
  return absl::OkStatus();
}

absl::Status UpdateAttribution(Transaction& tx, const v1::Attribution& before,
                               const v1::Attribution& after) {
  BATON_RETURN_IF_ERROR(AttributionTable().Update(tx.session(), tx.tenant(), after));
  BATON_RETURN_IF_ERROR(
      DeleteAttributionChildren(tx, IdOf(after.name(), tx.tenant(), kAttributions)));
  BATON_RETURN_IF_ERROR(InsertAttributionChildren(tx, after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
