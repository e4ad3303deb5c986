// Readings: how an attribution follows facts that arrive late, and what becomes of those that come
// too late.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/policy.pb.h"

namespace baton::domain {

// Flag of an attribution of which a fact arrived too late.
inline constexpr absl::string_view kLateFact = "late_fact";

inline constexpr int kMaxLateFacts = 20;

// Whether it still counts, in reports as in pay: neither superseded nor voided, and no reversal
//
bool Counts(const v1::Attribution& attribution);

// The part's category before documentation was checked.
v1::AttributionCategory CategoryRead(const v1::AttributionPart& part);

// Whether it follows what arrives at `now`: it is proposed, and unsigned or not older than the
// policy says; exactly as old it still follows. What a dispute put in its place follows nothing.
bool FollowsFacts(const v1::Attribution& attribution, const v1::Policy& policy, absl::Time now);

// Whether both say the same of the booking, whoever signed or disputed them, and however the
// reading came about.
bool ReadsTheSame(const v1::Attribution& held, const v1::Attribution& anew);

// C-12. What is read anew with the split that the deal desk ruled for `held`, if it did.
v1::Attribution WithRuling(const v1::Attribution& held, v1::Attribution anew);

// `anew`, proposed for the booking of `held`, as the next reading in its place: with its name,
// evidence and disputes. What was signed no longer counts. `cause` for people.
v1::Attribution NextReading(const v1::Attribution& held, v1::Attribution anew,
                            absl::string_view cause);

// `held` with the late fact, flag and explanation, where `anew` reads another category, credit
// or payee; else as it is. A fact that is known already changes nothing.
v1::Attribution WithLateFact(v1::Attribution held, const v1::Attribution& anew,
                             const std::string& fact, absl::Time occur, absl::Time now);

}  // namespace baton::domain
