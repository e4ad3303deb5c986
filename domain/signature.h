// Signatures: who vouches for an attribution, for which side.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "baton/v1/attribution_service.pb.h"
#include "baton/v1/common.pb.h"

namespace baton::domain {

// Whether a credit line names the person: they are its AE or CSM with credit that is not zero,
// or its CSM with a save bonus.
bool IsNamedByCredit(const v1::Attribution& attribution, absl::string_view person);

// Whether the person may not sign for `side`: a credit line names them, or they signed for the
// other side.
bool IsConflicted(const v1::Attribution& attribution, v1::SigningSide side,
                  absl::string_view person);

// Who signs, as what.
struct Signer {
  // tenants/{tenant}/people/{person}
  std::string person;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  // The side's VP seat is vacant, or everybody in it is conflicted (IsConflicted). Opens the side
  // to the CRO.
  bool seat_open = false;
  // Why this side does without a health history that is missing. Empty: it doesn't.
  std::string health_waiver = {};
};

// The attribution with the signature; CONCURRED once both sides have signed.
//
// Refuses, in this order: a side that is none (INVALID_FIELDS), a role that does not sign for it
// (ROLE_NOT_ALLOWED), a waiver that is too long (INVALID_FIELDS), an attribution that is no longer
// proposed or signed for this side already (ATTRIBUTION_STATE), a signer who signed for the other
// side, whom a credit line names, or a CRO where the seat is not open (SIGNER_CONFLICT).
absl::StatusOr<v1::Attribution> SignAttribution(const v1::Attribution& attribution,
                                                v1::SigningSide side, const Signer& signer,
                                                absl::Time now);

}  // namespace baton::domain
