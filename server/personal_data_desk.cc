#include "server/personal_data_desk.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/erased_text.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/json_object.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/access.h"
#include "store/aliases.h"
#include "store/audit.h"
#include "store/audit_redaction.h"
#include "store/people.h"

namespace baton::server {
namespace {

constexpr int kMaxNameChars = 200;
// Events in memory at a time.
constexpr int kEventsAtATime = 500;
// Redacted events that one part of an erasure lists.
constexpr int kEventsInAPart = 1000;

// Calls `take` for every event that matches.
template <class Take>
absl::Status EachEvent(store::Session& session, store::AuditQuery query, Take take) {
  query.limit = kEventsAtATime;
  while (true) {
    BATON_ASSIGN_OR_RETURN(const std::vector<store::AuditRow> rows,
                           store::ReadAuditEvents(session, query));
    for (const store::AuditRow& row : rows) take(row);
    if (rows.size() < kEventsAtATime) return absl::OkStatus();
    query.after_sequence = rows.back().sequence;
  }
}

void AddNames(const std::string& content, std::set<std::string>* names,
              std::set<std::string>* emails) {
  v1::Person person;
  if (!person.ParseFromString(content)) return;
  names->insert(person.display_name());
  emails->insert(person.email());
}

// What the subject goes by: what the request says and, for one of ours, what their record and its
// history say.
absl::StatusOr<store::PersonalSubject> FindSubject(store::Session& session,
                                                   const std::string& tenant,
                                                   const v1::PersonalDataSubject& asked) {
  store::PersonalSubject subject;
  std::set<std::string> names(asked.names().begin(), asked.names().end());
  std::set<std::string> emails = {asked.email()};
  if (!asked.person().empty()) {
    BATON_ASSIGN_OR_RETURN(const v1::Person person,
                           store::GetPerson(session, tenant, asked.person()));
    BATON_ASSIGN_OR_RETURN(
        subject.person_ids,
        store::PersonAliases().HistoryIds(session, tenant, domain::ShortName(person.name())));
    names.insert(person.display_name());
    emails.insert(person.email());
    for (const std::string& id : subject.person_ids) {
      const std::string name = domain::ResourceName(tenant, "people", id);
      BATON_RETURN_IF_ERROR(
          EachEvent(session, {.tenant = tenant, .record = name}, [&](const store::AuditRow& row) {
            if (row.record_type != v1::Person::descriptor()->full_name()) return;
            if (row.before.has_value()) AddNames(*row.before, &names, &emails);
            if (row.after.has_value()) AddNames(*row.after, &names, &emails);
          }));
    }
  }
  for (std::set<std::string>* words : {&names, &emails}) {
    words->erase(std::string(domain::kErased));  // of an erasure before
    words->erase("");
  }
  subject.names.assign(names.begin(), names.end());
  subject.emails.assign(emails.begin(), emails.end());
  return subject;
}

// C-17. Whether the caller reads everybody's pay.
bool ReadsPay(const Call& call) {
  const AccessRow* row = FindAccess("CompStatementService.GetCompStatement");
  return row != nullptr && row->For(call.caller().role) == Reach::kAll;
}

// An event for the export; with its content for a change of the person's own record.
v1::ExportPersonalDataResponse ExportedEvent(const store::AuditRow& row, bool with_content) {
  domain::JsonObject content;
  content.Text("time", domain::FormatInstant(row.time)).Text("method", row.method);
  content.Text("actor", row.actor).Text("record", row.record);
  if (with_content) {
    const v1::AuditEvent event = store::ToAuditEvent(row);
    if (!event.before_json().empty()) content.Raw("before", event.before_json());
    if (!event.after_json().empty()) content.Raw("after", event.after_json());
  }
  v1::ExportPersonalDataResponse message;
  message.set_kind("audit_events");
  message.set_record(std::to_string(row.sequence));
  message.set_content_json(std::move(content).Finish());
  return message;
}

// Keeps the erasure as one event, or as several where it lists many.
void KeepErasure(store::Transaction& tx, const v1::Erasure& erasure,
                 const std::vector<v1::RedactedEvent>& events) {
  size_t next = 0;
  do {
    v1::Erasure part = erasure;
    if (next > 0) part.clear_counts();
    for (int i = 0; i < kEventsInAPart && next < events.size(); ++i) {
      *part.add_events() = events[next++];
    }
    tx.Changed(part.name(), nullptr, &part);
  } while (next < events.size());
}

}  // namespace

void CheckSubject(const v1::PersonalDataSubject& subject, RequestReader* reader) {
  reader->OptionalId("subject.person", subject.person(), "people");
  domain::Violations& violations = reader->violations();
  violations.LimitText("subject.email", subject.email(), kMaxEmailChars);
  const size_t at = subject.email().find('@');
  if (!subject.email().empty() &&
      (at == std::string::npos || at == 0 || at + 1 == subject.email().size())) {
    violations.Add("subject.email", "is no mail address");
  }
  if (subject.names_size() > kMaxSubjectNames) {
    violations.Add("subject.names", absl::StrCat("are more than ", kMaxSubjectNames));
  }
  for (int i = 0; i < std::min(subject.names_size(), kMaxSubjectNames); ++i) {
    const std::string field = absl::StrCat("subject.names[", i, "]");
    violations.RequireText(field, subject.names(i), kMaxNameChars);
    const int characters = domain::CountCharacters(subject.names(i));
    if (characters > 0 && characters < domain::kMinErasedName) {
      violations.Add(field, absl::StrCat("has fewer than ", domain::kMinErasedName,
                                         " characters; it would be found in much else"));
    }
  }
  if (subject.person().empty() && subject.email().empty() && subject.names().empty()) {
    violations.Add("subject", "is missing: a person, a mail address or a name");
  }
}

absl::StatusOr<std::vector<v1::ExportPersonalDataResponse>> CollectPersonalData(
    store::Session& session, const Call& call, const v1::PersonalDataSubject& asked) {
  BATON_ASSIGN_OR_RETURN(const store::PersonalSubject subject,
                         FindSubject(session, call.tenant(), asked));
  BATON_ASSIGN_OR_RETURN(
      const std::vector<store::PersonalRecord> records,
      store::FindPersonalRecords(session, call.tenant(), subject, ReadsPay(call)));
  std::vector<v1::ExportPersonalDataResponse> messages;
  for (const store::PersonalRecord& record : records) {
    v1::ExportPersonalDataResponse& message = messages.emplace_back();
    message.set_kind(record.kind);
    message.set_record(record.id);
    message.set_content_json(record.content);
  }
  for (const std::string& id : subject.person_ids) {
    const std::string name = domain::ResourceName(call.tenant(), "people", id);
    BATON_RETURN_IF_ERROR(EachEvent(
        session, {.tenant = call.tenant(), .record = name},
        [&](const store::AuditRow& row) { messages.push_back(ExportedEvent(row, true)); }));
    BATON_RETURN_IF_ERROR(EachEvent(session, {.tenant = call.tenant(), .actor = name},
                                    [&](const store::AuditRow& row) {
                                      if (row.record != name)
                                        messages.push_back(ExportedEvent(row, false));
                                    }));
  }
  return messages;
}

absl::StatusOr<v1::Erasure> ErasePersonalData(store::Transaction& tx,
                                              const v1::PersonalDataSubject& asked,
                                              const std::string& name, std::string_view salt) {
  BATON_ASSIGN_OR_RETURN(const store::PersonalSubject subject,
                         FindSubject(tx.session(), tx.tenant(), asked));
  const domain::TextEraser eraser(subject.names, subject.emails);
  v1::Erasure erasure;
  erasure.set_name(name);
  if (!subject.person_ids.empty()) {
    erasure.set_person(domain::ResourceName(tx.tenant(), "people", subject.person_ids.front()));
  }
  *erasure.mutable_time() = domain::ToTimestamp(tx.now());
  BATON_ASSIGN_OR_RETURN(const std::vector<store::ErasedRows> erased,
                         store::ErasePersonalRecords(tx, subject));
  for (const store::ErasedRows& rows : erased) {
    v1::ErasedCount& count = *erasure.add_counts();
    count.set_kind(rows.kind);
    count.set_record_count(rows.rows);
  }
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::RedactedEvent> events,
                         store::RedactAuditEvents(tx, eraser, salt));
  if (!events.empty()) {
    v1::ErasedCount& count = *erasure.add_counts();
    count.set_kind("audit_events");
    count.set_record_count(static_cast<int64_t>(events.size()));
  }
  KeepErasure(tx, erasure, events);
  return erasure;
}

}  // namespace baton::server
