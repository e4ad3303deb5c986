#include "store/plans.h"

#include "store/policies.h"
#include "store/query.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using testing::At;
using testing::Difference;
using ::testing::ElementsAre;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::kTenant;
using testing::Parse;
using testing::StatusIs;

class Plans : public testing::RecordsTest {
 protected:
  absl::StatusOr<v1::PlanAssignment> Set(std::string_view text) {
    absl::StatusOr<v1::PlanAssignment> kept;
    const absl::Status status = Write([&](Transaction& tx) {
      kept = SetPlan(tx, Parse<v1::PlanAssignment>(text));
      return kept.status();
    });
    if (!status.ok()) return status;
    return kept;
  }
  std::string CodeAt(absl::Time at) {
    const auto plan = Read([&](Session& session) { return PlanAt(session, kTenant, "ada", at); });
    EXPECT_THAT(plan, IsOk());
    return plan->has_value() ? (*plan)->plan().code() : "";
  }
};

constexpr char kFirst[] = R"(
  name: "acme/planAssignments/g1" payee: "acme/people/ada" start_time: @10 plan { code: "AE-1" })";
constexpr char kSecond[] = R"(
  name: "acme/planAssignments/g2" payee: "acme/people/ada" start_time: @20 plan { code: "AE-2" })";

TEST_F(Plans, AreReadBackWhole) {
  ASSERT_THAT(Set(kFirst), IsOk());
  const auto plan = Read([](Session& session) { return PlanAt(session, kTenant, "ada", At(10)); });
  ASSERT_TRUE(plan.ok() && plan->has_value());
  EXPECT_EQ(Difference(Parse<v1::PlanAssignment>(kFirst), **plan), "");
}

TEST_F(Plans, HoldFromExactlyTheirStart) {
  ASSERT_THAT(Set(kSecond), IsOk());
  ASSERT_THAT(Set(kFirst), IsOk());
  EXPECT_EQ(CodeAt(At(10) - absl::Microseconds(1)), "");
  EXPECT_EQ(CodeAt(At(10)), "AE-1");
  EXPECT_EQ(CodeAt(At(20) - absl::Microseconds(1)), "AE-1");
  EXPECT_EQ(CodeAt(At(20)), "AE-2");
}

TEST_F(Plans, OfTheSameStartAreReplacedUnderTheFirstName) {
  ASSERT_THAT(Set(kFirst), IsOk());
  const auto kept = Set(R"(name: "acme/planAssignments/g9" payee: "acme/people/ada" start_time: @10
                           plan { code: "AE-9" })");
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->name(), "tenants/acme/planAssignments/g1");
  EXPECT_EQ(CodeAt(At(10)), "AE-9");
}

TEST_F(Plans, PayeesOfAPeriodHadOneBeforeItsEnd) {
  ASSERT_THAT(Set(kFirst), IsOk());
  ASSERT_THAT(Set(kSecond), IsOk());
  ASSERT_THAT(Set(R"(name: "acme/planAssignments/g3" payee: "acme/people/rosa" start_time: @15
                     plan { code: "CSM" })"),
              IsOk());
  const auto payees = [&](absl::Time end) {
    return Read([&](Session& session) { return PayeesWithPlan(session, kTenant, end); });
  };
  EXPECT_THAT(payees(At(10)), IsOkAndHolds(ElementsAre()));
  EXPECT_THAT(payees(At(15)), IsOkAndHolds(ElementsAre("tenants/acme/people/ada")));
  EXPECT_THAT(payees(At(99)),
              IsOkAndHolds(ElementsAre("tenants/acme/people/ada", "tenants/acme/people/rosa")));
}

TEST_F(Plans, AreListedByPayee) {
  ASSERT_THAT(Set(R"(name: "acme/planAssignments/g0" payee: "acme/people/rosa" start_time: @15)"),
              IsOk());
  ASSERT_THAT(Set(kFirst), IsOk());
  ListQuery query;
  query.tenant = kTenant;
  google::protobuf::RepeatedPtrField<v1::PlanAssignment> page;
  ASSERT_THAT(Read([&](Session& session) {
                return ListRecords(session, PlanAssignmentList(), query, &page);
              }),
              IsOk());
  ASSERT_EQ(page.size(), 2);
  EXPECT_EQ(page[0].payee(), "tenants/acme/people/ada");
}

