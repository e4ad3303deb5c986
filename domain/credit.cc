#include "domain/credit.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "domain/credit_wording.h"
#include "domain/flag.h"
#include "domain/money.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr int32_t kAll = static_cast<int32_t>(kOneBp);
constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

bool IsBanded(const v1::Policy& policy) {
  return policy.credit_scheme() == v1::CREDIT_SCHEME_BANDED;
}

// The CSM's part of what an AE closed: a share where they brokered it.
Share BrokeredShare(int32_t bp, const CreditTerms& terms, const v1::Policy& policy) {
  if (terms.brokered) return {bp, ShareReason::kBrokered};
  if (policy.csm_share() == v1::CSM_SHARE_ALWAYS) return {bp, ShareReason::kAlways};
  return {0, ShareReason::kNotBrokered};
}

Shares Nobodys(ShareReason reason) { return {.ae = {0, reason}, .csm = {0, reason}}; }

// The booking's total net-new expansion in the policy's currency. A total that doesn't fit lies
// above every band.
int64_t TotalInPolicysCurrency(const CreditTerms& terms, const v1::Policy& policy) {
  if (!IsForeign(terms.currency_code, policy)) return terms.net_new_minor;
  return Convert(terms.net_new_minor, terms.rate->rate).value_or(kMost);
}

Band BandOf(int64_t total_minor, const v1::Policy& policy) {
  if (total_minor < policy.band_low_minor()) return Band::kBelow;
  return total_minor <= policy.band_high_minor() ? Band::kWithin : Band::kAbove;
}

Shares BandedShares(const CreditTerms& terms, const v1::Policy& policy) {
  Shares shares;
  shares.split = true;
  const bool foreign = terms.net_new_minor != 0 && IsForeign(terms.currency_code, policy);
  if (foreign && !terms.rate.has_value()) {
    shares.ae.reason = shares.csm.reason = ShareReason::kNoRate;
    shares.no_rate = true;
    return shares;
  }
  shares.ae.reason = shares.csm.reason = ShareReason::kBand;
  shares.marginal = policy.band_reading() == v1::BAND_READING_MARGINAL;
  if (shares.marginal) return shares;
  shares.band = BandOf(TotalInPolicysCurrency(terms, policy), policy);
  shares.csm.bp = CsmBpOf(shares.band);
  shares.ae.bp = kAll - shares.csm.bp;
  return shares;
}

bool PaysNobodyForSelfServe(const v1::Policy& policy) {
  return !IsBanded(policy) || policy.self_serve_credit() == v1::SELF_SERVE_CREDIT_NOBODY;
}

Shares NetNewShares(const CreditTerms& terms, const v1::Policy& policy) {
  if (terms.backfilled) return Nobodys(ShareReason::kBackfilled);
  if (terms.self_serve && PaysNobodyForSelfServe(policy)) return Nobodys(ShareReason::kSelfServe);
  if (terms.model == v1::OWNERSHIP_MODEL_A && !terms.self_serve) {
    return {.ae = {0, ShareReason::kModelA}, .csm = {kAll, ShareReason::kModelA}};
  }
  if (IsBanded(policy)) return BandedShares(terms, policy);
  Shares shares;
  shares.ae = {kAll, ShareReason::kClosed};
  shares.csm = policy.credit_scheme() == v1::CREDIT_SCHEME_SIGNAL_CREDIT
                   ? Share{0, ShareReason::kSignalCredit}
                   : BrokeredShare(policy.csm_expansion_bp(), terms, policy);
  return shares;
}

Shares CrossSellShares(const CreditTerms& terms, const v1::Policy& policy) {
  if (terms.backfilled) return Nobodys(ShareReason::kBackfilled);
  if (terms.self_serve) return Nobodys(ShareReason::kSelfServe);
  return {.ae = {kAll, ShareReason::kClosed},
          .csm = BrokeredShare(policy.csm_cross_sell_bp(), terms, policy)};
}

Shares FixedShares(int32_t ae_bp) { return {.ae = {ae_bp}, .csm = {kAll}}; }

// X-1 in two, the CSM first.
absl::Status AddSplit(int64_t amount_minor, int32_t csm_bp, PartCredit* credit) {
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> split,
                         Split(amount_minor, {csm_bp, kAll - csm_bp}));
  credit->csm_minor += split[0];
  credit->ae_minor += split[1];
  return absl::OkStatus();
}

// The bands' edges in the booking's currency. One that doesn't fit lies above every amount.
struct Edges {
  int64_t low_minor = 0;
  int64_t high_minor = 0;
};

