#include "domain/category_report.h"

#include <map>

#include "domain/instant.h"
#include "domain/money.h"
#include "domain/segment_order.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

using Amounts = std::map<v1::AttributionCategory, int64_t>;

// One segment's, or a quarter's.
struct Sums {
  Amounts by_category;
  int64_t part_count = 0;
};

absl::Status Add(const RevenuePart& part, Sums* sums) {
  int64_t& sum = sums->by_category[part.category];
  BATON_ASSIGN_OR_RETURN(sum, AddMinor(sum, part.amount_minor));
  ++sums->part_count;
  return absl::OkStatus();
}

absl::StatusOr<v1::CategoryAmounts> AmountsOf(Sums sums) {
  Amounts& by = sums.by_category;
  v1::CategoryAmounts amounts;
  amounts.set_net_new_expansion_minor(by[v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION]);
  amounts.set_cross_sell_minor(by[v1::ATTRIBUTION_CATEGORY_CROSS_SELL]);
  amounts.set_at_risk_save_minor(by[v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE]);
  amounts.set_renewal_uplift_minor(by[v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT]);
  amounts.set_clean_renewal_minor(by[v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL]);
  amounts.set_contraction_minor(by[v1::ATTRIBUTION_CATEGORY_CONTRACTION]);
  amounts.set_churn_minor(by[v1::ATTRIBUTION_CATEGORY_CHURN]);
  amounts.set_part_count(sums.part_count);
  BATON_ASSIGN_OR_RETURN(const int64_t growth,
                         AddMinor(amounts.net_new_expansion_minor(), amounts.cross_sell_minor()));
  amounts.set_growth_minor(growth);
  BATON_ASSIGN_OR_RETURN(int64_t defence,
                         AddMinor(amounts.at_risk_save_minor(), amounts.renewal_uplift_minor()));
  BATON_ASSIGN_OR_RETURN(defence, AddMinor(defence, amounts.clean_renewal_minor()));
  amounts.set_defence_minor(defence);
  return amounts;
}

absl::StatusOr<v1::CategoryQuarter> RowOf(const Quarter& quarter,
                                          absl::Span<const RevenuePart> parts) {
  std::map<v1::Segment, Sums, SegmentOrder> segments;
  Sums total;
  for (const RevenuePart& part : parts) {
    if (part.booked_at < quarter.start || part.booked_at >= quarter.end) continue;
    BATON_RETURN_IF_ERROR(Add(part, &segments[part.segment]));
    BATON_RETURN_IF_ERROR(Add(part, &total));
  }
  v1::CategoryQuarter row;
  row.set_period(quarter.code);
  *row.mutable_start_time() = ToTimestamp(quarter.start);
  *row.mutable_end_time() = ToTimestamp(quarter.end);
  for (const auto& [segment, sums] : segments) {
    v1::SegmentCategories& of_segment = *row.add_segments();
    of_segment.set_segment(segment);
    BATON_ASSIGN_OR_RETURN(*of_segment.mutable_amounts(), AmountsOf(sums));
  }
  BATON_ASSIGN_OR_RETURN(*row.mutable_total(), AmountsOf(total));
  return row;
}

}  // namespace

absl::StatusOr<std::vector<v1::CategoryQuarter>> ArrByCategory(
    absl::Span<const Quarter> quarters, absl::Span<const RevenuePart> parts) {
  std::vector<v1::CategoryQuarter> rows;
  for (const Quarter& quarter : quarters) {
    BATON_ASSIGN_OR_RETURN(v1::CategoryQuarter row, RowOf(quarter, parts));
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace baton::domain
