#include "store/personal_data.h"

#include <algorithm>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "domain/json_object.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::store {
namespace {

// What a column holds.
enum class Held {
  kKey,      // a part of the row's key, text
  kTimeKey,  // the same, an integer
  kPerson,   // a bare id of one of ours
  kText,     // text with names in it
  kJson,     // the same as JSON
  kPayload,  // the same as bytes
  kName,     // the name of one of ours, in their own row
  kEmail,    // their address there; becomes empty, since addresses are unique
  kShown,    // text that is exported and never changed
  kNumber,   // the same, an integer
};

struct PlaceColumn {
  absl::string_view name;
  Held held;
};

struct Place {
  absl::string_view table;
  std::vector<PlaceColumn> columns;
  bool pay = false;  // credit and pay: exported only to those who may read it (C-17)
};

std::vector<Place> PeoplePlaces() {
  using enum Held;
  return {
      {"people",
       {{"person_id", kKey},
        {"person_id", kPerson},
        {"display_name", kName},
        {"email", kEmail},
        {"role", kShown},
        {"segment", kShown},
        {"manager_id", kShown},
        {"payee_id", kShown},
        {"create_time_us", kNumber},
        {"update_time_us", kNumber},
        {"end_time_us", kNumber}}},
      {"person_external_ids",
       {{"source_system", kKey}, {"source_record_id", kKey}, {"person_id", kPerson}}},
      {"absences",
       {{"person_id", kKey},
        {"person_id", kPerson},
        {"start_time_us", kTimeKey},
        {"deputy_id", kPerson},
        {"end_time_us", kNumber}}},
      {"account_team",
       {{"account_id", kKey}, {"role", kKey}, {"start_time_us", kTimeKey}, {"person_id", kPerson}}},
      {"tokens",
       {{"token_id", kKey},
        {"person_id", kPerson},
        {"note", kText},
        {"role", kShown},
        {"create_time_us", kNumber},
        {"expire_time_us", kNumber},
        {"revoke_time_us", kNumber}}},
  };
}

std::vector<Place> HandoffPlaces() {
  using enum Held;
  return {
      {"signals",
       {{"signal_id", kKey},
        {"csm_id", kPerson},
        {"ae_id", kPerson},
        {"holder_id", kPerson},
        {"account_id", kShown},
        {"evidence", kText},
        {"buyer_name", kText},
        {"buyer_title", kText},
        {"timeline", kText},
        {"context_note", kText},
        {"budget_conversation_note", kText},
        {"timeline_note", kText},
        {"named_buyer_note", kText},
        {"product_fit_note", kText},
        {"outcome_reason", kText},
        {"outcome_competitor", kText},
        {"notes", kJson},
        {"explanation", kJson},
        {"plan_text", kText},
        {"state", kShown},
        {"file_time_us", kNumber}}},
      {"opportunities",
       {{"opportunity_id", kKey},
        {"owner_id", kPerson},
        {"trigger_text", kText},
        {"account_id", kShown},
        {"state", kShown},
        {"create_time_us", kNumber}}},
      {"activities",
       {{"activity_id", kKey},
        {"person_id", kPerson},
        {"account_id", kShown},
        {"activity_type", kShown},
        {"note", kText},
        {"contact", kText},
        {"occur_time_us", kNumber}}},
      {"health_observations",
       {{"observation_id", kKey},
        {"person_id", kPerson},
        {"account_id", kShown},
        {"tier", kShown},
        {"observe_time_us", kNumber}}},
      {"usage_observations", {{"observation_id", kKey}, {"account_id", kShown}, {"note", kText}}},
      {"deliveries",
       {{"delivery_id", kKey},
        {"kind", kShown},
        {"state", kShown},
        {"recipient", kText},
        {"subject", kText},
        {"body", kJson},
        {"last_answer", kText},
        {"created_us", kNumber}}},
      {"dead_letters",
       {{"dead_letter_id", kKey},
        {"vendor", kShown},
        {"faults", kJson},
        {"payload", kPayload},
        {"receive_time_us", kNumber}}},
  };
}

std::vector<Place> CreditPlaces() {
  using enum Held;
  return {
      {"bookings",
       {{"booking_id", kKey},
        {"closed_by_id", kPerson},
        {"void_requester_id", kPerson},
        {"void_approver_id", kPerson},
        {"account_id", kShown},
        {"void_reason", kText},
        {"booked_time_us", kNumber}}},
      {"attributions",
       {{"attribution_id", kKey},
        {"ae_id", kPerson},
        {"csm_id", kPerson},
        {"save_csm_id", kPerson},
        {"booking_id", kShown},
        {"explanation", kJson},
        {"documentation", kJson},
        {"evidence", kJson},
        {"late_facts", kJson}},
       true},
      {"attribution_readings",
       {{"attribution_id", kKey}, {"reading", kTimeKey}, {"content", kJson}},
       true},
      {"attribution_parts",
       {{"attribution_id", kKey}, {"part", kTimeKey}, {"explanation", kJson}},
       true},
      {"attribution_signatures",
       {{"attribution_id", kKey},
        {"side", kKey},
        {"person_id", kPerson},
        {"health_waiver", kText},
        {"sign_time_us", kNumber}},
       true},
      {"attribution_recommendations",
       {{"attribution_id", kKey},
        {"position", kTimeKey},
        {"recommender", kText},
        {"team_reasons", kJson}},
       true},
      {"attribution_audit_items",
       {{"quarter", kKey}, {"attribution_id", kKey}, {"reviewer_id", kPerson}, {"comment", kText}},
       true},
      {"disputes",
       {{"dispute_id", kKey},
        {"opener_id", kPerson},
        {"attribution_id", kShown},
        {"reason", kText},
        {"reviews", kJson},
        {"explanation", kJson}},
       true},
      {"deal_desk_tickets",
       {{"ticket_id", kKey},
        {"opener_id", kPerson},
        {"ruler_id", kPerson},
        {"attribution_id", kShown},
        {"reason", kText},
        {"ruling_reason", kText}},
       true},
  };
}

std::vector<Place> PayPlaces() {
  using enum Held;
  return {
      {"plan_assignments",
       {{"assignment_id", kKey},
        {"payee_id", kPerson},
        {"plan_code", kShown},
        {"start_time_us", kNumber}},
       true},
      {"statements",
       {{"statement_id", kKey},
        {"payee_person_id", kPerson},
        {"period", kShown},
        {"payee_display_name", kShown},
        {"state", kShown},
        {"plan_currency", kShown},
        {"credited_minor", kNumber},
        {"earned_minor", kNumber},
        {"held_minor", kNumber},
        {"adjustments_minor", kNumber},
        {"payable_minor", kNumber},
        {"digest", kShown}},
       true},
      {"corrections",
       {{"correction_id", kKey},
        {"payee_person_id", kPerson},
        {"creator_id", kPerson},
        {"decider_id", kPerson},
        {"period", kShown},
        {"state", kShown},
        {"reason", kText},
        {"decide_note", kText}},
       true},
  };
}

const std::vector<Place>& Places() {
  static const std::vector<Place>& places = *[] {
    auto* all = new std::vector<Place>;
    for (auto some : {PeoplePlaces(), HandoffPlaces(), CreditPlaces(), PayPlaces()}) {
      all->insert(all->end(), some.begin(), some.end());
    }
    return all;
  }();
  return places;
}

bool IsKey(Held held) { return held == Held::kKey || held == Held::kTimeKey; }
bool IsErasable(const PlaceColumn& column) {
  constexpr Held kErasable[] = {Held::kText, Held::kJson, Held::kPayload, Held::kName,
                                Held::kEmail};
  return std::find(std::begin(kErasable), std::end(kErasable), column.held) != std::end(kErasable);
}

bool IsNumber(Held held) { return held == Held::kTimeKey || held == Held::kNumber; }

// Every row of the tenant, by key.
Sql SelectOf(const Place& place) {
  std::vector<absl::string_view> names;
  std::vector<absl::string_view> keys;
  Sql sql;
  for (const PlaceColumn& column : place.columns) {
    names.push_back(column.name);
    if (IsKey(column.held)) keys.push_back(column.name);
    sql.columns.push_back(IsNumber(column.held) ? 'i' : column.held == Held::kPayload ? 'b' : 't');
  }
  sql.text = absl::StrCat("SELECT /* X-10 */ ", absl::StrJoin(names, ", "), " FROM ", place.table,
                          " WHERE tenant = :p1 ORDER BY ", absl::StrJoin(keys, ", "));
  return sql;
}

// What is done with a row; `rows` stands on it.
class RowReader {
 public:
  RowReader(const Place& place, const PersonalSubject& subject)
      : place_(place), subject_(subject), eraser_(subject.names, subject.emails) {}

