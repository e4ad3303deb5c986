// The desk for what a tenant keeps about one person: finds it, hands it out, erases it.
// Inside a store's body or read; where names stand is store/personal_data.h's to know.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/audit_service.pb.h"
#include "server/call.h"
#include "server/request_reader.h"
#include "store/personal_data.h"
#include "store/store.h"

namespace baton::server {

// Names that one request may give at most.
inline constexpr int kMaxSubjectNames = 20;

// Characters of a mail address at most (RFC 5321).
inline constexpr int kMaxEmailChars = 320;

// Notes what is wrong with the subject.
void CheckSubject(const v1::PersonalDataSubject& subject, RequestReader* reader);

// What is kept about the subject, a message a record: the tables' rows, the changes of the
// person's own record, and what they did themself, by method and record alone. Without credit and
// pay for whom C-17 keeps them from. NOT_FOUND for a person whom there is not.
absl::StatusOr<std::vector<v1::ExportPersonalDataResponse>> CollectPersonalData(
    store::Session& session, const Call& call, const v1::PersonalDataSubject& subject);

// Erases the subject's names and addresses and keeps the erasure called `name` as events of
// the audit log that say nothing of them. `salt` is random. Answers it without its list of events.
absl::StatusOr<v1::Erasure> ErasePersonalData(store::Transaction& tx,
                                              const v1::PersonalDataSubject& subject,
                                              const std::string& name, std::string_view salt);

}  // namespace baton::server
