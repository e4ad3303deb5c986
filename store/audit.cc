#include "store/audit.h"

#include <algorithm>
#include <map>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "store/audit_redaction.h"
#include "store/sha256.h"

namespace baton::store {
namespace {

constexpr char kColumns[] =
    "SELECT seq, time_us, actor, method, request_id, record_type, record, before, after, salt, "
    "content_digest, hash FROM audit_events WHERE tenant = :p1";
constexpr char kTypes[] = "iitttttbbbbb";

std::optional<std::string> OptionalText(const Rows& rows, int column) {
  if (rows.IsNull(column)) return std::nullopt;
  return rows.Text(column);
}

void ReadRow(const Rows& rows, std::string_view tenant, AuditRow* row) {
  row->tenant = tenant;
  row->sequence = rows.Int(0);
  row->time = absl::FromUnixMicros(rows.Int(1));
  row->actor = rows.Text(2);
  row->method = rows.Text(3);
  row->request_id = rows.Text(4);
  row->record_type = rows.Text(5);
  row->record = rows.Text(6);
  row->before = OptionalText(rows, 7);
  row->after = OptionalText(rows, 8);
  row->salt = OptionalText(rows, 9);
  row->content_digest = rows.Text(10);
  row->hash = rows.Text(11);
}

void AppendPresent(const std::optional<std::string>& text, std::string* out) {
  if (text.has_value()) {
    AppendPrefixed(*text, out);
  } else {
    AppendInteger(-1, out);
  }
}

// Walks along one chain.
class Verifier {
 public:
  explicit Verifier(std::string_view tenant) : hash_(GenesisHash(tenant)) {}

  // The fault of the next event; empty when its link holds.
  std::string Check(const AuditRow& row) {
    if (row.sequence != expected_) {
      return absl::StrCat("event ", expected_, " is missing, event ", row.sequence,
                          " stands in its place");
    }
    if (row.salt.has_value()) {
      ContentDigest(row, &scratch_, &digest_);
      if (digest_ != row.content_digest) {
        unvouched_[row.sequence] = {digest_, row.record_type == ErasureType()};
      } else if (row.record_type == ErasureType()) {
        Vouch(row);
      }
    } else if (row.before.has_value() || row.after.has_value()) {
      return "the content has no salt";
    }
    EventHash(hash_, row, &scratch_, &digest_);
    if (digest_ != row.hash) return "the event does not match its hash";
    hash_ = row.hash;
    ++expected_;
    return "";
  }

  // The first event whose content matches neither its digest nor what the last erasure of it says
  // 0 when there is none. An erasure's own event comes before those that it can't vouch for
  // any more.
  int64_t FirstUnvouched() const {
    int64_t first = 0;
    for (const auto& [sequence, content] : unvouched_) {
      if (content.vouched) continue;
      if (content.erasure) return sequence;
      if (first == 0) first = sequence;
    }
    return first;
  }

  int64_t expected() const { return expected_; }
  const std::string& hash() const { return hash_; }

 private:
  // A content that is not the one its event was written with.
  struct Content {
    std::string digest;
    bool erasure = false;
    bool vouched = false;
  };

  // An erasure vouches for what it left of earlier events.
  void Vouch(const AuditRow& row) {
    v1::Erasure erasure;
    if (!row.after.has_value() || !erasure.ParseFromString(*row.after)) return;
    for (const v1::RedactedEvent& event : erasure.events()) {
      const auto content = unvouched_.find(event.sequence());
      if (content == unvouched_.end()) continue;
      content->second.vouched = content->second.digest == event.content_digest();
    }
  }

