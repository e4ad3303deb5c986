// How often recommendations were what was decided, and how long decisions took.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/agreement_report.pb.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/recommendation.pb.h"

namespace baton::domain {

class AgreementReport {
 public:
  // A booking: its attribution as it counts now, the one that was proposed first (the same unless a
  // dispute superseded it), and what was recommended from outside for any of them, in any order.
  // One that nobody has concurred yet counts for nothing.
  void Add(const v1::Attribution& decided, const v1::Attribution& proposed,
           absl::Span<const v1::Recommendation> outside);

  // Without the frame.
  v1::RecommendationAgreementResponse Finish() const;

 private:
  struct Count {
    int64_t agreed = 0;
    int64_t given = 0;
  };

  std::map<std::string, Count> outside_;  // by recommender
  Count own_;
  std::vector<absl::Duration> with_outside_;
  std::vector<absl::Duration> without_outside_;
};

}  // namespace baton::domain
