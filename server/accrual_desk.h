// The accrual desk: what is owed to payees, quarter by quarter (C-20). As the report desk: the call
// of ReportService and its export both come through here.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "baton/v1/accrual_report.pb.h"
#include "server/call.h"
#include "server/request_reader.h"
#include "store/sql.h"

namespace baton::server {

// Notes a period that is neither empty nor written as "2027-Q1": quarters are kept so, which sorts
// by time.
void CheckQuarterCode(absl::string_view field, const std::string& period, RequestReader* reader);

// Notes every fault of a request, apart from its parent, under its field; nothing is read.
void CheckReport(const v1::CompAccrualRequest& request, RequestReader* reader);

// C-20, of a checked request.
absl::StatusOr<v1::CompAccrualResponse> Report(const Call& call, store::Session& session,
                                               const v1::CompAccrualRequest& request);

}  // namespace baton::server