  int64_t expected_ = 1;
  std::string hash_;
  std::string scratch_;
  std::string digest_;
  std::map<int64_t, Content> unvouched_;
};

}  // namespace

absl::StatusOr<std::vector<AuditRow>> ReadAuditEvents(Session& session, const AuditQuery& query) {
  std::vector<Value> values = {query.tenant, query.after_sequence, query.before_sequence,
                               query.limit};
  std::string text = absl::StrCat(kColumns, " AND seq > :p2 AND seq < :p3");
  const auto match = [&](absl::string_view column, const std::string& value) {
    if (value.empty()) return;
    values.emplace_back(value);
    absl::StrAppend(&text, " AND ", column, " = :p", values.size());
  };
  match("record", query.record);
  match("actor", query.actor);
  absl::StrAppend(&text, query.newest_first ? " ORDER BY seq DESC" : " ORDER BY seq", " LIMIT :p4");
  const auto rows = session.Query({text, kTypes}, values);
  std::vector<AuditRow> events;
  while (rows->Next()) ReadRow(*rows, query.tenant, &events.emplace_back());
  if (!rows->status().ok()) return rows->status();
  return events;
}

absl::StatusOr<int64_t> LastAuditSequence(Session& session, std::string_view tenant) {
  static const Sql& sql =
      *new Sql{"SELECT seq FROM audit_events WHERE tenant = :p1 ORDER BY seq DESC LIMIT 1", "i"};
  const auto rows = session.Query(sql, {tenant});
  const int64_t last = rows->Next() ? rows->Int(0) : 0;
  if (!rows->status().ok()) return rows->status();
  return last;
}

absl::StatusOr<AuditVerdict> VerifyAuditChain(Session& session, std::string_view tenant) {
  static const Sql& sql = *new Sql{absl::StrCat(kColumns, " ORDER BY seq"), kTypes};
  const auto rows = session.Query(sql, {tenant});
  Verifier verifier(tenant);
  AuditVerdict verdict;
  AuditRow row;
  while (verdict.intact() && rows->Next()) {
    ReadRow(*rows, tenant, &row);
    ++verdict.event_count;
    verdict.fault = verifier.Check(row);
    if (!verdict.fault.empty()) {
      verdict.first_broken_sequence = verifier.expected();
    } else {
      verdict.head_hash = verifier.hash();
    }
  }
  if (!rows->status().ok()) return rows->status();
  // Where a link is broken, what vouches for earlier events may stand behind it.
  const int64_t unvouched = verifier.FirstUnvouched();
  if (verdict.intact() && unvouched != 0) {
    verdict.first_broken_sequence = unvouched;
    verdict.fault = "the content does not match its digest";
  }
  return verdict;
}

std::string MessageJson(std::string_view type_full_name, std::string_view bytes) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          std::string(type_full_name));
  if (descriptor == nullptr) return "";
  const std::unique_ptr<google::protobuf::Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
  std::string json;
  if (!message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      !google::protobuf::util::MessageToJsonString(*message, &json).ok()) {
    return "";
  }
  return json;
}

v1::AuditEvent ToAuditEvent(const AuditRow& row) {
  v1::AuditEvent event;
  event.set_name(domain::ResourceName(row.tenant, "auditEvents", std::to_string(row.sequence)));
  event.set_sequence(row.sequence);
  *event.mutable_time() = domain::ToTimestamp(row.time);
  event.set_actor(row.actor);
  event.set_method(row.method);
  event.set_request_id(row.request_id);
  event.set_record_type(row.record_type.substr(row.record_type.rfind('.') + 1));
  event.set_record(row.record);
  if (row.before.has_value()) event.set_before_json(MessageJson(row.record_type, *row.before));
  if (row.after.has_value()) event.set_after_json(MessageJson(row.record_type, *row.after));
  event.set_hash(absl::BytesToHexString(row.hash));
  return event;
}

std::string GenesisHash(std::string_view tenant) {
  return Sha256(std::string("baton audit chain ").append(tenant));
}

void ContentDigest(const AuditRow& row, std::string* scratch, std::string* digest) {
  scratch->assign(row.salt.value_or(""));
  AppendPresent(row.before, scratch);
  AppendPresent(row.after, scratch);
  Sha256(*scratch, digest);
}

void EventHash(std::string_view previous_hash, const AuditRow& row, std::string* scratch,
               std::string* hash) {
  scratch->assign(previous_hash);
  AppendInteger(row.sequence, scratch);
  AppendInteger(absl::ToUnixMicros(row.time), scratch);
  AppendPrefixed(row.actor, scratch);
  AppendPrefixed(row.method, scratch);
  AppendPrefixed(row.request_id, scratch);
  AppendPrefixed(row.record_type, scratch);
  AppendPrefixed(row.record, scratch);
  AppendPrefixed(row.content_digest, scratch);
  Sha256(*scratch, hash);
}

}  // namespace baton::store
