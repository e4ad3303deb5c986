#include "domain/policy_version.h"

#include <gmock/gmock.h>

#include <string>

#include "domain/policy.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "tests/domain/handoff_fixture.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusOf;
using ::testing::UnorderedElementsAre;

constexpr char kRemy[] = "tenants/acme/people/remy";
constexpr char kDora[] = "tenants/acme/people/dora";
constexpr char kHelen[] = "tenants/acme/people/helen";
constexpr char kOtto[] = "tenants/acme/people/otto";
constexpr char kFrank[] = "tenants/acme/people/frank";

MATCHER_P(RefusedFor, reason, "is refused for that reason") {
  *result_listener << StatusOf(arg);
  return ReasonOf(StatusOf(arg)) == reason;
}

// A tenant whose version 4, from T0 on, is the last signed one; 6 numbers were given.
PolicyHistory Later() {
  PolicyHistory history;
  history.base = DefaultPolicy("acme");
  history.base.set_version(4);
  history.base.set_base_version(3);
  *history.base.mutable_effective_time() = ToTimestamp(T0());
  *history.base.mutable_approve_time() = ToTimestamp(T0() - absl::Hours(1));
  history.last_number = 6;
  history.last_decision = T0() + absl::Hours(1);
  return history;
}

// A tenant that has signed nothing.
PolicyHistory First() {
  PolicyHistory history;
  history.base = DefaultPolicy("acme");
  return history;
}

v1::Policy Asked(absl::Time start) {
  v1::Policy asked;
  asked.set_revisit_days(45);
  asked.set_payout_days(20);
  *asked.mutable_effective_time() = ToTimestamp(start);
  return asked;
}

google::protobuf::FieldMask Mask(const std::string& path) {
  google::protobuf::FieldMask mask;
  mask.add_paths(path);
  return mask;
}

// The next version, made by remy, in which only that field differs.
absl::StatusOr<v1::Policy> Make(const PolicyHistory& history, absl::Time start, absl::Time now,
                                const std::string& field = "revisit_days") {
  BATON_ASSIGN_OR_RETURN(v1::Policy draft,
                         DraftPolicyVersion(history.base, Asked(start), Mask(field)));
  return DecidePolicyVersion("acme", history, draft, kRemy, now);
}

v1::PolicyVersionState StateIn(const PolicyHistory& history, const v1::Policy& version,
                               absl::Time now) {
  return StateOfVersion(version, history.base.version(), history.base.version(), now);
}

TEST(PolicyVersion, X5_TheNextVersionIsTheBaseButForWhatIsNamed) {
  const auto version = Make(Later(), T0() + absl::Hours(48), T0() + absl::Hours(24));
  ASSERT_THAT(version, IsOk());
  EXPECT_EQ(version->name(), "tenants/acme/policies/7");
  EXPECT_EQ(version->version(), 7);
  EXPECT_EQ(version->base_version(), 4);
  EXPECT_EQ(version->creator(), kRemy);
  EXPECT_EQ(version->revisit_days(), 45);
  EXPECT_EQ(version->payout_days(), 15);
  EXPECT_FALSE(version->has_approve_time());
  EXPECT_EQ(StateIn(Later(), *version, T0() + absl::Hours(24)), v1::POLICY_VERSION_STATE_UNSIGNED);
}

TEST(PolicyVersion, X5_StartsAtOrAfterNow) {
  const absl::Time now = T0() + absl::Hours(24);
  EXPECT_THAT(Make(Later(), now, now), IsOk());
  EXPECT_THAT(Make(Later(), now - kTick, now), RefusedFor(v1::ERROR_REASON_POLICY_START));
}

TEST(PolicyVersion, X5_StartsAfterTheLastSignedOne) {
  const absl::Time now = T0() - absl::Hours(24);
  EXPECT_THAT(Make(Later(), T0(), now), RefusedFor(v1::ERROR_REASON_POLICY_START));
  EXPECT_THAT(Make(Later(), T0() + kTick, now), IsOk());
}

