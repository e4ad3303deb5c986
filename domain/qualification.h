// Qualification: what the four answers say about a signal (H-4).
#pragma once

#include <string>

#include "baton/v1/policy.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::domain {

struct QualificationResult {
  // Enough answers of the policy's routing test are yes: decides the route.
  bool routable = false;
  // At least three of the four are yes: measures signal quality.
  bool qualified = false;
  // The answers and the counts, for people.
  std::string why;
};

// H-4. An absent answer is a no.
QualificationResult DecideQualification(const v1::Qualification& qualification,
                                        v1::RoutingTest routing_test);

}  // namespace baton::domain
