// Versions of a policy: making one and signing it.
//
// A version builds on the last one that was signed, its base, and can only be signed while it still
// does: so of two made side by side one is signed, and the other is made again on top of it. The
// base of a tenant's first version is version 1, the defaults.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/common.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/signed_version.h"
#include "google/protobuf/field_mask.pb.h"

namespace baton::domain {

// What is known of a tenant's policy when a version is made or signed.
struct PolicyHistory {
  v1::Policy base;          // the last signed version, else the defaults
  int32_t last_number = 1;  // the highest that was given so far
  // The latest instant that a decision made so far is of: a filing, a booking.
  absl::Time last_decision = absl::InfinitePast();
};

// Whether nothing was signed before: the first version alone may start in the past.
bool IsFirstVersion(const v1::Policy& version);

// The version that `asked` describes on top of `base`, unnumbered. INVALID_FIELDS names every fault
// of its content at once. The calendar that it binds is still to be loaded.
absl::StatusOr<v1::Policy> DraftPolicyVersion(const v1::Policy& base, const v1::Policy& asked,
                                              const google::protobuf::FieldMask& mask);

// A draft, its calendar loaded, becomes the next version of `tenant` (a bare id), made by
// `creator`. POLICY_START when it starts too early; INVALID_FIELDS when it changes nothing or its
// calendar grants too little time.
absl::StatusOr<v1::Policy> DecidePolicyVersion(std::string_view tenant,
                                               const PolicyHistory& history, v1::Policy draft,
                                               std::string_view creator, absl::Time now);

// The version with the signature of `signer`, approved when it was the last one missing.
// POLICY_VERSION_STATE when it can't be signed, POLICY_START when a first version would contradict
// a decision, POLICY_SIGNER when the signature is none of those that are missing.
absl::StatusOr<v1::Policy> DecidePolicySignature(const PolicyHistory& history, v1::Policy version,
                                                 std::string_view signer, v1::Role role,
                                                 absl::Time now);

// Where a version stands at `now`. `base` is the number of the last signed version, `in_force` of
// the one in force.
v1::PolicyVersionState StateOfVersion(const v1::Policy& version, int32_t base, int32_t in_force,
                                      absl::Time now);

}  // namespace baton::domain
