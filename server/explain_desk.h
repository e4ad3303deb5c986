// The explain desk: why a statement says what it says, and whether it still does (X-6, C-14).
// Inside a store's read; the caller's reach has been checked.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "baton/v1/comp_statement_service.pb.h"
#include "store/store.h"

namespace baton::server {

// Explains the line of that id; NOT_FOUND, in the words of a missing record, where the
// statement has none.
absl::StatusOr<v1::LineExplanation> ExplainLineOf(store::Session& session,
                                                  const std::string& tenant,
                                                  const v1::CompStatement& statement,
                                                  const std::string& line);

// C-14. Holds `given` against its own digest and against `kept`, which is published.
v1::VerifyStatementResponse CompareStatements(const v1::CompStatement& given,
                                              const v1::CompStatement& kept);

}  // namespace baton::server
