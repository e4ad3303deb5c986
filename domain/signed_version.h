// What versions of policies and of plans have in common: where one stands, and whose signatures
// make it count.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "baton/v1/common.pb.h"
#include "baton/v1/policy.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace baton::domain {

inline constexpr int kMaxChangeNote = 1'000;

using Signatures = google::protobuf::RepeatedPtrField<v1::PolicySignature>;

// What a version's standing depends on.
struct VersionFacts {
  int32_t number = 0;
  // The last signed version when it was made.
  int32_t base = 0;
  absl::Time start;
  bool approved = false;
  // Nothing was signed before: it alone may be signed after its start.
  bool first = false;
};

// Where a version stands at `now`. `base` is the number of the last signed version, `in_force` of
// the one in force.
v1::PolicyVersionState StateOf(const VersionFacts& version, int32_t base, int32_t in_force,
                               absl::Time now);

// Why a version of that state can't be signed, for people.
absl::string_view WhyUnsignable(v1::PolicyVersionState state);

// "in_force", "vp_cs".
std::string StateText(v1::PolicyVersionState state);
std::string RoleText(v1::Role role);

// Who signs what bears on pay: three people.
inline constexpr std::array<v1::Role, 3> kOfficers = {v1::ROLE_VP_CS, v1::ROLE_VP_REVOPS,
                                                      v1::ROLE_CFO};

bool IsOfficer(v1::Role role);

// Whether somebody has signed in that role.
bool HasSigned(const Signatures& signatures, v1::Role role);

// Why this signature is none of the officers' that are missing: another role, one that has
// signed, a person who has signed in another. Empty when it is one.
std::string OfficerFault(const Signatures& signatures, std::string_view signer, v1::Role role);

// Whether all three officers have signed.
bool OfficersSigned(const Signatures& signatures);

void AddSignature(std::string_view signer, v1::Role role, absl::Time now, Signatures* signatures);

}  // namespace baton::domain