TEST(PolicyVersion, X5_TheFirstMayStartAtAnyTimeAfterWhatWasDecided) {
  PolicyHistory history = First();
  EXPECT_THAT(Make(history, T0() - absl::Hours(24 * 365), T0()), IsOk());
  history.last_decision = T0() - absl::Hours(24);
  EXPECT_THAT(Make(history, history.last_decision, T0()),
              RefusedFor(v1::ERROR_REASON_POLICY_START));
  EXPECT_THAT(Make(history, history.last_decision + kTick, T0()), IsOk());
  history.last_decision = T0() + absl::Hours(24);  // booked for tomorrow
  EXPECT_THAT(Make(history, T0(), T0()), RefusedFor(v1::ERROR_REASON_POLICY_START));
  EXPECT_THAT(Make(history, T0() + kTick, T0()), IsOk());
}

TEST(PolicyVersion, X5_EveryFaultIsNamedAtOnce) {
  v1::Policy asked = Asked(T0());
  asked.clear_effective_time();
  asked.set_revisit_days(29);
  asked.set_change_note(std::string(1'001, 'x'));
  google::protobuf::FieldMask mask = Mask("revisit_days");
  mask.add_paths("creator");
  EXPECT_THAT(ViolationsOf(DraftPolicyVersion(First().base, asked, mask).status()),
              UnorderedElementsAre("policy.revisit_days", "policy.change_note",
                                   "policy.effective_time", "update_mask"));
}

TEST(PolicyVersion, X5_AVersionThatChangesNothingIsRefused) {
  v1::Policy asked = Asked(T0() + absl::Hours(48));
  asked.set_revisit_days(30);
  const auto draft = DraftPolicyVersion(Later().base, asked, Mask("revisit_days"));
  ASSERT_THAT(draft, IsOk());
  EXPECT_THAT(DecidePolicyVersion("acme", Later(), *draft, kRemy, T0()),
              RefusedFor(v1::ERROR_REASON_INVALID_FIELDS));
}

TEST(PolicyVersion, X11_AnotherPersonOfRevOpsSignsWhatBearsOnNoPay) {
  const PolicyHistory history = Later();
  const absl::Time now = T0() + absl::Hours(24);
  const auto version = Make(history, now + absl::Hours(24), now);
  ASSERT_THAT(version, IsOk());
  EXPECT_EQ(version->approval(), v1::POLICY_APPROVAL_SECOND_PERSON);
  const auto sign = [&](const char* who, v1::Role role) {
    return DecidePolicySignature(history, *version, who, role, now);
  };
  EXPECT_THAT(sign(kRemy, v1::ROLE_REVOPS), RefusedFor(v1::ERROR_REASON_POLICY_SIGNER));
  EXPECT_THAT(sign(kRemy, v1::ROLE_VP_REVOPS), RefusedFor(v1::ERROR_REASON_POLICY_SIGNER));
  EXPECT_THAT(sign(kHelen, v1::ROLE_VP_CS), RefusedFor(v1::ERROR_REASON_POLICY_SIGNER));
  for (const v1::Role role : {v1::ROLE_REVOPS, v1::ROLE_DIRECTOR_REVOPS, v1::ROLE_VP_REVOPS}) {
    const auto signed_version = sign(kDora, role);
    ASSERT_THAT(signed_version, IsOk());
    EXPECT_EQ(ToTime(signed_version->approve_time()), now);
    EXPECT_EQ(StateIn(history, *signed_version, now), v1::POLICY_VERSION_STATE_SCHEDULED);
  }
}

TEST(PolicyVersion, X11_TheThreeOfficersSignWhatBearsOnPay) {
  const PolicyHistory history = Later();
  const absl::Time now = T0() + absl::Hours(24);
  auto version = Make(history, now + absl::Hours(24), now, "payout_days");
  ASSERT_THAT(version, IsOk());
  EXPECT_EQ(version->approval(), v1::POLICY_APPROVAL_OFFICERS);
  const auto sign = [&](const char* who, v1::Role role) {
    return DecidePolicySignature(history, *version, who, role, now);
  };
  EXPECT_THAT(sign(kDora, v1::ROLE_DIRECTOR_REVOPS), RefusedFor(v1::ERROR_REASON_POLICY_SIGNER));
  version = sign(kHelen, v1::ROLE_VP_CS);
  ASSERT_THAT(version, IsOk());
  EXPECT_THAT(sign(kOtto, v1::ROLE_VP_CS), RefusedFor(v1::ERROR_REASON_POLICY_SIGNER));
  EXPECT_THAT(sign(kHelen, v1::ROLE_CFO), RefusedFor(v1::ERROR_REASON_POLICY_SIGNER));
  version = sign(kOtto, v1::ROLE_VP_REVOPS);
  ASSERT_THAT(version, IsOk());
  EXPECT_FALSE(version->has_approve_time());
  EXPECT_EQ(StateIn(history, *version, now), v1::POLICY_VERSION_STATE_UNSIGNED);
  version = sign(kFrank, v1::ROLE_CFO);
  ASSERT_THAT(version, IsOk());
  EXPECT_EQ(version->signatures_size(), 3);
  EXPECT_TRUE(version->has_approve_time());
  EXPECT_THAT(sign(kFrank, v1::ROLE_CFO), RefusedFor(v1::ERROR_REASON_POLICY_VERSION_STATE));
}

TEST(PolicyVersion, X5_CanBeSignedUpToItsStart) {
  const PolicyHistory history = Later();
  const absl::Time start = T0() + absl::Hours(48);
  const auto version = Make(history, start, T0());
  ASSERT_THAT(version, IsOk());
  const auto sign_at = [&](absl::Time now) {
    return DecidePolicySignature(history, *version, kDora, v1::ROLE_REVOPS, now);
  };
  EXPECT_THAT(sign_at(start), IsOk());
  EXPECT_THAT(sign_at(start + kTick), RefusedFor(v1::ERROR_REASON_POLICY_VERSION_STATE));
  EXPECT_EQ(StateIn(history, *version, start + kTick), v1::POLICY_VERSION_STATE_LAPSED);
}

TEST(PolicyVersion, X5_TheFirstMayBeSignedLateUnlessMoreWasDecided) {
  PolicyHistory history = First();
  const auto version = Make(history, T0(), T0() + absl::Hours(24));
  ASSERT_THAT(version, IsOk());
  const auto sign = [&] {
    return DecidePolicySignature(history, *version, kDora, v1::ROLE_REVOPS, T0() + absl::Hours(48));
  };
  EXPECT_THAT(sign(), IsOk());
  history.last_decision = T0() - kTick;
  EXPECT_THAT(sign(), IsOk());
  history.last_decision = T0();
  EXPECT_THAT(sign(), RefusedFor(v1::ERROR_REASON_POLICY_START));
}

TEST(PolicyVersion, X5_OfTwoMadeSideBySideOneIsSigned) {
  PolicyHistory history = Later();
  const absl::Time now = T0() + absl::Hours(1);
  const auto one = Make(history, now + absl::Hours(24), now);
  ASSERT_THAT(one, IsOk());
  history.last_number = one->version();
  const auto other = Make(history, now + absl::Hours(48), now);
  ASSERT_THAT(other, IsOk());
  const auto signed_one = DecidePolicySignature(history, *one, kDora, v1::ROLE_REVOPS, now);
  ASSERT_THAT(signed_one, IsOk());
  history.base = *signed_one;
  EXPECT_EQ(StateIn(history, *other, now), v1::POLICY_VERSION_STATE_OVERTAKEN);
  EXPECT_THAT(DecidePolicySignature(history, *other, kDora, v1::ROLE_REVOPS, now),
              RefusedFor(v1::ERROR_REASON_POLICY_VERSION_STATE));
}

TEST(PolicyVersion, X5_StatesFollowTheClock) {
  v1::Policy version = Later().base;
  EXPECT_EQ(StateOfVersion(version, 4, 3, T0() - kTick), v1::POLICY_VERSION_STATE_SCHEDULED);
  EXPECT_EQ(StateOfVersion(version, 4, 4, T0()), v1::POLICY_VERSION_STATE_IN_FORCE);
  EXPECT_EQ(StateOfVersion(version, 5, 5, T0() + kTick), v1::POLICY_VERSION_STATE_PAST);
  EXPECT_EQ(StateOfVersion(DefaultPolicy("acme"), 1, 1, T0()), v1::POLICY_VERSION_STATE_IN_FORCE);
  EXPECT_EQ(StateOfVersion(DefaultPolicy("acme"), 4, 4, T0()), v1::POLICY_VERSION_STATE_PAST);
}

}  // namespace
}  // namespace baton::domain