Edges EdgesOf(const CreditTerms& terms, const v1::Policy& policy) {
  if (!IsForeign(terms.currency_code, policy) || !terms.rate.has_value()) {
    return {policy.band_low_minor(), policy.band_high_minor()};
  }
  return {ConvertBack(policy.band_low_minor(), terms.rate->rate).value_or(kMost),
          ConvertBack(policy.band_high_minor(), terms.rate->rate).value_or(kMost)};
}

// How much of the part that lies in (from, from + amount] is in each band.
std::array<int64_t, kBands> TakeApart(int64_t from_minor, int64_t amount_minor,
                                      const Edges& edges) {
  const int64_t to_minor = from_minor + amount_minor;
  const int64_t below = std::min(to_minor, edges.low_minor) - std::min(from_minor, edges.low_minor);
  const int64_t above =
      std::max(to_minor, edges.high_minor) - std::max(from_minor, edges.high_minor);
  return {below, amount_minor - below - above, above};
}

// Credits the parts of one booking, one after the other.
class Crediting {
 public:
  Crediting(const CreditTerms& terms, const v1::Policy& policy) : terms_(terms), policy_(policy) {}

  absl::StatusOr<PartCredit> Decide(const v1::AttributionPart& part) {
    PartCredit credit;
    if (!CarriesCredit(part.category())) return credit;
    credit.shares = SharesOf(part.category(), terms_, policy_);
    const int64_t amount_minor = part.amount_minor();
    if (credit.shares.no_rate) return credit;
    if (credit.shares.marginal) {
      BATON_RETURN_IF_ERROR(DecideByBand(amount_minor, &credit));
    } else if (credit.shares.split) {
      BATON_RETURN_IF_ERROR(AddSplit(amount_minor, credit.shares.csm.bp, &credit));
    } else {
      BATON_ASSIGN_OR_RETURN(credit.ae_minor, ApplyRate(credit.shares.ae.bp, amount_minor));
      BATON_ASSIGN_OR_RETURN(credit.csm_minor, ApplyRate(credit.shares.csm.bp, amount_minor));
    }
    return credit;
  }

 private:
  absl::Status DecideByBand(int64_t amount_minor, PartCredit* credit) {
    BATON_ASSIGN_OR_RETURN(const int64_t next, AddMinor(counted_minor_, amount_minor));
    credit->in_band_minor = TakeApart(counted_minor_, amount_minor, EdgesOf(terms_, policy_));
    counted_minor_ = next;
    for (int band = 0; band < kBands; ++band) {
      BATON_RETURN_IF_ERROR(
          AddSplit(credit->in_band_minor[band], CsmBpOf(static_cast<Band>(band)), credit));
    }
    return absl::OkStatus();
  }

  const CreditTerms& terms_;
  const v1::Policy& policy_;
  // What the parts so far take of the bands.
  int64_t counted_minor_ = 0;
};

absl::StatusOr<int64_t> SumOf(v1::AttributionCategory category,
                              absl::Span<const v1::AttributionPart> parts) {
  int64_t total = 0;
  for (const v1::AttributionPart& part : parts) {
    if (part.category() != category) continue;
    BATON_ASSIGN_OR_RETURN(total, AddMinor(total, part.amount_minor()));
  }
  return total;
}

void KeepCredit(const PartCredit& credit, v1::AttributionPart* part) {
  if (CarriesCredit(part->category())) {
    part->set_ae_credit_minor(credit.ae_minor);
    part->set_csm_credit_minor(credit.csm_minor);
  }
  if (credit.shares.no_rate) {
    AddFlag(kNoRate, part->mutable_flags());
  } else {
    DropFlag(kNoRate, part->mutable_flags());
  }
}

// C-5. Floor and cap of 0 are none.
absl::StatusOr<int64_t> WithinBounds(int64_t bonus_minor, const CreditTerms& terms,
                                     const v1::Policy& policy) {
  BATON_ASSIGN_OR_RETURN(const int64_t floor,
                         BonusBound(policy.save_bonus_min_minor(), terms, policy));
  BATON_ASSIGN_OR_RETURN(const int64_t cap,
                         BonusBound(policy.save_bonus_max_minor(), terms, policy));
  const int64_t floored = std::max(bonus_minor, floor);
  return policy.save_bonus_max_minor() > 0 ? std::min(floored, cap) : floored;
}

}  // namespace

