#include "store/dead_letters.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/deadlines.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kDeadLetters = "deadLetters";

std::vector<Column> ListedColumns() {
  return {
      Key("dead_letter_id", "name", kDeadLetters),
      Text("vendor", "vendor"),
      Json("faults", "faults"),
      Time("receive_time_us", "receive_time"),
      Text("awaits", "awaits"),
      Ref("connection_id", "connection", "connections"),
  };
}

const Table& ListedTable() {
  static const Table& table =
      *new Table(v1::DeadLetter::descriptor(), "dead_letters", ListedColumns());
  return table;
}

v1::DeadLetter WithoutPayload(v1::DeadLetter dead_letter) {
  dead_letter.clear_payload();
  return dead_letter;
}

absl::Status LoadShortPayload(Session& session, std::string_view tenant,
                              v1::DeadLetter* dead_letter) {
  static const Sql& sql = *new Sql{
      "SELECT payload FROM dead_letters "
      "WHERE tenant = :p1 AND dead_letter_id = :p2 AND length(payload) <= :p3",
      "b"};
  const auto rows = session.Query(
      sql, {tenant, IdOf(dead_letter->name(), tenant, kDeadLetters), kMaxListedPayloadBytes});
  if (rows->Next()) dead_letter->set_payload(rows->Text(0));
  return rows->status();
}

}  // namespace

const Table& DeadLetterTable() {
  static const Table& table = *[] {
    std::vector<Column> columns = ListedColumns();
    columns.push_back(Bytes("payload", "payload"));
    return new Table(v1::DeadLetter::descriptor(), "dead_letters", std::move(columns));
  }();
  return table;
}

const ListSpec& DeadLetterList() {
  static const ListSpec& spec = *new ListSpec{
      &ListedTable(), "dead_letter_id", {}, {{"receive_time desc", "receive_time_us", true}}};
  return spec;
}

absl::StatusOr<v1::DeadLetter> GetDeadLetter(Session& session, std::string_view tenant,
                                             std::string_view dead_letter) {
  return GetRecord<v1::DeadLetter>(session, DeadLetterTable(), tenant, kDeadLetters, dead_letter);
}

absl::StatusOr<std::string> ListDeadLetters(
    Session& session, ListQuery query,
    google::protobuf::RepeatedPtrField<v1::DeadLetter>* dead_letters) {
  query.page_size = std::min(query.page_size, kMaxDeadLettersListed);
  BATON_ASSIGN_OR_RETURN(std::string next,
                         ListRecords(session, DeadLetterList(), query, dead_letters));
  for (v1::DeadLetter& dead_letter : *dead_letters) {
    BATON_RETURN_IF_ERROR(LoadShortPayload(session, query.tenant, &dead_letter));
  }
  return next;
}

absl::Status InsertDeadLetter(Transaction& tx, const v1::DeadLetter& dead_letter) {
  BATON_RETURN_IF_ERROR(DeadLetterTable().Insert(tx.session(), tx.tenant(), dead_letter));
  const v1::DeadLetter event = WithoutPayload(dead_letter);
  tx.Changed(event.name(), nullptr, &event);
  return absl::OkStatus();
}

absl::Status UpdateDeadLetter(Transaction& tx, const v1::DeadLetter& before,
                              const v1::DeadLetter& after) {
  BATON_RETURN_IF_ERROR(DeadLetterTable().Update(tx.session(), tx.tenant(), after));
  const v1::DeadLetter event_before = WithoutPayload(before);
  const v1::DeadLetter event_after = WithoutPayload(after);
  tx.Changed(after.name(), &event_before, &event_after);
  return absl::OkStatus();
}

absl::Status RemoveDeadLetter(Transaction& tx, const v1::DeadLetter& dead_letter) {
  static const Sql& sql =
      *new Sql{"DELETE FROM dead_letters WHERE tenant = :p1 AND dead_letter_id = :p2", ""};
  BATON_RETURN_IF_ERROR(
      tx.session()
          .Run(sql, {tx.tenant(), IdOf(dead_letter.name(), tx.tenant(), kDeadLetters)})
          .status());
  BATON_RETURN_IF_ERROR(SetDeadlines(tx, dead_letter.name(), {}));
  const v1::DeadLetter event = WithoutPayload(dead_letter);
  tx.Changed(event.name(), &event, nullptr);
  return absl::OkStatus();
}

absl::Status WakeDeadLetters(Transaction& tx, const v1::SourceRecord& known) {
  static const Sql& sql = *new Sql{
      "SELECT dead_letter_id FROM dead_letters "
      "WHERE tenant = :p1 AND vendor = :p2 AND awaits = :p3 AND awaits <> ''",
      "t"};
  std::vector<std::string> letters;
  {
    const auto rows = tx.session().Query(sql, {tx.tenant(), known.system(), known.record_id()});
    while (rows->Next()) {
      letters.push_back(domain::ResourceName(tx.tenant(), kDeadLetters, rows->Text(0)));
    }
    if (!rows->status().ok()) return rows->status();
  }
  for (const std::string& letter : letters) BATON_RETURN_IF_ERROR(WakeDeadLetter(tx, letter));
  return absl::OkStatus();
}

absl::Status WakeDeadLetter(Transaction& tx, const std::string& name) {
  Deadline deadline;
  deadline.what = kApplyDeadLetter;
  deadline.leg = "1";
  deadline.due = tx.now();
  return SetDeadlines(tx, name, {deadline});
}

}  // namespace baton::store
