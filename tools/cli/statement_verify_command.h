// statement verify: holds a statement's file against its digest, without a server (C-14).
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "baton/v1/comp_statement.pb.h"
#include "tools/cli/commands.h"

namespace baton::cli {

// The statement in what `baton statement show --json` prints, or in a document of the statement
// alone. InvalidArgument: neither.
absl::StatusOr<v1::CompStatement> ParseStatementFile(absl::string_view json);

// OK when the statement's digest is that of what it says. FailedPrecondition: it isn't, or it bears
// none.
absl::Status VerifyDigest(const v1::CompStatement& statement);

void AddStatementVerify(const CommandGroup& statement);

}  // namespace baton::cli
