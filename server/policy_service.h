// PolicyService: shows which policy is in force.
#pragma once

#include "baton/v1/policy_service.pb.h"
#include "server/service.h"

namespace baton::server {

class PolicyService final : public Service {
 public:
  explicit PolicyService(const Parts& parts);

 private:
  void GetPolicy(const Call& call, const v1::GetPolicyRequest& request,
                 Reply<v1::GetPolicyResponse> reply);
};

}  // namespace baton::server
