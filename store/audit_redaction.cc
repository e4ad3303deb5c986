#include "store/audit_redaction.h"

#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "store/audit.h"
#include "store/sha256.h"

namespace baton::store {
namespace {

// Events in memory at a time.
constexpr int kEventsAtATime = 500;

// Erases in one serialized message; false where nothing was found. One whose type this program
// doesn't know, or that doesn't parse, is removed where its bytes hold a name.
bool RedactContent(const std::string& type, const domain::TextEraser& eraser,
                   std::optional<std::string>* content) {
  if (!content->has_value()) return false;
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  std::unique_ptr<google::protobuf::Message> message;
  if (descriptor != nullptr) {
    message.reset(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
  }
  if (message == nullptr || !message->ParseFromString(**content)) {
    if (!eraser.Erase(**content).has_value()) return false;
    content->reset();
    return true;
  }
  if (!eraser.EraseMessage(message.get())) return false;
  *content = message->SerializeAsString();
  return true;
}

absl::Status KeepRedacted(Transaction& tx, const AuditRow& row) {
  std::vector<Value> values = {tx.tenant(), row.sequence, *row.salt};
  std::string text = "UPDATE audit_events SET salt = CAST(:p3 AS BLOB)";
  const auto set = [&](absl::string_view column, const std::optional<std::string>& content) {
    if (!content.has_value()) {
      absl::StrAppend(&text, ", ", column, " = NULL");
      return;
    }
    values.emplace_back(*content);
    absl::StrAppend(&text, ", ", column, " = CAST(:p", values.size(), " AS BLOB)");
  };
  set("before", row.before);
  set("after", row.after);
  absl::StrAppend(&text, " WHERE tenant = :p1 AND seq = :p2");
  return tx.session().Run({text, ""}, values).status();
}

}  // namespace

std::string_view ErasureType() {
  static const std::string& type = v1::Erasure::descriptor()->full_name();
  return type;
}

absl::StatusOr<std::vector<v1::RedactedEvent>> RedactAuditEvents(Transaction& tx,
                                                                 const domain::TextEraser& eraser,
                                                                 std::string_view salt) {
  std::vector<v1::RedactedEvent> redacted;
  AuditQuery query{.tenant = tx.tenant(), .limit = kEventsAtATime};
  std::string scratch;
  while (true) {
    BATON_ASSIGN_OR_RETURN(std::vector<AuditRow> rows, ReadAuditEvents(tx.session(), query));
    for (AuditRow& row : rows) {
      if (row.record_type == ErasureType()) continue;
      const bool before = RedactContent(row.record_type, eraser, &row.before);
      const bool after = RedactContent(row.record_type, eraser, &row.after);
      if (!before && !after) continue;
      std::string seed(salt);
      AppendInteger(row.sequence, &seed);
      row.salt = Sha256(seed);
      v1::RedactedEvent& event = redacted.emplace_back();
      event.set_sequence(row.sequence);
      ContentDigest(row, &scratch, event.mutable_content_digest());
      BATON_RETURN_IF_ERROR(KeepRedacted(tx, row));
    }
    if (rows.size() < kEventsAtATime) return redacted;
    query.after_sequence = rows.back().sequence;
  }
}

}  // namespace baton::store
