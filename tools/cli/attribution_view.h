// Attributions for people.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "baton/v1/attribution_service.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

std::string AttributionTable(const std::vector<v1::Attribution>& attributions, const View& view);
// Parts with their credit, signatures, and why.
std::string AttributionDetail(const v1::Attribution& attribution, const View& view);

// Parts of one category in one currency.
struct CategorySum {
  int64_t part_count = 0;
  int64_t amount_minor = 0;
  int64_t ae_credit_minor = 0;
  int64_t csm_credit_minor = 0;
};
// Currencies are never added up.
using CategorySums = std::map<std::pair<v1::AttributionCategory, std::string>, CategorySum>;

// OutOfRange: a sum is larger than an amount can be.
absl::StatusOr<CategorySums> SumByCategory(const std::vector<v1::Attribution>& attributions);

std::string CategoryTable(const CategorySums& sums, const View& view);
// One line of JSON a category and currency: category, currency_code, part_count, amount_minor,
// ae_credit_minor, csm_credit_minor; 64-bit numbers as text, as protobuf's JSON has them.
std::string CategoryJsonLines(const CategorySums& sums);

}  // namespace baton::cli
