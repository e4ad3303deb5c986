// Taking a booking apart: which part of it is expansion, save, uplift, cross-sell, renewal or loss
// . The words for it are category_wording.h's.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/attribution_service.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/booking_line_parts.h"
#include "domain/health_history.h"

namespace baton::domain {

// What the ledger says of the account just before the booking.
struct AccountBefore {
  int64_t arr_minor = 0;
  // Of arr_minor; empty where the account has had no ARR yet.
  std::string currency_code;
  // What it owned, that is, with ARR above zero.
  std::set<std::string> product_lines;
  // Read only where the policy has cross_sell_by = product.
  std::set<std::string> products;
};

// What A-3 asks of the booking as a whole.
struct BookingCircumstances {
  // The tier that makes the account at risk; nothing where it isn't.
  std::optional<TierSince> risk;
  bool has_history = false;
  // The last tier at or before booked_time.
  v1::HealthTier tier_at_booking = v1::HEALTH_TIER_UNSPECIFIED;
  // Some line of the booking shrank.
  bool shrank = false;
  // Nothing of the account is left.
  bool account_lost = false;
};

// A part of a line with its category.
struct CategoryPart {
  // The place of its line in the booking, from 0.
  int line = 0;
  LinePart from;
  v1::AttributionCategory category = v1::ATTRIBUTION_CATEGORY_UNSPECIFIED;
  // One of the flags below; empty for most.
  absl::string_view flag;
};

// What a booking is, before it is told.
struct CategoryDecision {
  BookingCircumstances circumstances;
  // In line order. Parts of zero are left out.
  absl::InlinedVector<CategoryPart, 6> parts;
  // The sum of all lines' changes.
  int64_t change_minor = 0;
};

struct Categorised {
  // In line order, numbered from 1, without credit. Parts of zero are left out. Each has its
  // explanation.
  std::vector<v1::AttributionPart> parts;
  //
  bool at_risk = false;
  // The sum of all lines' changes.
  int64_t change_minor = 0;
  // "expansion", "contraction" or "flat": the sign of change_minor.
  std::string net_direction;
  //
  std::vector<v1::ExplanationStep> explanation;
};

// `booking` has passed CheckBooking; `health` is in the order of recording. The parts
// add up to the booking's change plus what it retained.
//
// BOOKING_INCONSISTENT: the account's ARR would fall below zero, or is in another currency than the
// booking.
absl::StatusOr<CategoryDecision> DecideCategories(const v1::Booking& booking,
                                                  const AccountBefore& before,
                                                  absl::Span<const v1::HealthObservation> health,
                                                  const v1::Policy& policy);

// "expansion", "contraction" or "flat": the sign of a booking's change.
absl::string_view NetDirection(int64_t change_minor);

// What DecideCategories decides, as parts of an attribution with their explanation.
absl::StatusOr<Categorised> Categorise(const v1::Booking& booking, const AccountBefore& before,
                                       absl::Span<const v1::HealthObservation> health,
                                       const v1::Policy& policy);

// The end of the window that a booking is judged by: min(booked_time, renewal_time).
absl::Time RiskWindowEnd(const v1::Booking& booking);

// The category's name in records and exports: "net_new_expansion".
std::string CategoryName(v1::AttributionCategory category);

// The category for people: "net-new expansion".
absl::string_view CategoryText(v1::AttributionCategory category);

// Flags of parts, as AttributionPart.flags has them.
inline constexpr absl::string_view kAccountAtRisk = "account_at_risk";
inline constexpr absl::string_view kAtRiskDownsold = "at_risk_downsold";
inline constexpr absl::string_view kNoHealthHistory = "no_health_history";

}  // namespace baton::domain
