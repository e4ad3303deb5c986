// CompStatementService: plans, statements, exports, periods. Handlers parse and answer; the plan,
// statement, period, payout and explain desks do the rest.
#pragma once

#include "baton/v1/comp_statement_service.pb.h"
#include "server/service.h"

namespace baton::server {

class CompStatementService final : public Service {
 public:
  explicit CompStatementService(const Parts& parts);

 private:
  void CreatePlanVersion(const Call& call, const v1::CreatePlanVersionRequest& request,
                         Reply<v1::CreatePlanVersionResponse> reply);
  void SignPlanVersion(const Call& call, const v1::SignPlanVersionRequest& request,
                       Reply<v1::SignPlanVersionResponse> reply);
  void GetPlan(const Call& call, const v1::GetPlanRequest& request,
               Reply<v1::GetPlanResponse> reply);
  void ListPlanVersions(const Call& call, const v1::ListPlanVersionsRequest& request,
                        Reply<v1::ListPlanVersionsResponse> reply);
  void ValidatePlan(const Call& call, const v1::ValidatePlanRequest& request,
                    Reply<v1::ValidatePlanResponse> reply);
  void ListPlanTemplates(const Call& call, const v1::ListPlanTemplatesRequest& request,
                         Reply<v1::ListPlanTemplatesResponse> reply);
  void AssignPlan(const Call& call, const v1::AssignPlanRequest& request,
                  Reply<v1::AssignPlanResponse> reply);
  void ListPlanAssignments(const Call& call, const v1::ListPlanAssignmentsRequest& request,
                           Reply<v1::ListPlanAssignmentsResponse> reply);
  void ComputeStatements(const Call& call, const v1::ComputeStatementsRequest& request,
                         Stream<v1::ComputeStatementsResponse> stream);
  void GetCompStatement(const Call& call, const v1::GetCompStatementRequest& request,
                        Reply<v1::GetCompStatementResponse> reply);
  void ListCompStatements(const Call& call, const v1::ListCompStatementsRequest& request,
                          Reply<v1::ListCompStatementsResponse> reply);
  void ListStatementLines(const Call& call, const v1::ListStatementLinesRequest& request,
                          Reply<v1::ListStatementLinesResponse> reply);
  void PublishStatements(const Call& call, const v1::PublishStatementsRequest& request,
                         Reply<v1::PublishStatementsResponse> reply);
  void ExportStatements(const Call& call, const v1::ExportStatementsRequest& request,
                        Stream<v1::ExportStatementsResponse> stream);
  void ConfirmPayout(const Call& call, const v1::ConfirmPayoutRequest& request,
                     Reply<v1::ConfirmPayoutResponse> reply);
  void EnterCorrection(const Call& call, const v1::EnterCorrectionRequest& request,
                       Reply<v1::EnterCorrectionResponse> reply);
  void ApproveCorrection(const Call& call, const v1::ApproveCorrectionRequest& request,
                         Reply<v1::ApproveCorrectionResponse> reply);
  void RejectCorrection(const Call& call, const v1::RejectCorrectionRequest& request,
                        Reply<v1::RejectCorrectionResponse> reply);
  void GetCorrection(const Call& call, const v1::GetCorrectionRequest& request,
                     Reply<v1::GetCorrectionResponse> reply);
  void ListCorrections(const Call& call, const v1::ListCorrectionsRequest& request,
                       Reply<v1::ListCorrectionsResponse> reply);
  void GetPeriod(const Call& call, const v1::GetPeriodRequest& request,
                 Reply<v1::GetPeriodResponse> reply);
  void ListPeriods(const Call& call, const v1::ListPeriodsRequest& request,
                   Reply<v1::ListPeriodsResponse> reply);
  void ClosePeriod(const Call& call, const v1::ClosePeriodRequest& request,
                   Reply<v1::ClosePeriodResponse> reply);
  void ExplainLine(const Call& call, const v1::ExplainLineRequest& request,
                   Reply<v1::ExplainLineResponse> reply);
  void SimulateStatements(const Call& call, const v1::SimulateStatementsRequest& request,
                          Stream<v1::SimulateStatementsResponse> stream);
  void VerifyStatement(const Call& call, const v1::VerifyStatementRequest& request,
                       Reply<v1::VerifyStatementResponse> reply);

  // ListCompStatements for a puller: in the order of change (C-14).
  void ListChanged(const Call& call, const v1::ListCompStatementsRequest& request,
                   Reply<v1::ListCompStatementsResponse> reply);
};

}  // namespace baton::server
