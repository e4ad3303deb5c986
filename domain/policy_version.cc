#include "domain/policy_version.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/calendar_message.h"
#include "domain/field_check.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/policy.h"
#include "domain/policy_change.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr int32_t kDefaultsVersion = 1;

std::string Lower(absl::string_view name, absl::string_view prefix) {
  absl::ConsumePrefix(&name, prefix);
  return absl::AsciiStrToLower(name);
}

absl::Status RefuseStart(const v1::Policy& version, absl::Time earliest, absl::string_view why) {
  return RefuseState(
      v1::ERROR_REASON_POLICY_START, version.name(),
      absl::StrCat("the version would start at ", FormatInstant(ToTime(version.effective_time())),
                   ", but ", why, "; the earliest start is ", FormatInstant(earliest)),
      {{"earliest", FormatInstant(earliest)}});
}

// A first version may reach back, but not behind what was decided by the defaults. A booking
// of a later day has no say: no version could start before it.
absl::Status CheckFirstStart(const PolicyHistory& history, const v1::Policy& version,
                             absl::Time now) {
  const absl::Time decided = std::min(history.last_decision, now);
  if (ToTime(version.effective_time()) > decided) return absl::OkStatus();
  return RefuseStart(version, decided + absl::Microseconds(1),
                     absl::StrCat("what was filed or booked up to ", FormatInstant(decided),
                                  " is decided by the defaults"));
}

// When the version may start.
absl::Status CheckStart(const PolicyHistory& history, const v1::Policy& version, absl::Time now) {
  if (IsFirstVersion(version)) return CheckFirstStart(history, version, now);
  const absl::Time after = ToTime(history.base.effective_time()) + absl::Microseconds(1);
  const absl::Time earliest = std::max(now, after);
  if (ToTime(version.effective_time()) >= earliest) return absl::OkStatus();
  return RefuseStart(version, earliest,
                     now >= after ? std::string("a version never starts in the past")
                                  : absl::StrCat("version ", history.base.version(),
                                                 ", which it builds on, starts later"));
}

bool IsRevOps(v1::Role role) {
  return role == v1::ROLE_REVOPS || role == v1::ROLE_DIRECTOR_REVOPS || role == v1::ROLE_VP_REVOPS;
}

absl::Status RefuseSigner(const v1::Policy& version, v1::Role role, absl::string_view why) {
  return RefuseState(
      v1::ERROR_REASON_POLICY_SIGNER, version.name(), why,
      {{"approval", Lower(v1::PolicyApproval_Name(version.approval()), "POLICY_APPROVAL_")},
       {"role", RoleText(role)}});
}

// Whether this signature is one of those that the version lacks.
absl::Status CheckSigner(const v1::Policy& version, std::string_view signer, v1::Role role) {
  if (version.approval() == v1::POLICY_APPROVAL_SECOND_PERSON) {
    if (!IsRevOps(role)) {
      return RefuseSigner(version, role, "this version is for another person of RevOps to sign");
    }
    if (signer == version.creator()) {
      return RefuseSigner(version, role, "nobody signs alone what they made themself");
    }
    return absl::OkStatus();
  }
  const std::string fault = OfficerFault(version.signatures(), signer, role);
  return fault.empty() ? absl::OkStatus() : RefuseSigner(version, role, fault);
}

bool HasEverySignature(const v1::Policy& version) {
  return version.approval() == v1::POLICY_APPROVAL_SECOND_PERSON
             ? version.signatures_size() == 1
             : OfficersSigned(version.signatures());
}

}  // namespace

bool IsFirstVersion(const v1::Policy& version) {
  return version.base_version() == kDefaultsVersion;
}

absl::StatusOr<v1::Policy> DraftPolicyVersion(const v1::Policy& base, const v1::Policy& asked,
                                              const google::protobuf::FieldMask& mask) {
  Violations faults;
  v1::Policy draft = ApplyChoices(base, asked, mask, &faults);
  CheckPolicyChoices(draft, &faults);
  faults.LimitText("policy.change_note", asked.change_note(), kMaxChangeNote);
  if (asked.has_effective_time()) {
    CheckInstant("policy.effective_time", asked.effective_time(), &faults);
  } else {
    faults.Add("policy.effective_time", "is missing; a version states when it starts");
  }
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  draft.set_change_note(asked.change_note());
  *draft.mutable_effective_time() = ToTimestamp(ToTime(asked.effective_time()));
  draft.set_base_version(base.version());
  return draft;
}

absl::StatusOr<v1::Policy> DecidePolicyVersion(std::string_view tenant,
                                               const PolicyHistory& history, v1::Policy draft,
                                               std::string_view creator, absl::Time now) {
  const std::vector<v1::PolicyChange> changes = PolicyChanges(history.base, draft);
  Violations faults;
  if (changes.empty()) {
    faults.Add("policy", absl::StrCat("differs in nothing from version ", history.base.version()));
  }
  CheckBoundCalendar(draft, &faults);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  draft.set_version(history.last_number + 1);
  draft.set_name(ResourceName(tenant, "policies", absl::StrCat(draft.version())));
  BATON_RETURN_IF_ERROR(CheckStart(history, draft, now));
  const bool pays = std::any_of(changes.begin(), changes.end(),
                                [](const v1::PolicyChange& c) { return c.affects_pay(); });
  draft.set_creator(std::string(creator));
  *draft.mutable_create_time() = ToTimestamp(now);
  draft.set_approval(pays ? v1::POLICY_APPROVAL_OFFICERS : v1::POLICY_APPROVAL_SECOND_PERSON);
  return draft;
}

absl::StatusOr<v1::Policy> DecidePolicySignature(const PolicyHistory& history, v1::Policy version,
                                                 std::string_view signer, v1::Role role,
                                                 absl::Time now) {
  const v1::PolicyVersionState state =
      StateOfVersion(version, history.base.version(), history.base.version(), now);
  if (state != v1::POLICY_VERSION_STATE_UNSIGNED) {
    return RefuseState(
        v1::ERROR_REASON_POLICY_VERSION_STATE, version.name(),
        absl::StrCat("version ", version.version(), " can't be signed: ", WhyUnsignable(state)),
        {{"version", absl::StrCat(version.version())}, {"state", StateText(state)}});
  }
  if (IsFirstVersion(version)) BATON_RETURN_IF_ERROR(CheckFirstStart(history, version, now));
  BATON_RETURN_IF_ERROR(CheckSigner(version, signer, role));
  AddSignature(signer, role, now, version.mutable_signatures());
  if (HasEverySignature(version)) *version.mutable_approve_time() = ToTimestamp(now);
  return version;
}

v1::PolicyVersionState StateOfVersion(const v1::Policy& version, int32_t base, int32_t in_force,
                                      absl::Time now) {
  const VersionFacts facts = {
      .number = version.version(),
      .base = version.base_version(),
      .start = ToTime(version.effective_time()),
      .approved = version.has_approve_time() || version.version() == kDefaultsVersion,
      .first = IsFirstVersion(version)};
  return StateOf(facts, base, in_force, now);
}

}  // namespace baton::domain
