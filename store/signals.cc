#include "store/signals.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/status_macros.h"
#include "store/ids_query.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kAccounts = "accounts";
constexpr std::string_view kPeople = "people";
constexpr std::string_view kSignals = "signals";

std::vector<Column> GivenColumns() {
  return {
      Key("signal_id", "name", kSignals),
      Ref("account_id", "account", kAccounts),
      Ref("csm_id", "csm", kPeople),
      Enum("kind", "kind"),
      Enum("category", "category"),
      Enum("trigger", "trigger"),
      Text("evidence", "evidence"),
      Text("buyer_name", "buyer.name"),
      Text("buyer_title", "buyer.title"),
      Text("timeline", "timeline"),
      Text("timeline_date", "timeline_date"),
      Text("context_note", "context_note"),
      Enum("urgency", "urgency"),
      Text("source_system", "source.system"),
      Text("source_record_id", "source.record_id"),
      Int("estimated_minor", "estimated_expansion.amount_minor"),
      Text("estimated_currency", "estimated_expansion.currency_code"),
      Json("product_lines", "product_lines"),
      Bool("cross_sell", "cross_sell"),
      Bool("budget_conversation_yes", "qualification.budget_conversation.yes"),
      Text("budget_conversation_note", "qualification.budget_conversation.note"),
      Bool("timeline_yes", "qualification.timeline.yes"),
      Text("timeline_note", "qualification.timeline.note"),
      Bool("named_buyer_yes", "qualification.named_buyer.yes"),
      Text("named_buyer_note", "qualification.named_buyer.note"),
      Bool("product_fit_yes", "qualification.product_fit.yes"),
      Text("product_fit_note", "qualification.product_fit.note"),
      Bool("upgrade_to_c", "upgrade_to_c"),
      Time("occurred_time_us", "occurred_time"),
  };
}

std::vector<Column> HandoffColumns() {
  return {
      Enum("state", "state"),
      Bool("routable", "routable"),
      Bool("qualified", "qualified"),
      Enum("model", "model"),
      Bool("ae_support", "ae_support"),
      Ref("ae_id", "ae", kPeople),
      Ref("holder_id", "holder", kPeople),
      Int("clock_leg", "clock.leg"),
      Time("clock_start_time_us", "clock.start_time"),
      Time("acknowledge_due_time_us", "clock.acknowledge_due_time"),
      Time("contact_due_time_us", "clock.contact_due_time"),
      Bool("acknowledge_missed", "clock.acknowledge_missed"),
      Bool("contact_missed", "clock.contact_missed"),
      Time("file_time_us", "file_time"),
      Time("route_time_us", "route_time"),
      Time("acknowledge_time_us", "acknowledge_time"),
      Time("contact_time_us", "contact_time"),
      Time("close_time_us", "close_time"),
      Time("revisit_time_us", "revisit_time"),
      Enum("outcome_kind", "outcome.kind"),
      Text("outcome_reason", "outcome.reason"),
      Int("outcome_minor", "outcome.amount.amount_minor"),
      Text("outcome_currency", "outcome.amount.currency_code"),
      Ref("outcome_opportunity_id", "outcome.opportunity", "opportunities"),
      Text("outcome_competitor", "outcome.competitor"),
      Time("outcome_revisit_time_us", "outcome.revisit_time"),
      Ref("opportunity_id", "opportunity", "opportunities"),
      Ref("possible_duplicate_of_id", "possible_duplicate_of", kSignals),
      Json("missing_fields", "missing_fields"),
      Json("warnings", "warnings"),
      Json("notes", "notes"),
      Int("policy_version", "policy_version"),
      Time("update_time_us", "update_time"),
      Json("explanation", "explanation"),
      Time("remind_time_us", "remind_time"),
      Time("assign_due_time_us", "assign_due_time"),
      Bool("assign_missed", "assign_missed"),
  };
}

