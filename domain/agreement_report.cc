#include "domain/agreement_report.h"

#include "domain/attribution_reading.h"
#include "domain/instant.h"
#include "domain/recommendation.h"
#include "domain/share.h"

namespace baton::domain {
namespace {

// What was proposed, before documentation was checked.
v1::Recommendation OwnFrom(const v1::Attribution& proposed) {
  v1::Recommendation own;
  for (const v1::AttributionPart& part : proposed.parts()) {
    v1::PartRecommendation& of_part = *own.add_parts();
    of_part.set_part(part.part());
    of_part.set_category(CategoryRead(part));
  }
  return own;
}

// The last word of each recommender up to that time.
std::map<std::string, const v1::Recommendation*> LastWords(
    absl::Span<const v1::Recommendation> outside, absl::Time until) {
  std::map<std::string, const v1::Recommendation*> last;
  for (const v1::Recommendation& one : outside) {
    if (ToTime(one.recommend_time()) > until) continue;
    const v1::Recommendation*& held = last[one.recommender()];
    if (held == nullptr || ToTime(held->recommend_time()) <= ToTime(one.recommend_time())) {
      held = &one;
    }
  }
  return last;
}

v1::ConcurrenceTime TimeOf(const std::vector<absl::Duration>& times) {
  v1::ConcurrenceTime time;
  time.set_booking_count(static_cast<int64_t>(times.size()));
  if (!times.empty()) *time.mutable_median() = MedianOf(times);
  return time;
}

}  // namespace

void AgreementReport::Add(const v1::Attribution& decided, const v1::Attribution& proposed,
                          absl::Span<const v1::Recommendation> outside) {
  if (!decided.has_concur_time()) return;
  const absl::Time concurred = ToTime(decided.concur_time());
  ++own_.given;
  own_.agreed += Agrees(OwnFrom(proposed), decided) ? 1 : 0;
  const auto words = LastWords(outside, concurred);
  for (const auto& [recommender, recommendation] : words) {
    Count& count = outside_[recommender];
    ++count.given;
    count.agreed += Agrees(*recommendation, decided) ? 1 : 0;
  }
  std::vector<absl::Duration>& times = words.empty() ? without_outside_ : with_outside_;
  times.push_back(concurred - ToTime(proposed.create_time()));
}

v1::RecommendationAgreementResponse AgreementReport::Finish() const {
  v1::RecommendationAgreementResponse response;
  const auto add = [&response](const std::string& recommender, const Count& count) {
    v1::RecommenderAgreement& row = *response.add_recommenders();
    row.set_recommender(recommender);
    *row.mutable_agreed() = ShareOf(count.agreed, count.given);
  };
  add(kBaton, own_);
  for (const auto& [recommender, count] : outside_) add(recommender, count);
  *response.mutable_with_outside() = TimeOf(with_outside_);
  *response.mutable_without_outside() = TimeOf(without_outside_);
  return response;
}

}  // namespace baton::domain
