// The words for categories: the steps that explain what categorise.h decided.
#pragma once

#include <vector>

#include "baton/v1/attribution.pb.h"
#include "baton/v1/booking.pb.h"
#include "domain/categorise.h"

namespace baton::domain {

// The part as an attribution has it, without number and credit, with A-1's and A-3's steps.
v1::AttributionPart TellPart(const CategoryPart& part, const BookingCircumstances& circumstances,
                             const v1::Booking& booking);

// A-2's and A-4's steps, of the booking as a whole.
std::vector<v1::ExplanationStep> CategorySteps(const CategoryDecision& decision,
                                               const v1::Booking& booking);

}  // namespace baton::domain