  // Whether the row names one of the ids.
  bool Names(const Rows& rows) const {
    for (size_t i = 0; i < place_.columns.size(); ++i) {
      if (place_.columns[i].held == Held::kPerson && IsOurs(rows.Text(static_cast<int>(i)))) {
        return true;
      }
    }
    return false;
  }

  // What the column becomes; nothing where it stays.
  std::optional<std::string> Erased(const Rows& rows, int i) const {
    if (rows.IsNull(i)) return std::nullopt;
    switch (place_.columns[static_cast<size_t>(i)].held) {
      case Held::kText:
        return eraser_.Erase(rows.Text(i));
      case Held::kJson:
      case Held::kPayload:
        return eraser_.EraseJson(rows.Text(i));
      case Held::kName:
        if (!Names(rows) || rows.Text(i) == domain::kErased) return std::nullopt;
        return std::string(domain::kErased);
      case Held::kEmail:
        if (!Names(rows) || rows.Text(i).empty()) return std::nullopt;
        return "";
      default:
        return std::nullopt;
    }
  }

  // Whether the row is about the subject.
  bool IsAbout(const Rows& rows) const {
    if (Names(rows)) return true;
    for (size_t i = 0; i < place_.columns.size(); ++i) {
      if (Erased(rows, static_cast<int>(i)).has_value()) return true;
    }
    return false;
  }

