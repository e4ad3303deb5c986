// CompStatementService's methods about plans.
#include <string>
#include <utility>

#include "domain/plan_template.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/comp_statement_service.h"
#include "server/list_request.h"
#include "server/plan_desk.h"
#include "server/request_reader.h"
#include "store/plan_versions.h"
#include "store/plans.h"

namespace baton::server {

void CompStatementService::CreatePlanVersion(const Call& call,
                                             const v1::CreatePlanVersionRequest& request,
                                             Reply<v1::CreatePlanVersionResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  if (!reader.status().ok()) return reply(reader.status());
  const std::string name = domain::ResourceName(call.tenant(), "compPlans", NewId(call));
  Mutate(
      call, std::string(kPlanKey),
      [&call, &request,
       name](store::Transaction& tx) -> absl::StatusOr<v1::CreatePlanVersionResponse> {
        v1::CreatePlanVersionResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_plan_version(),
                               server::CreatePlanVersion(tx, call, request.plan_version(), name));
        return response;
      },
      reply);
}

void CompStatementService::SignPlanVersion(const Call& call,
                                           const v1::SignPlanVersionRequest& request,
                                           Reply<v1::SignPlanVersionResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "compPlans");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, std::string(kPlanKey),
      [&call, id](store::Transaction& tx) -> absl::StatusOr<v1::SignPlanVersionResponse> {
        v1::SignPlanVersionResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_plan_version(),
                               server::SignPlanVersion(tx, call, id));
        return response;
      },
      reply);
}

void CompStatementService::GetPlan(const Call& call, const v1::GetPlanRequest& request,
                                   Reply<v1::GetPlanResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  if (request.code().empty()) reader.violations().Add("code", "is missing");
  const absl::Time at = reader.Time("time", request.has_time(), request.time(), call.now);
  if (request.version() < 0) reader.violations().Add("version", "is negative");
  if (request.version() > 0 && request.has_time()) {
    reader.violations().Add("version", "excludes time: a version is the same at every time");
  }
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, &request, at](store::Session& session) -> absl::StatusOr<v1::GetPlanResponse> {
        v1::GetPlanResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_plan_version(),
                               ShowPlan(call, session, request.code(), request.version(), at));
        return response;
      },
      reply);
}

void CompStatementService::ListPlanVersions(const Call& call,
                                            const v1::ListPlanVersionsRequest& request,
                                            Reply<v1::ListPlanVersionsResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::PlanVersionList(),
                VisibleScopeBy(call, "plan_code", "plan_assignments", "payee_id"));
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [&call, query = *query](store::Session& session) {
        return server::ListPlanVersions(session, query, call.now);
      },
      reply);
}

void CompStatementService::ValidatePlan(const Call& call, const v1::ValidatePlanRequest& request,
                                        Reply<v1::ValidatePlanResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, &request](store::Session& session) {
        return server::ValidatePlan(session, call.tenant(), request.plan_version(), call.now);
      },
      reply);
}

void CompStatementService::ListPlanTemplates(const Call& call,
                                             const v1::ListPlanTemplatesRequest& request,
                                             Reply<v1::ListPlanTemplatesResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  reader.PageSize(request.page_size());
  if (!request.page_token().empty()) {
    reader.violations().Add("page_token", "is none of this list, which has one page");
  }
  if (!reader.status().ok()) return reply(reader.status());
  v1::ListPlanTemplatesResponse response;
  for (const v1::PlanTemplate& one : domain::PlanTemplates()) *response.add_templates() = one;
  reply(std::move(response));
}

void CompStatementService::AssignPlan(const Call& call, const v1::AssignPlanRequest& request,
                                      Reply<v1::AssignPlanResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  reader.Id("assignment.payee", request.assignment().payee(), "people");
  if (!reader.status().ok()) return reply(reader.status());
  const std::string name = domain::ResourceName(call.tenant(), "planAssignments", NewId(call));
  Mutate(
      call, std::string(kPlanKey),
      [&call, &request, name](store::Transaction& tx) -> absl::StatusOr<v1::AssignPlanResponse> {
        v1::PlanAssignment assignment = request.assignment();
        assignment.set_name(name);
        v1::AssignPlanResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_assignment(),
                               server::AssignPlan(tx, call, std::move(assignment)));
        return response;
      },
      reply);
}

void CompStatementService::ListPlanAssignments(const Call& call,
                                               const v1::ListPlanAssignmentsRequest& request,
                                               Reply<v1::ListPlanAssignmentsResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::PlanAssignmentList(), VisibleScope(call, {"payee_id"}));
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListPlanAssignmentsResponse> {
        v1::ListPlanAssignmentsResponse response;
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_next_page_token(),
            store::RunListQuery(session, store::PlanAssignmentList(), query,
                                [&response] { return response.add_assignments(); }));
        return response;
      },
      reply);
}

}  // namespace baton::server
