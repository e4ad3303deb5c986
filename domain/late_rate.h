// Late rates: what an attribution credits once the rate is there that it was signed without (C-3).
#pragma once

#include "absl/status/statusor.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/exchange_rate.h"

namespace baton::domain {

// Whether credit or bonus of the attribution waits for an exchange rate.
bool AwaitsRate(const v1::Attribution& attribution);

// The attribution with the credit and the bonus that waited, read at the rate from its currency to
// the policy's on its day. What it was signed with otherwise stays: parts with credit as they are,
// credit taken for want of documentation taken. Errors as CreditParts.
absl::StatusOr<v1::Attribution> ReadAtRate(v1::Attribution attribution, const ApprovedRate& rate,
                                           const v1::Policy& policy);

}  // namespace baton::domain
