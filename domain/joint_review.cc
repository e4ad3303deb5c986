#include "domain/joint_review.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/calculation_text.h"
#include "domain/flag.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

bool IsSavedPart(const v1::AttributionPart& part) {
  return part.category() == v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;
}

std::string Why(const v1::Attribution& save, const v1::Attribution& shrinkage, absl::Time due) {
  return absl::StrCat("The account shrank in ", shrinkage.booking(), " of ",
                      FormatDay(ToTime(shrinkage.booked_time())),
                      ", near this save: held for joint review.",
                      save.signatures().empty() ? "" : " What was signed before no longer counts.",
                      " Both sides sign by ", FormatMinute(due), ".");
}

}  // namespace

bool IsSave(const v1::Attribution& attribution) {
  return std::any_of(attribution.parts().begin(), attribution.parts().end(), IsSavedPart);
}

bool IsShrinkage(const v1::Attribution& attribution) {
  return attribution.net_direction() == "contraction";
}

bool IsReviewed(absl::Time end, absl::Time booked) {
  return booked >= end - kReviewBefore && booked <= end + kReviewAfter;
}

absl::StatusOr<v1::Attribution> HoldForReview(v1::Attribution save,
                                              const v1::Attribution& shrinkage,
                                              const v1::Policy& policy, absl::Time now) {
  BATON_ASSIGN_OR_RETURN(const absl::Time due, SignDueTime(policy, now));
  *save.add_explanation() = Step("A-3", Why(save, shrinkage, due));
  AddFlag(kJointReview, save.mutable_flags());
  for (v1::AttributionPart& part : *save.mutable_parts()) {
    if (IsSavedPart(part)) AddFlag(kJointReview, part.mutable_flags());
  }
  save.clear_signatures();
  save.clear_concur_time();
  save.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  *save.mutable_sign_due_time() = ToTimestamp(due);
  return save;
}

}  // namespace baton::domain
