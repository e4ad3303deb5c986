#include "domain/routing.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"

namespace baton::domain {
namespace {

constexpr auto kA = v1::OWNERSHIP_MODEL_A;
constexpr auto kB = v1::OWNERSHIP_MODEL_B;
constexpr auto kC = v1::OWNERSHIP_MODEL_C;

// An amount in the policy's currency, and how it came to be, in words.
struct Comparable {
  int64_t amount_minor = 0;
  std::string text;
};

// Nothing where the amount isn't stated, or can't be converted.
std::optional<Comparable> InPolicyCurrency(bool present, const v1::Money& amount,
                                           const v1::Policy& policy,
                                           absl::Span<const ApprovedRate> rates) {
  if (!present) return std::nullopt;
  const std::string stated = AmountText(amount.amount_minor(), amount.currency_code());
  if (amount.currency_code() == policy.currency_code()) {
    return Comparable{amount.amount_minor(), stated};
  }
  const ApprovedRate* rate = FindRate(rates, amount.currency_code(), policy.currency_code());
  if (rate == nullptr) return std::nullopt;
  const absl::StatusOr<int64_t> converted = Convert(amount.amount_minor(), rate->rate);
  if (!converted.ok()) return std::nullopt;
  return Comparable{*converted, absl::StrCat(AmountText(*converted, policy.currency_code()), " (",
                                             stated, " at ", RateOfDayText(*rate), ")")};
}

bool HasTwoProductLines(const v1::Signal& signal) {
  const auto& lines = signal.product_lines();
  return std::any_of(lines.begin(), lines.end(),
                     [&lines](const std::string& line) { return line != lines.Get(0); });
}

// "estimate 9,000.00 USD", or why there is none to compare.
std::string Describe(const v1::Signal& signal, const std::optional<Comparable>& estimate,
                     const v1::Policy& policy) {
  if (estimate.has_value()) return absl::StrCat("estimate ", estimate->text);
  if (!signal.has_estimated_expansion()) return "no estimate";
  const v1::Money& stated = signal.estimated_expansion();
  return absl::StrCat("estimate ", AmountText(stated.amount_minor(), stated.currency_code()),
                      " without a rate to ", policy.currency_code());
}

absl::string_view SegmentName(v1::Segment segment) {
  switch (segment) {
    case v1::SEGMENT_SMB:
      return "SMB";
    case v1::SEGMENT_MID_MARKET:
      return "mid-market";
    case v1::SEGMENT_ENTERPRISE:
      return "enterprise";
    case v1::SEGMENT_STRATEGIC:
      return "strategic";
    default:
      return "unknown";
  }
}

// The bands between H-6 (1) and (2).
std::optional<ModelDecision> DecideByBand(const std::optional<Comparable>& estimate,
                                          const v1::Policy& policy) {
  if (policy.credit_scheme() != v1::CREDIT_SCHEME_BANDED || !estimate.has_value() ||
      estimate->amount_minor > policy.band_high_minor()) {
    return std::nullopt;
  }
  const bool low = estimate->amount_minor < policy.band_low_minor();
  const int64_t edge = low ? policy.band_low_minor() : policy.band_high_minor();
  return ModelDecision{kA, !low,
                       absl::StrCat("bands: estimate ", estimate->text,
                                    low ? " < " : " <= ", AmountText(edge, policy.currency_code()),
                                    low ? ": model A" : ": model A with AE support")};
}

// H-6 (3).
std::optional<ModelDecision> DecideJoint(const v1::Signal& signal, const v1::Account& account,
                                         const v1::Policy& policy,
                                         absl::Span<const ApprovedRate> rates) {
  const Comparable acv = InPolicyCurrency(account.has_acv(), account.acv(), policy, rates)
                             .value_or(Comparable{0, AmountText(0, policy.currency_code())});
  const v1::Segment segment = account.segment();
  if (acv.amount_minor >= policy.model_c_acv_minor()) {
    return ModelDecision{
        kC, false,
        absl::StrCat("(3) ACV ", acv.text, " >= ",
                     AmountText(policy.model_c_acv_minor(), policy.currency_code()), ": model C")};
  }
  if (segment == v1::SEGMENT_ENTERPRISE || segment == v1::SEGMENT_STRATEGIC) {
    return ModelDecision{kC, false,
                         absl::StrCat("(3) segment ", SegmentName(segment), ": model C")};
  }
  if (HasTwoProductLines(signal)) {
    return ModelDecision{kC, false, "(3) two or more product lines: model C"};
  }
  return std::nullopt;
}

// H-6 (4) and (5).
ModelDecision DecideBySize(const v1::Signal& signal, const v1::Account& account,
                           const std::optional<Comparable>& estimate, const v1::Policy& policy) {
  const bool small =
      estimate.has_value() && estimate->amount_minor <= policy.model_a_threshold_minor();
  const bool is_a = account.segment() == v1::SEGMENT_SMB && !signal.cross_sell() && small;
  return {is_a ? kA : kB, false,
          absl::StrCat(is_a ? "(4) " : "(5) not (4): ", "segment ", SegmentName(account.segment()),
                       signal.cross_sell() ? ", cross-sell, " : ", no cross-sell, ",
                       Describe(signal, estimate, policy), ", threshold ",
                       AmountText(policy.model_a_threshold_minor(), policy.currency_code()),
                       is_a ? ": model A" : ": model B")};
}

}  // namespace

ModelDecision DecideModel(const v1::Signal& signal, const v1::Account& account,
                          const v1::Policy& policy, absl::Span<const ApprovedRate> rates) {
  if (signal.upgrade_to_c()) return {kC, false, "(1) an upgrade was asked for: model C"};
  const std::optional<Comparable> estimate = InPolicyCurrency(
      signal.has_estimated_expansion(), signal.estimated_expansion(), policy, rates);
  if (auto band = DecideByBand(estimate, policy)) return *std::move(band);
  if (account.renewal_model() != v1::OWNERSHIP_MODEL_UNSPECIFIED) {
    return {account.renewal_model(), false,
            absl::StrCat("(2) the renewal's model: model ", ModelName(account.renewal_model()))};
  }
  if (auto joint = DecideJoint(signal, account, policy, rates)) return *std::move(joint);
  return DecideBySize(signal, account, estimate, policy);
}

bool IsUpgrade(v1::OwnershipModel from, v1::OwnershipModel to) { return to > from; }

bool IsCrossSell(const v1::Signal& signal, const v1::Account& account) {
  const auto owned = [&account](const std::string& line) {
    return std::any_of(
        account.owned_lines().begin(), account.owned_lines().end(),
        [&line](const v1::OwnedProductLine& held) { return held.product_line() == line; });
  };
  return !std::all_of(signal.product_lines().begin(), signal.product_lines().end(), owned);
}

absl::string_view ModelName(v1::OwnershipModel model) {
  switch (model) {
    case kA:
      return "A";
    case kB:
      return "B";
    case kC:
      return "C";
    default:
      return "";
  }
}

}  // namespace baton::domain