  PersonalRecord Record(const Rows& rows) const {
    PersonalRecord record{.kind = std::string(place_.table), .id = {}, .content = {}};
    domain::JsonObject content;
    absl::string_view last;
    for (size_t i = 0; i < place_.columns.size(); ++i) {
      const int at = static_cast<int>(i);
      const PlaceColumn& column = place_.columns[i];
      const std::string text = IsNumber(column.held) ? std::to_string(rows.Int(at)) : rows.Text(at);
      if (IsKey(column.held)) absl::StrAppend(&record.id, record.id.empty() ? "" : "/", text);
      if (rows.IsNull(at) || column.name == last || text.empty()) continue;
      last = column.name;
      if (IsNumber(column.held)) {
        content.Raw(column.name, text);
      } else if (domain::CountCharacters(text) < 0) {
        content.Text(absl::StrCat(column.name, "_base64"), absl::Base64Escape(text));
      } else {
        content.Text(column.name, text);
      }
    }
    record.content = std::move(content).Finish();
    return record;
  }

 private:
  bool IsOurs(const std::string& id) const {
    const auto& ids = subject_.person_ids;
    return !id.empty() && std::find(ids.begin(), ids.end(), id) != ids.end();
  }

  const Place& place_;
  const PersonalSubject& subject_;
  const domain::TextEraser eraser_;
};

// An UPDATE of one row.
struct Change {
  Sql sql;
  std::vector<Value> values;
};

// Nothing where the row holds no name.
std::optional<Change> ChangeOf(const Place& place, const RowReader& reader, const Rows& rows,
                               std::string_view tenant) {
  Change change{.sql = {}, .values = {tenant}};
  std::vector<std::string> sets;
  std::string where = " WHERE tenant = :p1";
  for (size_t i = 0; i < place.columns.size(); ++i) {
    const int at = static_cast<int>(i);
    const PlaceColumn& column = place.columns[i];
    if (IsKey(column.held)) {
      change.values.push_back(column.held == Held::kTimeKey ? Value(rows.Int(at))
                                                            : Value(rows.Text(at)));
      absl::StrAppend(&where, " AND ", column.name, " = :p", change.values.size());
    } else if (auto erased = reader.Erased(rows, at); erased.has_value()) {
      change.values.emplace_back(*std::move(erased));
      const std::string parameter = absl::StrCat(":p", change.values.size());
      sets.push_back(absl::StrCat(column.name, " = ",
                                  column.held == Held::kPayload
                                      ? absl::StrCat("CAST(", parameter, " AS BLOB)")
                                      : parameter));
    }
  }
  if (sets.empty()) return std::nullopt;
  change.sql.text = absl::StrCat("UPDATE ", place.table, " SET ", absl::StrJoin(sets, ", "), where);
  return change;
}

absl::StatusOr<int64_t> ErasePlace(Transaction& tx, const Place& place,
                                   const PersonalSubject& subject) {
  const RowReader reader(place, subject);
  std::vector<Change> changes;
  {
    const auto rows = tx.session().Query(SelectOf(place), {tx.tenant()});
    while (rows->Next()) {
      if (auto change = ChangeOf(place, reader, *rows, tx.tenant()); change.has_value()) {
        changes.push_back(*std::move(change));
      }
    }
    if (!rows->status().ok()) return rows->status();
  }
  for (const Change& change : changes) {
    BATON_RETURN_IF_ERROR(tx.session().Run(change.sql, change.values).status());
  }
  return static_cast<int64_t>(changes.size());
}

}  // namespace

absl::StatusOr<std::vector<PersonalRecord>> FindPersonalRecords(Session& session,
                                                                std::string_view tenant,
                                                                const PersonalSubject& subject,
                                                                bool with_pay) {
  std::vector<PersonalRecord> records;
  for (const Place& place : Places()) {
    if (place.pay && !with_pay) continue;
    const RowReader reader(place, subject);
    const auto rows = session.Query(SelectOf(place), {tenant});
    while (rows->Next()) {
      if (reader.IsAbout(*rows)) records.push_back(reader.Record(*rows));
    }
    if (!rows->status().ok()) return rows->status();
  }
  return records;
}

absl::StatusOr<std::vector<ErasedRows>> ErasePersonalRecords(Transaction& tx,
                                                             const PersonalSubject& subject) {
  std::vector<ErasedRows> erased;
  for (const Place& place : Places()) {
    if (std::none_of(place.columns.begin(), place.columns.end(), IsErasable)) continue;
    BATON_ASSIGN_OR_RETURN(const int64_t rows, ErasePlace(tx, place, subject));
    if (rows > 0) erased.push_back({std::string(place.table), rows});
  }
  return erased;
}

}  // namespace baton::store
