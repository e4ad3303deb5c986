// Credit: which ARR of a booking counts for the AE and which for the CSM, and the save bonus
// (C-1, C-2, C-5). Money earned with it is the statement's affair (statement.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "baton/v1/attribution_service.pb.h"
#include "baton/v1/policy.pb.h"

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
};

// One role's share of a part, and why.
struct Share {
  // Of the part's ARR, 0 to 10,000 basis points.
  int32_t bp = 0;
  // "C-1", "C-2" or "T-1".
  absl::string_view rule;
  std::string why;
};

// C-1, C-2. How a part of a category is shared.
struct Shares {
  Share ae;
  Share csm;
  // Both shares are parts of one whole: split by X-1, the CSM first. Else each is a rate by itself.
  bool split = false;
  // C-3. The shares depend on a threshold in the policy's currency and there is no rate to it.
  bool no_rate = false;
};

// C-5. Once per booking.
struct SaveBonus {
  // In the booking's currency, minor units.
  int64_t amount_minor = 0;
  // The ARR saved.
  int64_t saved_minor = 0;
  // The rate, when neither floor nor cap replaced its result.
  std::optional<int32_t> rate_bp;
  // C-3. There is no rate to the policy's currency, so floor and cap can't be read; amount_minor is
  // 0.
  bool no_rate = false;
  v1::ExplanationStep step;
};

// Flag of a part and of an attribution whose credit or bonus waits for an exchange rate (C-3).
inline constexpr absl::string_view kNoRate = "no_rate";

// The beginnings of a credit step's text, which say whose it is.
inline constexpr absl::string_view kAeStep = "AE: ";
inline constexpr absl::string_view kCsmStep = "CSM: ";

// C-2. Contraction and churn carry none.
bool CarriesCredit(v1::AttributionCategory category);

// The booking's total net-new expansion. OutOfRange when it does not fit.
absl::StatusOr<int64_t> NetNewExpansion(absl::Span<const v1::AttributionPart> parts);

// C-1, C-2. The shares of a category that carries credit.
Shares SharesOf(v1::AttributionCategory category, const CreditTerms& terms,
                const v1::Policy& policy);

// C-1, C-2. The parts with their credit, the steps that explain it, and flag no_rate where it waits
// for an exchange rate.
absl::StatusOr<std::vector<v1::AttributionPart>> CreditParts(std::vector<v1::AttributionPart> parts,
                                                             const CreditTerms& terms,
                                                             const v1::Policy& policy);

// C-5. The bonus for all at-risk saves of a booking together; nothing where nothing was saved.
absl::StatusOr<std::optional<SaveBonus>> DecideSaveBonus(
    absl::Span<const v1::AttributionPart> parts, const std::string& currency_code,
    const v1::Policy& policy);

// C-1, scheme signal_credit. What the CSM of a verified, won signal earns: a share of the sum of
// the AE's commissions on the credited net-new expansion, each a whole number of minor units.
absl::StatusOr<int64_t> SignalCredit(absl::Span<const v1::AttributionPart> parts,
                                     int32_t ae_expansion_rate_bp, const v1::Policy& policy);

}  // namespace baton::domain
