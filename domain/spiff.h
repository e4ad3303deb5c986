// SPIFFs: extra pay for bookings of a category and time that a plan wants for a while (C-20).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "baton/v1/comp_plan.pb.h"
#include "domain/statement.h"

namespace baton::domain {

// What is wrong with a SPIFF's code, for people; empty where nothing is. It stands at the end of
// the ids of its lines, so it has letters, digits, '-', '_' and '.' alone and ends in nothing that
// the id of a correction would end in.
std::string SpiffCodeFault(absl::string_view code);

// "spiff-Q1-PUSH": the kind in the id of its lines. Two codes never give the same one.
std::string SpiffLineKind(absl::string_view code);

// Whose credit the SPIFFs of a plan pay for: the AE's under an AE's plan, the CSM's under others.
v1::Role SpiffRole(const v1::CompPlan& plan);

// What a SPIFF gives a payee for a booking.
struct SpiffPay {
  // Which rate it waits for, if any; nothing is earned until then.
  enum class Awaits {
    kNothing,
    kPolicyRate,  // how much is credited can't be read (C-3)
    kPlanRate,    // whether it is enough can't be read (C-21)
  };
  Awaits awaits = Awaits::kNothing;
  // The booking's ARR in the SPIFF's category, in its currency's minor units.
  int64_t part_minor = 0;
  // What it pays, in minor units of that currency: the plan's for an amount, the booking's for a
  // rate.
  int64_t earned_minor = 0;
  std::string currency_code;
  std::vector<v1::ExplanationStep> explanation;
};

// C-20. What `spiff` of `plan`, the payee's plan in force as the booking was made, pays for it;
// nothing where it was booked before the start, or at the end or later, where nothing of the
// category is credited to the payee (their part of it under W-4), or less than
// min_credited_minor. That is read in the plan's currency, at the rate of the booking's day;
// exactly as much is enough. OutOfRange: sums beyond 64 bits.
absl::StatusOr<std::optional<SpiffPay>> DecideSpiff(const v1::Spiff& spiff,
                                                    const v1::CompPlan& plan,
                                                    const StatementBooking& booking,
                                                    const std::string& payee);

}  // namespace baton::domain
