#include "domain/credit_wording.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"
#include "domain/categorise.h"
#include "domain/exchange_rate.h"
#include "domain/money.h"

namespace baton::domain {
namespace {

// A part's credit in its sentence: "a cross-sell closed by the AE".
absl::string_view PartText(v1::AttributionCategory category) {
  switch (category) {
    case v1::ATTRIBUTION_CATEGORY_CROSS_SELL:
      return "a cross-sell";
    case v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE:
      return "an at-risk save";
    case v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT:
      return "a renewal uplift";
    case v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL:
      return "a clean renewal";
    default:
      return "net-new expansion";
  }
}

absl::string_view RuleOf(const Share& share, v1::AttributionCategory category) {
  if (share.reason == ShareReason::kBackfilled) return "T-1";
  return category == v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION ? "C-1" : "C-2";
}

std::string BandRangeText(const v1::Policy& policy) {
  return absl::StrCat(AmountText(policy.band_low_minor(), policy.currency_code()), " to ",
                      AmountText(policy.band_high_minor(), policy.currency_code()));
}

absl::string_view PlaceText(Band band) {
  if (band == Band::kWithin) return "within";
  return band == Band::kBelow ? "below" : "above";
}

// " = 25,000.00 USD at 1.0842 USD for 1 EUR, ..."; empty where nothing is converted.
std::string ConvertedTotalText(const CreditTerms& terms, const v1::Policy& policy) {
  if (!IsForeign(terms.currency_code, policy) || !terms.rate.has_value()) return "";
  const absl::StatusOr<int64_t> total = Convert(terms.net_new_minor, terms.rate->rate);
  return absl::StrCat(" = ",
                      total.ok() ? AmountText(*total, policy.currency_code())
                                 : absl::StrCat("more ", policy.currency_code(), " than fits"),
                      " at ", RateOfDayText(*terms.rate));
}

std::string BandText(const Shares& shares, const CreditTerms& terms, const v1::Policy& policy) {
  return absl::StrCat("the booking's net-new expansion, ",
                      AmountText(terms.net_new_minor, terms.currency_code),
                      ConvertedTotalText(terms, policy), ", lies ", PlaceText(shares.band),
                      " the band of ", BandRangeText(policy));
}

std::string NoRateText(const CreditTerms& terms, const v1::Policy& policy) {
  return absl::StrCat("no exchange rate from ", terms.currency_code, " to ", policy.currency_code(),
                      " to read the bands by (C-3)");
}

// A clean renewal counts for the CSM in one measure alone.
absl::string_view CategoryAddition(bool csm, v1::AttributionCategory category) {
  return csm && category == v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL
             ? ", which counts in gross retention only"
             : "";
}

std::string WhyText(bool csm, const Shares& shares, v1::AttributionCategory category,
                    const CreditTerms& terms, const v1::Policy& policy) {
  const absl::string_view part = PartText(category);
  switch ((csm ? shares.csm : shares.ae).reason) {
    case ShareReason::kCategory:
      return absl::StrCat(part, CategoryAddition(csm, category));
    case ShareReason::kClosed:
      return absl::StrCat(part, " closed by the AE");
    case ShareReason::kBrokered:
      return absl::StrCat(part, ", brokered by a CSM (G-1)");
    case ShareReason::kNotBrokered:
      return absl::StrCat(part, " that no CSM brokered (G-1)");
    case ShareReason::kAlways:
      return std::string(part);
    case ShareReason::kSelfServe:
      return absl::StrCat(part, " bought self-serve credits nobody");
    case ShareReason::kBackfilled:
      return absl::StrCat(part, " from an opportunity of before go-live");
    case ShareReason::kModelA:
      return absl::StrCat(part, " closed by the CSM (model A)");
    case ShareReason::kSignalCredit:
      return absl::StrCat(part, " pays a share of the AE's commission instead");
    case ShareReason::kBand:
      return BandText(shares, terms, policy);
    case ShareReason::kNoRate:
      return NoRateText(terms, policy);
  }
  return "";
}

v1::ExplanationStep ShareStep(bool csm, const PartCredit& credit, const CreditTerms& terms,
                              const v1::Policy& policy, const v1::AttributionPart& part) {
  const Share& share = csm ? credit.shares.csm : credit.shares.ae;
  return Step(RuleOf(share, part.category()),
              absl::StrCat(csm ? kCsmStep : kAeStep,
                           ShareText(share.bp, part.amount_minor(),
                                     csm ? credit.csm_minor : credit.ae_minor, terms.currency_code),
                           " is credited: ",
                           WhyText(csm, credit.shares, part.category(), terms, policy), "."));
}

// "100% of 25,000.00 USD below, 70% of 75,000.00 USD within and 30% of 0.01 USD above".
std::string SlicesText(bool csm, const PartCredit& credit, const std::string& currency_code) {
  std::string text;
  for (int i = 0; i < kBands; ++i) {
    const Band band = static_cast<Band>(i);
    if (credit.in_band_minor[i] == 0) continue;
    const int64_t bp = csm ? CsmBpOf(band) : kOneBp - CsmBpOf(band);
    absl::StrAppend(&text, text.empty() ? "" : ", ", RateText(bp), " of the ",
                    AmountText(credit.in_band_minor[i], currency_code), " that lie ",
                    PlaceText(band));
  }
  return text;
}

// C-1. Read as marginal no one share says it.
v1::ExplanationStep MarginalStep(bool csm, const PartCredit& credit, const CreditTerms& terms,
                                 const v1::Policy& policy, const v1::AttributionPart& part) {
  const bool converted = IsForeign(terms.currency_code, policy) && terms.rate.has_value();
  return Step(
      "C-1",
      absl::StrCat(csm ? kCsmStep : kAeStep,
                   AmountText(csm ? credit.csm_minor : credit.ae_minor, terms.currency_code),
                   " of ", AmountText(part.amount_minor(), terms.currency_code),
                   " is credited: ", SlicesText(csm, credit, terms.currency_code), " the band of ",
                   BandRangeText(policy),
                   converted ? absl::StrCat(", read at ", RateOfDayText(*terms.rate)) : "", "."));
}

// "500.00 USD", or "461.17 EUR (500.00 USD at ...)" where the bound was converted.
std::string BoundText(int64_t bonus_minor, int64_t bound_minor, const CreditTerms& terms,
                      const v1::Policy& policy) {
  const std::string amount = AmountText(bonus_minor, terms.currency_code);
  if (!IsForeign(terms.currency_code, policy)) return amount;
  return absl::StrCat(amount, " (", AmountText(bound_minor, policy.currency_code()), " at ",
                      RateOfDayText(*terms.rate), ")");
}

std::string BonusText(const SaveBonus& bonus, const CreditTerms& terms, const v1::Policy& policy) {
  std::string text =
      absl::StrCat("Save bonus: ", ShareText(policy.save_bonus_bp(), bonus.saved_minor,
                                             bonus.by_rate_minor, terms.currency_code));
  if (bonus.by_rate_minor < bonus.amount_minor) {
    absl::StrAppend(&text, ", raised to the least bonus of ",
                    BoundText(bonus.amount_minor, policy.save_bonus_min_minor(), terms, policy));
  } else if (bonus.by_rate_minor > bonus.amount_minor) {
    absl::StrAppend(&text, ", cut to the largest bonus of ",
                    BoundText(bonus.amount_minor, policy.save_bonus_max_minor(), terms, policy));
  }
  return absl::StrCat(text, ".");
}

}  // namespace

void ExplainCredit(const PartCredit& credit, const CreditTerms& terms, const v1::Policy& policy,
                   v1::AttributionPart* part) {
  if (!CarriesCredit(part->category())) {
    *part->add_explanation() =
        Step("C-2", absl::StrCat("A ", CategoryText(part->category()),
                                 " carries no credit; it counts in gross retention."));
    return;
  }
  for (const bool csm : {false, true}) {
    *part->add_explanation() = credit.shares.marginal
                                   ? MarginalStep(csm, credit, terms, policy, *part)
                                   : ShareStep(csm, credit, terms, policy, *part);
  }
}

v1::ExplanationStep SaveBonusStep(const SaveBonus& bonus, const CreditTerms& terms,
                                  const v1::Policy& policy) {
  if (bonus.no_rate) {
    return Step("C-3",
                absl::StrCat("Save bonus: no exchange rate from ", terms.currency_code, " to ",
                             policy.currency_code(), " to read its floor and cap by."));
  }
  return Step("C-5", BonusText(bonus, terms, policy));
}

}  // namespace baton::domain
