#include "domain/credit.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"
#include "domain/categorise.h"
#include "domain/money.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr int32_t kAll = static_cast<int32_t>(kOneBp);

bool IsForeign(const std::string& currency_code, const v1::Policy& policy) {
  return currency_code != policy.currency_code();
}

bool CsmShares(const CreditTerms& terms, const v1::Policy& policy) {
  return terms.brokered || policy.csm_share() == v1::CSM_SHARE_ALWAYS;
}

// The CSM's part of what an AE closed: a share where they brokered it.
Share BrokeredShare(int32_t bp, absl::string_view rule, absl::string_view what,
                    const CreditTerms& terms, const v1::Policy& policy) {
  if (!CsmShares(terms, policy)) {
    return {0, rule, absl::StrCat(what, " that no CSM brokered (G-1)")};
  }
  return {bp, rule, absl::StrCat(what, terms.brokered ? ", brokered by a CSM (G-1)" : "")};
}

Shares SelfServe(absl::string_view rule, absl::string_view what) {
  const std::string why = absl::StrCat(what, " bought self-serve credits nobody");
  return {.ae = {0, rule, why}, .csm = {0, rule, why}};
}

Shares BandedShares(const CreditTerms& terms, const v1::Policy& policy) {
  Shares shares;
  shares.split = true;
  if (terms.net_new_minor != 0 && IsForeign(terms.currency_code, policy)) {
    const std::string why = absl::StrCat("no exchange rate from ", terms.currency_code, " to ",
                                         policy.currency_code(), " to read the bands by (C-3)");
    shares.ae = {0, "C-1", why};
    shares.csm = {0, "C-1", why};
    shares.no_rate = true;
    return shares;
  }
  int32_t csm_bp = 3'000;
  absl::string_view band = "above";
  if (terms.net_new_minor < policy.band_low_minor()) {
    csm_bp = kAll;
    band = "below";
  } else if (terms.net_new_minor <= policy.band_high_minor()) {
    csm_bp = 7'000;
    band = "within";
  }
  const std::string why = absl::StrCat(
      "the booking's net-new expansion, ", AmountText(terms.net_new_minor, terms.currency_code),
      ", lies ", band, " the band of ", AmountText(policy.band_low_minor(), policy.currency_code()),
      " to ", AmountText(policy.band_high_minor(), policy.currency_code()));
  shares.ae = {kAll - csm_bp, "C-1", why};
  shares.csm = {csm_bp, "C-1", why};
  return shares;
}

// T-1. History from before go-live is never paid.
Shares Backfilled(absl::string_view what) {
  const std::string why = absl::StrCat(what, " from an opportunity of before go-live");
  return {.ae = {0, "T-1", why}, .csm = {0, "T-1", why}};
}

Shares NetNewShares(const CreditTerms& terms, const v1::Policy& policy) {
  const bool banded = policy.credit_scheme() == v1::CREDIT_SCHEME_BANDED;
  if (terms.backfilled) return Backfilled("net-new expansion");
  if (terms.self_serve && !banded) return SelfServe("C-1", "net-new expansion");
  if (terms.model == v1::OWNERSHIP_MODEL_A && !terms.self_serve) {
    const std::string why = "net-new expansion closed by the CSM (model A)";
    return {.ae = {0, "C-1", why}, .csm = {kAll, "C-1", why}};
  }
  if (banded) return BandedShares(terms, policy);
  Shares shares;
  shares.ae = {kAll, "C-1", "net-new expansion closed by the AE"};
  shares.csm =
      policy.credit_scheme() == v1::CREDIT_SCHEME_SIGNAL_CREDIT
          ? Share{0, "C-1", "net-new expansion pays a share of the AE's commission instead"}
          : BrokeredShare(policy.csm_expansion_bp(), "C-1", "net-new expansion", terms, policy);
  return shares;
}

Shares CrossSellShares(const CreditTerms& terms, const v1::Policy& policy) {
  if (terms.backfilled) return Backfilled("a cross-sell");
  if (terms.self_serve) return SelfServe("C-2", "a cross-sell");
  return {.ae = {kAll, "C-2", "a cross-sell closed by the AE"},
          .csm = BrokeredShare(policy.csm_cross_sell_bp(), "C-2", "a cross-sell", terms, policy)};
}

struct Amounts {
  int64_t ae_minor = 0;
  int64_t csm_minor = 0;
};

absl::StatusOr<Amounts> AmountsOf(int64_t amount_minor, const Shares& shares) {
  if (shares.no_rate) return Amounts{};
  if (shares.split) {
    BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> split,
                           Split(amount_minor, {shares.csm.bp, shares.ae.bp}));
    return Amounts{split[1], split[0]};
  }
  BATON_ASSIGN_OR_RETURN(const int64_t ae, ApplyRate(shares.ae.bp, amount_minor));
  BATON_ASSIGN_OR_RETURN(const int64_t csm, ApplyRate(shares.csm.bp, amount_minor));
  return Amounts{ae, csm};
}

v1::ExplanationStep CreditStep(absl::string_view whose, const Share& share, int64_t amount_minor,
                               int64_t credit_minor, const std::string& currency_code) {
  return Step(share.rule,
              absl::StrCat(whose, ShareText(share.bp, amount_minor, credit_minor, currency_code),
                           " is credited: ", share.why, "."));
}

