// Credit: which ARR of a booking counts for the AE and which for the CSM, and the save bonus
// (C-1, C-2, C-3, C-5). Money earned with it is the statement's affair (statement.h), the words for
// it are credit_wording.h's.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "baton/v1/attribution_service.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/exchange_rate.h"

namespace baton::domain {

// What the shares of a booking depend on beside the policy.
struct CreditTerms {
  // G-1.
  bool brokered = false;
  // Nobody closed it: the customer bought alone. Then no ownership model applies.
  bool self_serve = false;
  // T-1. It came from an opportunity of before go-live: its growth is nobody's.
  bool backfilled = false;
  // The ownership model under which it was closed; UNSPECIFIED where no signal led to it.
  v1::OwnershipModel model = v1::OWNERSHIP_MODEL_UNSPECIFIED;
  // Of every amount of the booking, ISO 4217.
  std::string currency_code;
  // The booking's total net-new expansion, minor units: what the bands are read by.
  int64_t net_new_minor = 0;
  // C-3. From the booking's currency to the policy's, of the day of the booking. Nothing where no
  // such rate is approved; not read where both are the same.
  std::optional<ApprovedRate> rate;
};

// Why a role has the share that it has.
enum class ShareReason {
  kCategory,      // C-2: every booking's
  kClosed,        // the AE closed it
  kBrokered,      // G-1
  kNotBrokered,   // G-1
  kAlways,        // policy csm_share
  kSelfServe,     // nobody closed it
  kBackfilled,    // T-1
  kModelA,        // the CSM closed it
  kSignalCredit,  // the CSM has a share of the AE's commission instead
  kBand,          // C-1: by the size of the booking
  kNoRate,        // C-3: the size can't be read
};

// One role's share of a part, and why.
struct Share {
  // Of the part's ARR, 0 to 10,000 basis points.
  int32_t bp = 0;
  ShareReason reason = ShareReason::kCategory;
};

// The bands of C-1, by the policy's lower and upper edge.
enum class Band { kBelow, kWithin, kAbove };
inline constexpr int kBands = 3;

// C-1, C-2. How a part of a category is shared.
struct Shares {
  Share ae;
  Share csm;
  // Both shares are parts of one whole: split by X-1, the CSM first. Else each is a rate by itself.
  bool split = false;
  // Each band shares what of the booking lies in it, so no one share says it: policy band_reading.
  bool marginal = false;
  // Where the booking's total lies, where the bands decide and are read as a whole.
  Band band = Band::kBelow;
  // C-3. The shares depend on a threshold in the policy's currency and there is no rate to it.
  bool no_rate = false;
};

// One part's credit. Of a part that carries none, all is 0.
struct PartCredit {
  Shares shares;
  int64_t ae_minor = 0;
  int64_t csm_minor = 0;
  // Where the shares are marginal: how much of the part lies in each band.
  std::array<int64_t, kBands> in_band_minor = {};
};
using PartCredits = absl::InlinedVector<PartCredit, 6>;

// C-5. Once per booking.
struct SaveBonus {
  // In the booking's currency, minor units.
  int64_t amount_minor = 0;
  // What the rate alone gives.
  int64_t by_rate_minor = 0;
  // The ARR saved.
  int64_t saved_minor = 0;
  // The rate, when neither floor nor cap replaced its result.
  std::optional<int32_t> rate_bp;
  // C-3. There is no rate to the policy's currency, so floor and cap can't be read; amount_minor is
  // 0.
  bool no_rate = false;
};

// Flag of a part and of an attribution whose credit or bonus waits for an exchange rate (C-3).
inline constexpr absl::string_view kNoRate = "no_rate";

// C-2. Contraction and churn carry none.
bool CarriesCredit(v1::AttributionCategory category);

// Whether the booking's amounts are in another currency than the policy's thresholds.
bool IsForeign(absl::string_view currency_code, const v1::Policy& policy);

// The booking's total net-new expansion. OutOfRange when it does not fit.
absl::StatusOr<int64_t> NetNewExpansion(absl::Span<const v1::AttributionPart> parts);

// C-1, C-2, C-3. The shares of a category that carries credit. The bands are read in the policy's
// currency: the booking's total is converted, once.
Shares SharesOf(v1::AttributionCategory category, const CreditTerms& terms,
                const v1::Policy& policy);

// C-1. A band's share for the CSM, in basis points; the rest is the AE's.
int32_t CsmBpOf(Band band);

// C-1, C-2, C-3. The credit of each part, in their order. Read as marginal, the parts lie in the
// bands one after the other; the bands' edges are then read in the booking's currency, each
// converted back once. Under bands the two credits add up to the part (C-15).
absl::StatusOr<PartCredits> DecideCredits(absl::Span<const v1::AttributionPart> parts,
                                          const CreditTerms& terms, const v1::Policy& policy);

// The parts with their credit as DecideCredits decides it, the steps that explain it, and flag
// no_rate where it waits for an exchange rate.
absl::StatusOr<std::vector<v1::AttributionPart>> CreditParts(std::vector<v1::AttributionPart> parts,
                                                             const CreditTerms& terms,
                                                             const v1::Policy& policy);

// C-3, C-5. A least or largest bonus of the policy in the booking's currency, converted back at the
// day's rate. Needs the rate where the currencies differ.
absl::StatusOr<int64_t> BonusBound(int64_t bound_minor, const CreditTerms& terms,
                                   const v1::Policy& policy);

// The ARR that the booking's at-risk saves keep. OutOfRange when it does not fit.
absl::StatusOr<int64_t> SavedArr(absl::Span<const v1::AttributionPart> parts);

// C-5. The bonus for all at-risk saves of a booking together; nothing where nothing was saved.
absl::StatusOr<std::optional<SaveBonus>> DecideSaveBonus(
    absl::Span<const v1::AttributionPart> parts, const CreditTerms& terms,
    const v1::Policy& policy);

// The sum of the AE's commissions on the credited net-new expansion, each a whole number of minor
// units: what a signal credit is a share of (C-1).
absl::StatusOr<int64_t> AeCommissions(absl::Span<const v1::AttributionPart> parts,
                                      int32_t ae_expansion_rate_bp);

// C-1, scheme signal_credit. What the CSM of a verified, won signal earns: a share of
// AeCommissions.
absl::StatusOr<int64_t> SignalCredit(absl::Span<const v1::AttributionPart> parts,
                                     int32_t ae_expansion_rate_bp, const v1::Policy& policy);

}  // namespace baton::domain
