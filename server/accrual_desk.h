// The accrual desk: what is owed to payees, quarter by quarter (C-20). As the report desk: the call
// of ReportService and its export both come through here.
#pragma once

#include "absl/status/statusor.h"
#include "baton/v1/accrual_report.pb.h"
#include "server/call.h"
#include "server/request_reader.h"
#include "store/sql.h"

namespace baton::server {

// Notes every fault of a request, apart from its parent, under its field; nothing is read.
void CheckReport(const v1::CompAccrualRequest& request, RequestReader* reader);

// C-20, of a checked request.
absl::StatusOr<v1::CompAccrualResponse> Report(const Call& call, store::Session& session,
                                               const v1::CompAccrualRequest& request);

}  // namespace baton::server
