// Routing: who owns the close of an expansion (H-6), and whether it can go there (H-7).
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/policy.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "domain/exchange_rate.h"

namespace baton::domain {

struct ModelDecision {
  v1::OwnershipModel model = v1::OWNERSHIP_MODEL_UNSPECIFIED;
  // Banded scheme, middle band: the CSM closes and holds the clock, the AE is told.
  bool ae_support = false;
  // Which of H-6's rules matched on which inputs, for people.
  std::string why;
};

// H-6, first match wins. Reads the signal's upgrade_to_c, estimate, product lines and cross_sell
// (absent is no), the account's renewal model, ACV and segment, and the policy's thresholds.
//
// Thresholds are in the policy's currency. An amount in another one is converted at the rate given
// (C-3, X-2); without one an estimate counts as unknown and an ACV as 0, so that neither leads to
// model A or C by accident. `rates` are the approved ones of the day on which it is decided.
ModelDecision DecideModel(const v1::Signal& signal, const v1::Account& account,
                          const v1::Policy& policy, absl::Span<const ApprovedRate> rates);

// H-8. Whether `to` is more than `from`, in the order A, B, C. Models only ever move that way.
bool IsUpgrade(v1::OwnershipModel from, v1::OwnershipModel to);

// H-1. What cross_sell is when nobody stated it: a product line is named and the account owns
// nothing in it.
bool IsCrossSell(const v1::Signal& signal, const v1::Account& account);

// "A", "B", "C"; empty for UNSPECIFIED.
absl::string_view ModelName(v1::OwnershipModel model);

}  // namespace baton::domain