TEST_F(Plans, X5_PolicyInForceIsTheLatestApprovedOneThatHasStarted) {
  const auto insert = [&](std::string_view text) {
    return Write([&](Transaction& tx) { return InsertPolicy(tx, Parse<v1::Policy>(text)); });
  };
  const auto version_at = [&](absl::Time at) {
    const auto policy = Read([&](Session& session) { return PolicyAt(session, kTenant, at); });
    EXPECT_THAT(policy, IsOk());
    return policy->has_value() ? (*policy)->version() : 0;
  };
  EXPECT_EQ(version_at(At(10)), 0);
  ASSERT_THAT(insert(R"(name: "acme/policies/1" version: 1 effective_time: @10
                       approve_time: @1)"),
              IsOk());
  ASSERT_THAT(insert(R"(name: "acme/policies/2" version: 2 effective_time: @20
                       approve_time: @1)"),
              IsOk());
  ASSERT_THAT(insert(R"(name: "acme/policies/10" version: 10 effective_time: @20
                       approve_time: @1)"),
              IsOk());
  ASSERT_THAT(insert(R"(name: "acme/policies/11" version: 11 effective_time: @20)"), IsOk());
  EXPECT_EQ(version_at(At(10) - absl::Microseconds(1)), 0);
  EXPECT_EQ(version_at(At(10)), 1);
  EXPECT_EQ(version_at(At(20) - absl::Microseconds(1)), 1);
  EXPECT_EQ(version_at(At(20)), 10);
  EXPECT_THAT(insert(R"(name: "acme/policies/2" version: 2 effective_time: @30)"),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(Plans, X5_ASignedVersionNeverChanges) {
  const v1::Policy open =
      Parse<v1::Policy>(R"(name: "acme/policies/2" version: 2 effective_time: @20)");
  v1::Policy approved = open;
  *approved.mutable_approve_time() = open.effective_time();
  const auto update = [&](const v1::Policy& before, const v1::Policy& after) {
    return Write([&](Transaction& tx) { return UpdatePolicy(tx, before, after); });
  };
  ASSERT_THAT(Write([&](Transaction& tx) { return InsertPolicy(tx, open); }), IsOk());
  ASSERT_THAT(update(open, approved), IsOk());
  EXPECT_FALSE(update(approved, open).ok());
  EXPECT_FALSE(RunSql("DELETE FROM policies").ok());
}

TEST_F(Plans, PolicyIsReadBackWhole) {
  v1::Policy policy = Parse<v1::Policy>(R"(
      name: "acme/policies/3" version: 3 effective_time: @1 time_zone: "Europe/Berlin"
      currency_code: "EUR" routing_test: ROUTING_TEST_THREE_OF_FOUR
      cross_sell_by: CROSS_SELL_BY_PRODUCT credit_scheme: CREDIT_SCHEME_BANDED
      csm_share: CSM_SHARE_ALWAYS reassignment: REASSIGNMENT_MODE_RESTART
      calendar: "acme/calendars/berlin" change_note: "spring" creator: "acme/people/ada"
      escalation_steps { after_minutes: 60 to: ESCALATION_TARGET_REVOPS }
      create_time: @2 approval: POLICY_APPROVAL_SECOND_PERSON approve_time: @3
      signatures { signer: "acme/people/mona" role: ROLE_REVOPS sign_time: @3 })");
  int64_t number = 1;
  const auto* reflection = policy.GetReflection();
  for (int i = 0; i < policy.GetDescriptor()->field_count(); ++i) {
    const auto* field = policy.GetDescriptor()->field(i);
    if (field->type() == google::protobuf::FieldDescriptor::TYPE_INT64) {
      reflection->SetInt64(&policy, field, ++number);
    } else if (field->type() == google::protobuf::FieldDescriptor::TYPE_INT32 &&
               field->name() != "version") {
      reflection->SetInt32(&policy, field, static_cast<int32_t>(++number));
    }
  }
  ASSERT_THAT(Write([&](Transaction& tx) { return InsertPolicy(tx, policy); }), IsOk());
  const auto read = Read([](Session& session) { return GetPolicyVersion(session, kTenant, 3); });
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(Difference(policy, *read), "");
}

}  // namespace
}  // namespace baton::store