absl::Status CreditPart(const CreditTerms& terms, const v1::Policy& policy,
                        v1::AttributionPart* part) {
  if (!CarriesCredit(part->category())) {
    *part->add_explanation() =
        Step("C-2", absl::StrCat("A ", CategoryText(part->category()),
                                 " carries no credit; it counts in gross retention."));
    return absl::OkStatus();
  }
  const Shares shares = SharesOf(part->category(), terms, policy);
  BATON_ASSIGN_OR_RETURN(const Amounts credit, AmountsOf(part->amount_minor(), shares));
  part->set_ae_credit_minor(credit.ae_minor);
  part->set_csm_credit_minor(credit.csm_minor);
  *part->add_explanation() =
      CreditStep(kAeStep, shares.ae, part->amount_minor(), credit.ae_minor, terms.currency_code);
  *part->add_explanation() =
      CreditStep(kCsmStep, shares.csm, part->amount_minor(), credit.csm_minor, terms.currency_code);
  if (shares.no_rate) {
    part->add_flags(std::string(kNoRate));
    std::sort(part->mutable_flags()->begin(), part->mutable_flags()->end());
  }
  return absl::OkStatus();
}

// C-5. Floor and cap of 0 are none.
int64_t WithinBounds(int64_t bonus_minor, const v1::Policy& policy) {
  const int64_t floored = std::max(bonus_minor, policy.save_bonus_min_minor());
  const int64_t cap = policy.save_bonus_max_minor();
  return cap > 0 ? std::min(floored, cap) : floored;
}

std::string BonusText(int64_t by_rate_minor, const SaveBonus& bonus,
                      const std::string& currency_code, const v1::Policy& policy) {
  std::string text = absl::StrCat(
      "Save bonus: ",
      ShareText(policy.save_bonus_bp(), bonus.saved_minor, by_rate_minor, currency_code));
  if (by_rate_minor < bonus.amount_minor) {
    absl::StrAppend(&text, ", raised to the least bonus of ",
                    AmountText(bonus.amount_minor, currency_code));
  } else if (by_rate_minor > bonus.amount_minor) {
    absl::StrAppend(&text, ", cut to the largest bonus of ",
                    AmountText(bonus.amount_minor, currency_code));
  }
  return absl::StrCat(text, ".");
}

}  // namespace

bool CarriesCredit(v1::AttributionCategory category) {
  return category != v1::ATTRIBUTION_CATEGORY_CONTRACTION &&
         category != v1::ATTRIBUTION_CATEGORY_CHURN;
}

absl::StatusOr<int64_t> NetNewExpansion(absl::Span<const v1::AttributionPart> parts) {
  int64_t total = 0;
  for (const v1::AttributionPart& part : parts) {
    if (part.category() != v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION) continue;
    BATON_ASSIGN_OR_RETURN(total, AddMinor(total, part.amount_minor()));
  }
  return total;
}

Shares SharesOf(v1::AttributionCategory category, const CreditTerms& terms,
                const v1::Policy& policy) {
  switch (category) {
    case v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION:
      return NetNewShares(terms, policy);
    case v1::ATTRIBUTION_CATEGORY_CROSS_SELL:
      return CrossSellShares(terms, policy);
    case v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE:
      return {.ae = {policy.ae_save_bp(), "C-2", "an at-risk save"},
              .csm = {kAll, "C-2", "an at-risk save"}};
    case v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT:
      return {.ae = {policy.ae_uplift_bp(), "C-2", "a renewal uplift"},
              .csm = {kAll, "C-2", "a renewal uplift"}};
    case v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL:
      return {.ae = {0, "C-2", "a clean renewal"},
              .csm = {kAll, "C-2", "a clean renewal, which counts in gross retention only"}};
    default:
      return {};
  }
}

absl::StatusOr<std::vector<v1::AttributionPart>> CreditParts(std::vector<v1::AttributionPart> parts,
                                                             const CreditTerms& terms,
                                                             const v1::Policy& policy) {
  for (v1::AttributionPart& part : parts) {
    BATON_RETURN_IF_ERROR(CreditPart(terms, policy, &part));
  }
  return parts;
}

absl::StatusOr<std::optional<SaveBonus>> DecideSaveBonus(
    absl::Span<const v1::AttributionPart> parts, const std::string& currency_code,
    const v1::Policy& policy) {
  SaveBonus bonus;
  for (const v1::AttributionPart& part : parts) {
    if (part.category() != v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE) continue;
    BATON_ASSIGN_OR_RETURN(bonus.saved_minor, AddMinor(bonus.saved_minor, part.amount_minor()));
  }
  if (bonus.saved_minor == 0) return std::nullopt;
  if (IsForeign(currency_code, policy)) {
    bonus.no_rate = true;
    bonus.step =
        Step("C-3", absl::StrCat("Save bonus: no exchange rate from ", currency_code, " to ",
                                 policy.currency_code(), " to read its floor and cap by."));
    return bonus;
  }
  BATON_ASSIGN_OR_RETURN(const int64_t by_rate,
                         ApplyRate(policy.save_bonus_bp(), bonus.saved_minor));
  bonus.amount_minor = WithinBounds(by_rate, policy);
  if (bonus.amount_minor == by_rate) bonus.rate_bp = policy.save_bonus_bp();
  bonus.step = Step("C-5", BonusText(by_rate, bonus, currency_code, policy));
  return bonus;
}

absl::StatusOr<int64_t> SignalCredit(absl::Span<const v1::AttributionPart> parts,
                                     int32_t ae_expansion_rate_bp, const v1::Policy& policy) {
  int64_t commissions = 0;
  for (const v1::AttributionPart& part : parts) {
    if (part.category() != v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION) continue;
    BATON_ASSIGN_OR_RETURN(const int64_t commission,
                           ApplyRate(ae_expansion_rate_bp, part.ae_credit_minor()));
    BATON_ASSIGN_OR_RETURN(commissions, AddMinor(commissions, commission));
  }
  return ApplyRate(policy.signal_credit_bp(), commissions);
}

}  // namespace baton::domain
