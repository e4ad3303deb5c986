// Comp statements: what one payee earns in one quarter (C-14).
//
// A draft may be replaced at will. A published statement never changes: the functions refuse it
// with PERIOD_PUBLISHED, and the database itself refuses every other program. That it was paid
// stands beside it (payouts.h): all functions here answer PUBLISHED for it. A statement is named
// by full name or bare id; its id is {period}-{person}. Writes leave one audit event each.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/comp_statement.pb.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& StatementTable();
// Filters: period, payee, state. Ordered by name, that is by period and payee. Without lines.
const ListSpec& StatementList();

// With its lines. NOT_FOUND when there is none.
absl::StatusOr<v1::CompStatement> GetStatement(Session& session, std::string_view tenant,
                                               std::string_view statement);

// The same without its lines.
absl::StatusOr<v1::CompStatement> GetStatementHead(Session& session, std::string_view tenant,
                                                   std::string_view statement);

// All statements of a period by payee, without their lines.
absl::StatusOr<std::vector<v1::CompStatement>> StatementsOfPeriod(Session& session,
                                                                  std::string_view tenant,
                                                                  std::string_view period);

// The person's published statements before a period, with their lines, by period.
absl::StatusOr<std::vector<v1::CompStatement>> PublishedStatementsOf(Session& session,
                                                                     std::string_view tenant,
                                                                     std::string_view person,
                                                                     std::string_view before);

// When the period was published; nothing while it is not.
absl::StatusOr<std::optional<absl::Time>> PublishTimeOf(Session& session, std::string_view tenant,
                                                        std::string_view period);

// Keeps a draft with its lines in the place of the draft that stood there, if any.
absl::Status ReplaceDraft(Transaction& tx, const v1::CompStatement& draft);

// Removes a draft, of a payee who gets no statement any more. NOT_FOUND when there is none.
absl::Status DeleteDraft(Transaction& tx, std::string_view statement);

// Takes `count` export numbers for lines about to be published and answers the first. Numbers rise
// in commit order over the whole tenant.
absl::StatusOr<int64_t> TakeExportSeqs(Transaction& tx, int64_t count);

// Makes the draft `before` the published `after`: its state, publish_time, digest, and the
// export_seq (above 0) of each of its lines; nothing else of the lines is written. A held line that
// another published line released before is refused as ALREADY_EXISTS.
absl::Status PublishStatement(Transaction& tx, const v1::CompStatement& before,
                              const v1::CompStatement& after);

}  // namespace baton::store
