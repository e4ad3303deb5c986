// The amortisation desk: what it cost to obtain contracts, spread over time (C-20). As the report
// desk: the call of ReportService and its export both come through here.
#pragma once

#include "absl/status/statusor.h"
#include "baton/v1/amortisation_report.pb.h"
#include "server/call.h"
#include "server/request_reader.h"
#include "store/sql.h"

namespace baton::server {

// Notes every fault of a request, apart from its parent, under its field; nothing is read.
void CheckReport(const v1::CompAmortisationRequest& request, RequestReader* reader);

// C-20, of a checked request, with one page of the schedule. PAGE_TOKEN_INVALID: a page_token that
// is broken or was given for other arguments.
absl::StatusOr<v1::CompAmortisationResponse> Report(const Call& call, store::Session& session,
                                                    const v1::CompAmortisationRequest& request);

// The same with the whole schedule.
absl::StatusOr<v1::CompAmortisationResponse> WholeReport(
    const Call& call, store::Session& session, const v1::CompAmortisationRequest& request);

}  // namespace baton::server
