#include "domain/signed_version.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/instant.h"

namespace baton::domain {
namespace {

std::string Lower(absl::string_view name, absl::string_view prefix) {
  absl::ConsumePrefix(&name, prefix);
  return absl::AsciiStrToLower(name);
}

}  // namespace

v1::PolicyVersionState StateOf(const VersionFacts& version, int32_t base, int32_t in_force,
                               absl::Time now) {
  if (version.number == in_force) return v1::POLICY_VERSION_STATE_IN_FORCE;
  if (version.approved) {
    return version.start > now ? v1::POLICY_VERSION_STATE_SCHEDULED : v1::POLICY_VERSION_STATE_PAST;
  }
  if (version.base != base) return v1::POLICY_VERSION_STATE_OVERTAKEN;
  const bool lapsed = now > version.start && !version.first;
  return lapsed ? v1::POLICY_VERSION_STATE_LAPSED : v1::POLICY_VERSION_STATE_UNSIGNED;
}

absl::string_view WhyUnsignable(v1::PolicyVersionState state) {
  switch (state) {
    case v1::POLICY_VERSION_STATE_LAPSED:
      return "its start has passed; make a new version";
    case v1::POLICY_VERSION_STATE_OVERTAKEN:
      return "another version was signed since it was made; make a new one on top of that";
    default:
      return "it has every signature that it needs";
  }
}

std::string StateText(v1::PolicyVersionState state) {
  return Lower(v1::PolicyVersionState_Name(state), "POLICY_VERSION_STATE_");
}

std::string RoleText(v1::Role role) { return Lower(v1::Role_Name(role), "ROLE_"); }

bool IsOfficer(v1::Role role) {
  return std::find(kOfficers.begin(), kOfficers.end(), role) != kOfficers.end();
}

bool HasSigned(const Signatures& signatures, v1::Role role) {
  return std::any_of(signatures.begin(), signatures.end(),
                     [role](const v1::PolicySignature& s) { return s.role() == role; });
}

std::string OfficerFault(const Signatures& signatures, std::string_view signer, v1::Role role) {
  if (!IsOfficer(role)) {
    return "this version bears on pay: it is for VP CS, VP RevOps and CFO to sign";
  }
  if (HasSigned(signatures, role)) return absl::StrCat(RoleText(role), " has signed already");
  for (const v1::PolicySignature& signature : signatures) {
    if (signature.signer() == signer) return "the same person can't sign in two roles";
  }
  return "";
}

bool OfficersSigned(const Signatures& signatures) {
  return std::all_of(kOfficers.begin(), kOfficers.end(),
                     [&](v1::Role role) { return HasSigned(signatures, role); });
}

void AddSignature(std::string_view signer, v1::Role role, absl::Time now, Signatures* signatures) {
  v1::PolicySignature& signature = *signatures->Add();
  signature.set_signer(std::string(signer));
  signature.set_role(role);
  *signature.mutable_sign_time() = ToTimestamp(now);
}

}  // namespace baton::domain