// What the clock went through, and what follows a handoff (0008_handoff.sql,
// 0012_due_and_holders.sql).
std::vector<Column> FollowUpColumns() {
  return {
      Time("clock_leg_start_time_us", "clock.leg_start_time"),
      Int("clock_policy_version", "clock.policy_version"),
      Time("acknowledge_warn_time_us", "clock.acknowledge_warn_time"),
      Time("contact_warn_time_us", "clock.contact_warn_time"),
      Int("acknowledge_steps", "clock.acknowledge_steps"),
      Int("contact_steps", "clock.contact_steps"),
      Json("escalation_steps", "clock.escalation_steps"),
      Bool("acknowledge_warned", "clock.acknowledge_warned"),
      Bool("contact_warned", "clock.contact_warned"),
      Bool("uncharged", "clock.uncharged"),
      Json("past_legs", "past_legs"),
      Time("outcome_ask_time_us", "outcome_ask_time"),
      Int("outcome_asks", "outcome_asks"),
      Ref("booking_id", "booking", "bookings"),
      Time("booking_due_time_us", "booking_due_time"),
      Time("crm_confirm_time_us", "crm_confirm_time"),
      Time("crm_due_time_us", "crm_due_time"),
      Text("plan_text", "plan.text"),
      Text("plan_author", "plan.author"),
      Time("plan_log_time_us", "plan.log_time"),
      Time("plan_due_time_us", "plan_due_time"),
      Bool("plan_missed", "plan_missed"),
      Text("close_reason", "close_reason"),
      Ref("duplicate_of_id", "duplicate_of", kSignals),
      Time("reopen_time_us", "reopen_time"),
      Ref("continues_id", "continues", kSignals),
      Ref("continued_by_id", "continued_by", kSignals),
      Time("expire_time_us", "expire_time"),
      Time("next_due_time_us", "next_due_time"),
  };
}

// What tells whether a new signal may duplicate one: a few columns of the signals, since most
// candidates are looked at in vain.
const Table& CandidateTable() {
  static const Table& table =
      *new Table(v1::Signal::descriptor(), "signals",
                 {
                     Key("signal_id", "name", kSignals),
                     Ref("account_id", "account", kAccounts),
                     Enum("trigger", "trigger"),
                     Enum("state", "state"),
                     Time("file_time_us", "file_time"),
                     Ref("possible_duplicate_of_id", "possible_duplicate_of", kSignals),
                     Json("product_lines", "product_lines"),
                 });
  return table;
}

}  // namespace

const Table& SignalTable() {
  static const Table& table = *[] {
    std::vector<Column> columns = GivenColumns();
    for (Column& column : HandoffColumns()) columns.push_back(std::move(column));
    for (Column& column : FollowUpColumns()) columns.push_back(std::move(column));
    return new Table(v1::Signal::descriptor(), "signals", std::move(columns), {"source_key"});
  }();
  return table;
}

const ListSpec& SignalList() {
  static const ListSpec& spec = *new ListSpec{
      &SignalTable(),
      "signal_id",
      {
          {"account", ColumnKind::kRef, "account_id", "accounts", ""},
          {"csm", ColumnKind::kRef, "csm_id", "people", ""},
          {"ae", ColumnKind::kRef, "ae_id", "people", ""},
          {"holder", ColumnKind::kRef, "holder_id", "people", ""},
          {"state", ColumnKind::kEnum, "state", "", "baton.v1.SignalState"},
          {"urgency", ColumnKind::kEnum, "urgency", "", "baton.v1.Urgency"},
          {"kind", ColumnKind::kEnum, "kind", "", "baton.v1.SignalKind"},
          {"trigger", ColumnKind::kEnum, "trigger", "", "baton.v1.Trigger"},
          {"model", ColumnKind::kEnum, "model", "", "baton.v1.OwnershipModel"},
          {"file_time", ColumnKind::kTime, "file_time_us", "", ""},
          {"acknowledge_due_time", ColumnKind::kTime, "acknowledge_due_time_us", "", ""},
          // Not by an index, which would have the planner gather and sort what a page is read from.
          {"next_due_time", ColumnKind::kTime, "coalesce(next_due_time_us, NULL)", "", ""},
      },
      {
          {"file_time desc", "file_time_us", true},
          {"file_time", "file_time_us", false},
          {"next_due_time", "next_due_time_us", false, /*sparse=*/true},
      }};
  return spec;
}

Scope OpenSignals() {
  return {
      "state IN ('incomplete', 'watching', 'unassigned', 'cs_owned', 'routed', 'acknowledged', "
      "'contacted', 'intervention', 'plan_logged')",
      {}};
}

absl::StatusOr<v1::Signal> GetSignal(Session& session, std::string_view tenant,
                                     std::string_view signal) {
  return GetRecord<v1::Signal>(session, SignalTable(), tenant, kSignals, signal);
}

absl::StatusOr<std::vector<v1::Signal>> GetSignals(Session& session, std::string_view tenant,
                                                   const std::vector<std::string>& signals) {
  static const IdsQuery& query = *new IdsQuery([](const std::string& ids) {
    return SignalTable().Select(absl::StrCat("WHERE tenant = :p1 AND signal_id IN (", ids, ")"));
  });
  std::vector<v1::Signal> found;
  BATON_RETURN_IF_ERROR(query.Each(
      session, tenant, IdsOf(signals, tenant, kSignals),
      [&](const Rows& rows) { SignalTable().Read(rows, tenant, &found.emplace_back()); }));
  return found;
}

