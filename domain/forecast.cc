#include "domain/forecast.h"

#include "domain/money.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

absl::Status AddTo(int64_t amount_minor, int64_t* sum) {
  BATON_ASSIGN_OR_RETURN(*sum, AddMinor(*sum, amount_minor));
  return absl::OkStatus();
}

absl::Status AddTo(const v1::ForecastLine& line, v1::ForecastLine* total) {
  BATON_ASSIGN_OR_RETURN(const int64_t booked,
                         AddMinor(total->booked_minor(), line.booked_minor()));
  BATON_ASSIGN_OR_RETURN(const int64_t open, AddMinor(total->open_minor(), line.open_minor()));
  BATON_ASSIGN_OR_RETURN(const int64_t weighted,
                         AddMinor(total->weighted_minor(), line.weighted_minor()));
  BATON_ASSIGN_OR_RETURN(const int64_t expected,
                         AddMinor(total->expected_minor(), line.expected_minor()));
  total->set_booked_minor(booked);
  total->set_open_minor(open);
  total->set_open_count(total->open_count() + line.open_count());
  total->set_weighted_minor(weighted);
  total->set_expected_minor(expected);
  return absl::OkStatus();
}

}  // namespace

v1::ForecastTreatment TreatmentOf(v1::AttributionCategory category) {
  switch (category) {
    case v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION:
      return v1::FORECAST_TREATMENT_EXPANSION;
    case v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE:
      return v1::FORECAST_TREATMENT_RENEWAL_AT_RISK;
    case v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL:
      return v1::FORECAST_TREATMENT_RENEWAL;
    case v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT:
      return v1::FORECAST_TREATMENT_RENEWAL_UPLIFT;
    case v1::ATTRIBUTION_CATEGORY_CROSS_SELL:
      return v1::FORECAST_TREATMENT_CROSS_SELL;
    case v1::ATTRIBUTION_CATEGORY_CONTRACTION:
    case v1::ATTRIBUTION_CATEGORY_CHURN:
      return v1::FORECAST_TREATMENT_LOSS;
    default:
      return v1::FORECAST_TREATMENT_UNSPECIFIED;
  }
}

absl::Status Forecast::AddBooked(const RevenuePart& part) {
  return AddTo(part.amount_minor, &sums_[TreatmentOf(part.category)].booked);
}

absl::Status Forecast::AddOpen(v1::ForecastTreatment treatment, int64_t amount_minor) {
  ++sums_[treatment].count;
  return AddTo(amount_minor, &sums_[treatment].open);
}

absl::Status Forecast::AddOpportunity(bool cross_sell, int64_t amount_minor) {
  return AddOpen(cross_sell ? v1::FORECAST_TREATMENT_CROSS_SELL : v1::FORECAST_TREATMENT_EXPANSION,
                 amount_minor);
}

absl::Status Forecast::AddRenewal(bool at_risk, int64_t arr_minor) {
  return AddOpen(at_risk ? v1::FORECAST_TREATMENT_RENEWAL_AT_RISK : v1::FORECAST_TREATMENT_RENEWAL,
                 arr_minor);
}

int32_t Forecast::ProbabilityOf(v1::ForecastTreatment treatment) const {
  switch (treatment) {
    case v1::FORECAST_TREATMENT_EXPANSION:
      return policy_.expansion_probability_bp();
    case v1::FORECAST_TREATMENT_RENEWAL_AT_RISK:
      return policy_.save_probability_bp();
    case v1::FORECAST_TREATMENT_RENEWAL:
      return policy_.renewal_probability_bp();
    case v1::FORECAST_TREATMENT_CROSS_SELL:
      return policy_.cross_sell_probability_bp();
    default:
      // What has no open side is booked, and so certain.
      return kOneBp;
  }
}

absl::StatusOr<v1::ForecastResponse> Forecast::Finish() const {
  v1::ForecastResponse response;
  for (int i = v1::ForecastTreatment_MIN + 1; i <= v1::ForecastTreatment_MAX; ++i) {
    const auto treatment = static_cast<v1::ForecastTreatment>(i);
    const Sums& sums = sums_[i];
    v1::ForecastLine& line = *response.add_lines();
    line.set_treatment(treatment);
    line.set_booked_minor(sums.booked);
    line.set_open_minor(sums.open);
    line.set_open_count(sums.count);
    line.set_probability_bp(ProbabilityOf(treatment));
    BATON_ASSIGN_OR_RETURN(const int64_t weighted, ApplyRate(line.probability_bp(), sums.open));
    line.set_weighted_minor(weighted);
    BATON_ASSIGN_OR_RETURN(const int64_t expected, AddMinor(sums.booked, weighted));
    line.set_expected_minor(expected);
    BATON_RETURN_IF_ERROR(AddTo(line, response.mutable_total()));
  }
  return response;
}

}  // namespace baton::domain
