// One run of many filings: BatchFileSignals and StreamSignals.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "server/item_run.h"

namespace baton::server {

// What a single call would have answered.
v1::FileResult FileResultOf(const absl::StatusOr<v1::FileSignalResponse>& answer,
                            const std::string& log_id);

using FilingRun =
    ItemRun<v1::FileSignalRequest, v1::FileSignalResponse, v1::FileResult, FileResultOf>;

}  // namespace baton::server
