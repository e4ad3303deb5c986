// The report desk: reads what a report is computed from and has it computed. Inside a store's read;
// the measures are domain/'s. The calls of ReportService and its exports both come through here, so
// that they agree.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/report_service.pb.h"
#include "server/call.h"
#include "server/request_reader.h"
#include "store/sql.h"

namespace baton::server {

// Notes every fault of a request, apart from its parent, under its field; nothing is read.
void CheckReport(const v1::SlaComplianceRequest& request, RequestReader* reader);
void CheckReport(const v1::SignalQualityRequest& request, RequestReader* reader);
void CheckReport(const v1::HandoffImpactRequest& request, RequestReader* reader);
void CheckReport(const v1::OpenLoopsRequest& request, RequestReader* reader);

// H-13, of a checked request.
absl::StatusOr<v1::SlaComplianceResponse> Report(const Call& call, store::Session& session,
                                                 const v1::SlaComplianceRequest& request);
// H-13, H-10.
absl::StatusOr<v1::SignalQualityResponse> Report(const Call& call, store::Session& session,
                                                 const v1::SignalQualityRequest& request);
// H-14. Of a caller who doesn't see everything: of the accounts that their people have held.
absl::StatusOr<v1::HandoffImpactResponse> Report(const Call& call, store::Session& session,
                                                 const v1::HandoffImpactRequest& request);
// H-11. One page; refuses a broken filter, size or token.
absl::StatusOr<v1::OpenLoopsResponse> Report(const Call& call, store::Session& session,
                                             const v1::OpenLoopsRequest& request);

}  // namespace baton::server
