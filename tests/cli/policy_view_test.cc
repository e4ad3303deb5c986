#include "tools/cli/policy_view.h"

#include <gmock/gmock.h>

#include "tests/cli/proto_text.h"

namespace baton::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

v1::Policy Version() {
  v1::Policy policy;
  policy.set_name("tenants/acme/policies/3");
  policy.set_version(3);
  policy.set_base_version(2);
  policy.set_creator("tenants/acme/people/remy");
  policy.set_change_note("Spring review");
  policy.set_currency_code("USD");
  policy.set_band_low_minor(2'500'000);
  policy.set_warn_bp(7'500);
  policy.set_crm_confirm_minutes(15);
  policy.set_revisit_days(45);
  policy.set_calendar("tenants/acme/calendars/berlin");
  policy.set_approval(v1::POLICY_APPROVAL_OFFICERS);
  v1::PolicySignature* signature = policy.add_signatures();
  signature->set_signer("tenants/acme/people/helen");
  signature->set_role(v1::ROLE_VP_CS);
  v1::EscalationStep* step = policy.add_escalation_steps();
  step->set_after_minutes(60);
  step->set_to(v1::ESCALATION_TARGET_REVOPS);
  return policy;
}

View Plain() { return View{absl::UnixEpoch(), Terminal{}}; }

TEST(PolicyView, X5_SaysWhereAVersionStandsAndWhoMustSign) {
  const std::string text = PolicyDetail(Version(), v1::POLICY_VERSION_STATE_UNSIGNED, Plain());
  EXPECT_THAT(text, AllOf(HasSubstr("state                      unsigned\n"),
                          HasSubstr("builds on                  version 2\n"),
                          HasSubstr("made by                    remy\n"),
                          HasSubstr("because                    Spring review\n"),
                          HasSubstr("signed                     vp_cs: helen\n"),
                          HasSubstr("must sign                  vp_revops, cfo\n")));
}

TEST(PolicyView, X5_EveryNumberStandsInItsUnit) {
  const std::string text = PolicyDetail(Version(), v1::POLICY_VERSION_STATE_UNSIGNED, Plain());
  EXPECT_THAT(text, AllOf(HasSubstr("band_low                   25,000.00 USD\n"),
                          HasSubstr("warn                       75%\n"),
                          HasSubstr("crm_confirm_minutes        15 min\n"),
                          HasSubstr("revisit_days               45 d\n"),
                          HasSubstr("calendar                   berlin\n"),
                          HasSubstr("escalation_steps           revops after 60 min\n")));
}

TEST(PolicyView, X11_NobodyMustSignWhatIsApproved) {
  v1::Policy policy = Version();
  EXPECT_EQ(MissingSignatures(policy), "vp_revops, cfo");
  policy.set_approval(v1::POLICY_APPROVAL_SECOND_PERSON);
  EXPECT_EQ(MissingSignatures(policy), "another person of RevOps");
  policy.mutable_approve_time();
  EXPECT_EQ(MissingSignatures(policy), "");
  EXPECT_EQ(MissingSignatures(v1::Policy()), "");
}

TEST(PolicyView, X5_AVersionThatCannotBeSignedAsksForNothing) {
  v1::PolicyVersion open;
  *open.mutable_policy() = Version();
  open.set_state(v1::POLICY_VERSION_STATE_UNSIGNED);
  v1::PolicyVersion lapsed = open;
  lapsed.set_state(v1::POLICY_VERSION_STATE_LAPSED);
  EXPECT_THAT(PolicyVersionTable({open}, Plain()), HasSubstr("vp_revops, cfo"));
  EXPECT_THAT(PolicyVersionTable({lapsed}, Plain()), Not(HasSubstr("vp_revops, cfo")));
}

TEST(PolicyView, X5_ChangesAndWarningsAreNamedOrThereAreNone) {
  google::protobuf::RepeatedPtrField<v1::PolicyChange> changes;
  google::protobuf::RepeatedPtrField<v1::PolicyWarning> warnings;
  EXPECT_EQ(PolicyChangeBlock(changes, Plain()), "\nit changes nothing\n");
  EXPECT_EQ(PolicyWarningBlock(warnings, Plain()), "\nno known failure mode\n");
  v1::PolicyChange* change = changes.Add();
  change->set_field("payout_days");
  change->set_before("15");
  change->set_after("20");
  change->set_affects_pay(true);
  EXPECT_THAT(PolicyChangeBlock(changes, Plain()), HasSubstr("payout_days  15      20     yes"));
  v1::PolicyWarning* warning = warnings.Add();
  warning->set_risk(v1::POLICY_RISK_NO_BANDS);
  warning->set_field("credit_scheme");
  warning->set_text("who owns a deal is argued");
  EXPECT_EQ(PolicyWarningBlock(warnings, Plain()),
            "\nbeware:\n  no_bands (credit_scheme): who owns a deal is argued\n");
}

}  // namespace
}  // namespace baton::cli