absl::StatusOr<std::optional<v1::Signal>> FindSignalBySource(Session& session,
                                                             std::string_view tenant,
                                                             std::string_view system,
                                                             std::string_view source_key) {
  static const Sql& sql = *new Sql(
      SignalTable().Select("WHERE tenant = :p1 AND source_system = :p2 AND source_key = :p3"));
  return ReadFirst<v1::Signal>(session, SignalTable(), sql, {tenant, system, source_key}, tenant);
}

absl::StatusOr<std::optional<v1::Signal>> FindRecentSignal(
    Session& session, std::string_view tenant, std::string_view account, v1::Trigger trigger,
    absl::Time since, const std::function<bool(const v1::Signal&)>& matches) {
  static const Sql& sql =
      *new Sql(CandidateTable().Select("WHERE tenant = :p1 AND account_id = :p2 AND trigger = :p3 "
                                       "AND file_time_us >= :p4 ORDER BY file_time_us, signal_id"));
  const auto* value = v1::Trigger_descriptor()->FindValueByNumber(trigger);
  if (value == nullptr) return std::nullopt;
  auto rows = session.Query(
      sql, {tenant, IdOf(account, tenant, kAccounts), EnumText(value), absl::ToUnixMicros(since)});
  v1::Signal candidate;
  bool found = false;
  while (!found && rows->Next()) {
    CandidateTable().Read(*rows, tenant, &candidate);
    found = matches(candidate);
  }
  if (!rows->status().ok()) return rows->status();
  rows.reset();
  if (!found) return std::nullopt;
  BATON_ASSIGN_OR_RETURN(candidate, GetSignal(session, tenant, candidate.name()));
  return candidate;
}

absl::StatusOr<std::vector<std::string>> LinkedSignals(Session& session, std::string_view tenant,
                                                       const v1::Signal& first) {
  static const Sql& sql = *new Sql(CandidateTable().Select(
      absl::StrCat("WHERE tenant = :p1 AND account_id = :p2 AND trigger = :p3 "
                   "AND file_time_us >= :p4 AND possible_duplicate_of_id = :p5 AND ",
                   OpenSignals().sql, " ORDER BY file_time_us, signal_id")));
  const auto* trigger = v1::Trigger_descriptor()->FindValueByNumber(first.trigger());
  if (trigger == nullptr) return std::vector<std::string>();
  BATON_ASSIGN_OR_RETURN(
      const std::vector<v1::Signal> linked,
      ReadAll<v1::Signal>(
          session, CandidateTable(), sql,
          {tenant, IdOf(first.account(), tenant, kAccounts), EnumText(trigger),
           domain::ToMicros(first.file_time()), IdOf(first.name(), tenant, kSignals)},
          tenant));
  std::vector<std::string> names;
  for (const v1::Signal& signal : linked) names.push_back(signal.name());
  return names;
}

absl::StatusOr<std::vector<std::string>> OpenSignalsOf(Session& session, std::string_view tenant,
                                                       SignalOf of, std::string_view name,
                                                       int limit) {
  const auto by = [](std::string_view column) {
    return Sql{absl::StrCat("SELECT signal_id FROM signals WHERE tenant = :p1 AND ",
                            absl::string_view(column.data(), column.size()), " = :p2 AND ",
                            OpenSignals().sql, " ORDER BY file_time_us LIMIT :p3"),
               "t"};
  };
  static const auto& statements =
      *new std::array<Sql, 4>{by("account_id"), by("csm_id"), by("ae_id"), by("holder_id")};
  const std::string_view collection = of == SignalOf::kAccount ? kAccounts : kPeople;
  return ReadTexts(session, statements[static_cast<size_t>(of)],
                   {tenant, IdOf(name, tenant, collection), limit});
}

absl::Status InsertSignal(Transaction& tx, const v1::Signal& signal, std::string_view source_key) {
  const Value key = source_key.empty() ? Value() : Value(source_key);
  BATON_RETURN_IF_ERROR(SignalTable().Insert(tx.session(), tx.tenant(), signal, {key}));
  tx.Changed(signal.name(), nullptr, &signal);
  return absl::OkStatus();
}

absl::Status UpdateSignal(Transaction& tx, const v1::Signal& before, const v1::Signal& after) {
  BATON_RETURN_IF_ERROR(SignalTable().Update(tx.session(), tx.tenant(), before, after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
