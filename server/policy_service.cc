#include "server/policy_service.h"

#include "domain/status_macros.h"
#include "server/policy_source.h"
#include "server/request_reader.h"

namespace baton::server {

PolicyService::PolicyService(const Parts& parts) : Service("baton.v1.PolicyService", parts) {
  Unary("GetPolicy", &PolicyService::GetPolicy);
}

void PolicyService::GetPolicy(const Call& call, const v1::GetPolicyRequest& request,
                              Reply<v1::GetPolicyResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  const absl::Time at = reader.Time("time", request.has_time(), request.time(), call.now);
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, at](store::Session& session) -> absl::StatusOr<v1::GetPolicyResponse> {
        v1::GetPolicyResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_policy(),
                               PolicyInForce(session, call.tenant(), at));
        return response;
      },
      reply);
}

}  // namespace baton::server
