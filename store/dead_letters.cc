#include "store/dead_letters.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "domain/status_macros.h"
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
  };
}

const Table& ListedTable() {
  static const Table& table =
      *new Table(v1::DeadLetter::descriptor(), "dead_letters", ListedColumns());
  return table;
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
  v1::DeadLetter event = dead_letter;
  event.clear_payload();
  tx.Changed(event.name(), nullptr, &event);
  return absl::OkStatus();
}

}  // namespace baton::store
