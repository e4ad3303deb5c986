// Statement lines: what counts for a payee and what it pays, line by line (C-14).
//
// Lines are written with their statement (statements.h). A published line never changes: the
// database itself refuses it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/comp_statement.pb.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// One row for each v1::StatementLine; leads with the statement's id. In the rows a line's name is
// flat (tenants/t/lines/l) and adjusts_line is "statement/line"; the functions below give the full
// names.
const Table& StatementLineTable();

// How rows name a line of another statement: "statement/line" for
// tenants/t/statements/statement/lines/line. What is no such name stays as it is.
std::string LineKey(std::string_view tenant, const std::string& name);
// The full name again.
std::string LineOfKey(std::string_view tenant, const std::string& key);

// Appends the statement's lines, by line_no.
absl::Status LoadStatementLines(Session& session, std::string_view tenant,
                                v1::CompStatement* statement);

// Published lines with a greater export_seq, by export_seq, `limit` at most: what a puller that has
// everything up to `export_seq` lacks (C-14).
absl::StatusOr<std::vector<v1::StatementLine>> LinesAfter(Session& session, std::string_view tenant,
                                                          int64_t export_seq, int limit);

// The payee's published held lines that no published line has released (reason_code
// hold_released), by statement and line_no (C-18).
absl::StatusOr<std::vector<v1::StatementLine>> PublishedHeldLines(Session& session,
                                                                  std::string_view tenant,
                                                                  std::string_view payee);

// The same as it was when the statements of no period from `period` on were published: neither what
// they hold nor what they released counts (C-16).
absl::StatusOr<std::vector<v1::StatementLine>> HeldLinesBefore(Session& session,
                                                               std::string_view tenant,
                                                               std::string_view payee,
                                                               std::string_view period);

// For statements.cc: no audit event of their own.
absl::Status InsertStatementLines(Transaction& tx, const v1::CompStatement& statement);
// Makes the rows of the draft `before` those of `after`, the same draft: writes only what differs.
absl::Status ReplaceStatementLines(Transaction& tx, const v1::CompStatement& before,
                                   const v1::CompStatement& after);
absl::Status DeleteStatementLines(Transaction& tx, std::string_view statement);
// Gives every line of the draft the export_seq that `statement` has. INTERNAL when the lines are
// not exactly those of the draft.
absl::Status NumberStatementLines(Transaction& tx, const v1::CompStatement& statement);

}  // namespace baton::store