bool CarriesCredit(v1::AttributionCategory category) {
  return category != v1::ATTRIBUTION_CATEGORY_CONTRACTION &&
         category != v1::ATTRIBUTION_CATEGORY_CHURN;
}

bool IsForeign(absl::string_view currency_code, const v1::Policy& policy) {
  return currency_code != policy.currency_code();
}

absl::StatusOr<int64_t> NetNewExpansion(absl::Span<const v1::AttributionPart> parts) {
  return SumOf(v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION, parts);
}

absl::StatusOr<int64_t> SavedArr(absl::Span<const v1::AttributionPart> parts) {
  return SumOf(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE, parts);
}

Shares SharesOf(v1::AttributionCategory category, const CreditTerms& terms,
                const v1::Policy& policy) {
  switch (category) {
    case v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION:
      return NetNewShares(terms, policy);
    case v1::ATTRIBUTION_CATEGORY_CROSS_SELL:
      return CrossSellShares(terms, policy);
    case v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE:
      return FixedShares(policy.ae_save_bp());
    case v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT:
      return FixedShares(policy.ae_uplift_bp());
    case v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL:
      return FixedShares(0);
    default:
      return {};
  }
}

int32_t CsmBpOf(Band band) {
  if (band == Band::kBelow) return kAll;
  return band == Band::kWithin ? 7'000 : 3'000;
}

absl::StatusOr<PartCredits> DecideCredits(absl::Span<const v1::AttributionPart> parts,
                                          const CreditTerms& terms, const v1::Policy& policy) {
  PartCredits credits;
  Crediting crediting(terms, policy);
  for (const v1::AttributionPart& part : parts) {
    BATON_ASSIGN_OR_RETURN(const PartCredit credit, crediting.Decide(part));
    credits.push_back(credit);
  }
  return credits;
}

absl::StatusOr<std::vector<v1::AttributionPart>> CreditParts(std::vector<v1::AttributionPart> parts,
                                                             const CreditTerms& terms,
                                                             const v1::Policy& policy) {
  BATON_ASSIGN_OR_RETURN(const PartCredits credits, DecideCredits(parts, terms, policy));
  for (size_t i = 0; i < parts.size(); ++i) {
    KeepCredit(credits[i], &parts[i]);
    ExplainCredit(credits[i], terms, policy, &parts[i]);
  }
  return parts;
}

absl::StatusOr<int64_t> BonusBound(int64_t bound_minor, const CreditTerms& terms,
                                   const v1::Policy& policy) {
  if (!IsForeign(terms.currency_code, policy)) return bound_minor;
  return ConvertBack(bound_minor, terms.rate->rate);
}

absl::StatusOr<std::optional<SaveBonus>> DecideSaveBonus(
    absl::Span<const v1::AttributionPart> parts, const CreditTerms& terms,
    const v1::Policy& policy) {
  SaveBonus bonus;
  BATON_ASSIGN_OR_RETURN(bonus.saved_minor, SavedArr(parts));
  if (bonus.saved_minor == 0) return std::nullopt;
  bonus.no_rate = IsForeign(terms.currency_code, policy) && !terms.rate.has_value();
  if (bonus.no_rate) return bonus;
  BATON_ASSIGN_OR_RETURN(bonus.by_rate_minor, ApplyRate(policy.save_bonus_bp(), bonus.saved_minor));
  BATON_ASSIGN_OR_RETURN(bonus.amount_minor, WithinBounds(bonus.by_rate_minor, terms, policy));
  if (bonus.amount_minor == bonus.by_rate_minor) bonus.rate_bp = policy.save_bonus_bp();
  return bonus;
}

absl::StatusOr<int64_t> AeCommissions(absl::Span<const v1::AttributionPart> parts,
                                      int32_t ae_expansion_rate_bp) {
  int64_t commissions = 0;
  for (const v1::AttributionPart& part : parts) {
    if (part.category() != v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION) continue;
    BATON_ASSIGN_OR_RETURN(const int64_t commission,
                           ApplyRate(ae_expansion_rate_bp, part.ae_credit_minor()));
    BATON_ASSIGN_OR_RETURN(commissions, AddMinor(commissions, commission));
  }
  return commissions;
}

absl::StatusOr<int64_t> SignalCredit(absl::Span<const v1::AttributionPart> parts,
                                     int32_t ae_expansion_rate_bp, const v1::Policy& policy) {
  BATON_ASSIGN_OR_RETURN(const int64_t commissions, AeCommissions(parts, ae_expansion_rate_bp));
  return ApplyRate(policy.signal_credit_bp(), commissions);
}

}  // namespace baton::domain
