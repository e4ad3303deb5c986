// A signal's history, read from the audit log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "store/sql.h"

namespace baton::server {

// Whose page tokens these are; see place_token.h.
inline constexpr std::string_view kHistoryList = "history";

// At most `limit` changes of the signal behind `place`, oldest first, with the token of the next
// page.
absl::StatusOr<v1::ListSignalHistoryResponse> ReadSignalHistory(store::Session& session,
                                                                std::string_view tenant,
                                                                const std::string& signal,
                                                                int64_t place, int limit);

// How the signal's deadlines came about, computed again from its whole history (S-10).
absl::StatusOr<v1::ExplainSignalResponse> ExplainClock(store::Session& session,
                                                       std::string_view tenant,
                                                       const v1::Signal& signal);

}  // namespace baton::server
