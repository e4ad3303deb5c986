// Touchpoints: which records show that a team touched a customer (T-3, T-4, T-6).
#pragma once

#include <optional>

#include "baton/v1/account.pb.h"
#include "baton/v1/person.pb.h"
#include "baton/v1/signal.pb.h"
#include "baton/v1/team_credit.pb.h"
#include "domain/team_credit.h"

namespace baton::domain {

// An activity touches for the team that it states, else for its role's: a CSM's for CS, an AE's for
// Sales. Nothing when neither says whose it is.
std::optional<Touchpoint> TouchOf(const v1::Activity& activity);

// Usage touches for the product when it is a trigger (T-3): above its threshold, a self-serve
// upgrade or an automatic tier change.
std::optional<Touchpoint> TouchOf(const v1::UsageObservation& usage);

// A signal of an expansion touches for CS when a CSM filed it, and is a trigger of the product when
// a vendor's rule raised it from usage without an author (T-10). Nothing once it was taken back.
std::optional<Touchpoint> TouchOf(const v1::Signal& signal);

// T-6. The team of a person who closes: CS and Sales by their roles; nobody's by any other.
Team TeamOf(v1::Role role);

v1::Team ToProto(Team team);
Team FromProto(v1::Team team);
v1::CreditRole ToProto(CreditRole role);
v1::Motion ToProto(Motion motion);

}  // namespace baton::domain
