// What the CRMs' adapters have in common once a payload's facts are read.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/faults.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::adapters {

// The facts without repeats, in the order in which they happened; of the same instant in the order
// of arrival.
std::vector<v1::Fact> InOrder(std::vector<v1::Fact> facts);

// A line that states no change of ARR but both figures gets their difference. One that does not fit
// into 64 bits is a fault at `where`.
void FillArrDeltas(absl::string_view where, v1::Fact* fact, Faults* faults);

// Adds the fault of a payload of more than kMaxFacts.
void AddTooManyFacts(Faults* faults);

}  // namespace baton::adapters
