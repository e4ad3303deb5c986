// Leavers over a real socket: what becomes of somebody's work from their end date on (W-1).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "baton/v1/token_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/acceptance/revenue.h"
#include "tests/status_matchers.h"

namespace baton::testing {
namespace {

using TokenStub = v1::TokenService::Stub;

constexpr absl::Duration kDay = absl::Hours(24);

class Leavers : public Revenue {
 protected:
  absl::StatusOr<v1::EndPersonResponse> End(const std::string& person,
                                            std::optional<absl::Time> at = std::nullopt,
                                            bool withdraw = false) {
    v1::EndPersonRequest request;
    request.set_name(Person(person));
    if (at.has_value()) *request.mutable_end_time() = domain::ToTimestamp(*at);
    request.set_withdraw(withdraw);
    return remy().Call(&AccountStub::EndPerson, request);
  }

  absl::Status WhoAmI(const Client& who) {
    return who.Call(&TokenStub::WhoAmI, v1::WhoAmIRequest()).status();
  }

  v1::Account Look(const std::string& account) {
    v1::GetAccountRequest request;
    request.set_name(Account(account));
    const auto response = remy().Call(&AccountStub::GetAccount, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->account() : v1::Account();
  }

  std::string HolderOf(const std::string& account, v1::Role role) {
    const v1::Account kept = Look(account);
    for (const v1::TeamMember& member : kept.team()) {
      if (member.role() == role) return member.person();
    }
    return "";
  }
};

TEST_F(Leavers, W1_OpenWorkMovesToTheManagerAtOnceChargingNeither) {
  const v1::Signal before = FileFor("harborline");
  SetClock(Now() + absl::Hours(3));
  const auto ended = End("rosa");
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->moved_signals(), 1);
  const v1::Signal after = Company::Look(before.name());
  EXPECT_EQ(after.holder(), Person("priya"));
  EXPECT_EQ(domain::ToTime(after.clock().acknowledge_due_time()),
            domain::ToTime(before.clock().acknowledge_due_time()));
  EXPECT_TRUE(after.clock().uncharged());
  EXPECT_THAT(Acknowledge(priya(), before.name()), IsOk());
}

TEST_F(Leavers, W1_TheAccountHasNoAeUntilOneIsNamed) {
  ASSERT_THAT(End("rosa"), IsOk());
  EXPECT_EQ(HolderOf("harborline", v1::ROLE_AE), "");
  const v1::Signal signal = FileFor("harborline");
  EXPECT_EQ(signal.state(), v1::SIGNAL_STATE_UNASSIGNED);
  v1::AssignSignalRequest assign;
  assign.set_name(signal.name());
  assign.set_ae(Person("rosa"));
  EXPECT_THAT(remy().Call(&HandoffStub::AssignSignal, assign),
              Refuses(absl::StatusCode::kFailedPrecondition, "PERSON_LEFT"));
  assign.set_ae(Person("dana"));
  EXPECT_THAT(remy().Call(&HandoffStub::AssignSignal, assign), IsOk());
}

TEST_F(Leavers, W1_ASuccessorWhoWasNamedTakesTheAccount) {
  const absl::Time end = Now() + kDay;
  v1::SetAccountTeamRequest team;
  team.set_account(Account("harborline"));
  team.mutable_member()->set_role(v1::ROLE_AE);
  team.mutable_member()->set_person(Person("dana"));
  *team.mutable_member()->mutable_start_time() = domain::ToTimestamp(end);
  ASSERT_THAT(remy().Call(&AccountStub::SetAccountTeam, team), IsOk());
  ASSERT_THAT(End("rosa", end), IsOk());
  AdvanceTo(end);
  EXPECT_EQ(HolderOf("harborline", v1::ROLE_AE), Person("dana"));
  EXPECT_EQ(FileFor("harborline").ae(), Person("dana"));
}

TEST_F(Leavers, W1_AtTheVeryEndDateNothingIsTheirsAnyMore) {
  const Client rosa_before = rosa();
  const absl::Time end = Now() + kDay;
  const std::string signal = FileFor("harborline").name();
  const auto set = End("rosa", end);
  ASSERT_THAT(set, IsOk());
  EXPECT_EQ(set->moved_signals(), 0);
  EXPECT_EQ(domain::ToTime(set->person().end_time()), end);
  AddAccount(NewAccount("ashgrove"));
  SetClock(end - absl::Microseconds(1));
  EXPECT_THAT(WhoAmI(rosa_before), IsOk());
  EXPECT_EQ(FileFor("ashgrove").ae(), Person("rosa"));
  // Before any sweep: the state does not depend on the sweeper.
  AddAccount(NewAccount("birchwood"), "imogen", "dana");
  SetClock(end);
  EXPECT_THAT(WhoAmI(rosa_before), Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  EXPECT_EQ(FileFor("harborline").state(), v1::SIGNAL_STATE_UNASSIGNED);
  AdvanceTo(end);
  EXPECT_EQ(Company::Look(signal).holder(), Person("priya"));
  EXPECT_EQ(HolderOf("harborline", v1::ROLE_AE), "");
}

TEST_F(Leavers, W1_ADateToComeMayBeMovedOrTakenBack) {
  const absl::Time end = Now() + kDay;
  ASSERT_THAT(End("rosa", end), IsOk());
  ASSERT_THAT(End("rosa", end + kDay), IsOk());
  AdvanceTo(end);
  EXPECT_EQ(HolderOf("harborline", v1::ROLE_AE), Person("rosa"));
  const auto stays = End("rosa", std::nullopt, true);
  ASSERT_THAT(stays, IsOk());
  EXPECT_FALSE(stays->person().has_end_time());
  AdvanceTo(end + 2 * kDay);
  EXPECT_EQ(HolderOf("harborline", v1::ROLE_AE), Person("rosa"));
  EXPECT_THAT(WhoAmI(rosa()), IsOk());
}

TEST_F(Leavers, W1_WhoHasLeftHasLeft) {
  ASSERT_THAT(End("rosa"), IsOk());
  ASSERT_THAT(End("rosa", Now()), IsOk());  // the same again
  EXPECT_THAT(End("rosa", Now() + kDay),
              Refuses(absl::StatusCode::kFailedPrecondition, "PERSON_LEFT"));
  EXPECT_THAT(End("rosa", std::nullopt, true),
              Refuses(absl::StatusCode::kFailedPrecondition, "PERSON_LEFT"));
  v1::SetAccountTeamRequest team;
  team.set_account(Account("harborline"));
  team.mutable_member()->set_role(v1::ROLE_AE);
  team.mutable_member()->set_person(Person("rosa"));
  EXPECT_THAT(remy().Call(&AccountStub::SetAccountTeam, team),
              Refuses(absl::StatusCode::kFailedPrecondition, "PERSON_LEFT"));
  v1::CreateTokenRequest token;
  token.set_parent(Tenant());
  token.mutable_token()->set_role(v1::ROLE_AE);
  token.mutable_token()->set_person(Person("rosa"));
  EXPECT_THAT(Admin().Call(&TokenStub::CreateToken, token),
              Refuses(absl::StatusCode::kFailedPrecondition, "PERSON_LEFT"));
}

TEST_F(Leavers, W1_OpenOpportunitiesAndTokensEndWithThem) {
  const Client rosa_before = rosa();
  v1::CreateOpportunityRequest create;
  create.set_parent(Tenant());
  create.mutable_opportunity()->set_account(Account("harborline"));
  create.mutable_opportunity()->set_creation_source(v1::CREATION_SOURCE_SALES_INITIATED);
  create.mutable_opportunity()->set_trigger_event(v1::TRIGGER_EVENT_UPSELL_CONVERSATION);
  create.mutable_opportunity()->set_owner(Person("rosa"));
  const auto created = remy().Call(&AccountStub::CreateOpportunity, create);
  ASSERT_THAT(created, IsOk());
  ASSERT_THAT(WhoAmI(rosa_before), IsOk());
  ASSERT_THAT(End("rosa"), IsOk());
  EXPECT_THAT(WhoAmI(rosa_before), Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  v1::GetOpportunityRequest get;
  get.set_name(created->opportunity().name());
  const auto moved = remy().Call(&AccountStub::GetOpportunity, get);
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->opportunity().owner(), Person("priya"));
}

TEST_F(Leavers, W1_ASeatThatIsLeftIsVacant) {
  const v1::RecordBookingResponse recorded =
      Record(Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'800'000));
  const std::string& name = recorded.attribution().name();
  EXPECT_THAT(Sign(clara(), name, v1::SIGNING_SIDE_CS),
              Refuses(absl::StatusCode::kFailedPrecondition, "SIGNER_CONFLICT"));
  ASSERT_THAT(End("helen"), IsOk());
  EXPECT_THAT(Sign(clara(), name, v1::SIGNING_SIDE_CS), IsOk());
}

TEST_F(Leavers, W1_ALeaversManagerHearsOfWhatTheirPeopleMiss) {
  const std::string signal = FileFor("harborline").name();
  ASSERT_THAT(End("priya"), IsOk());
  Advance(absl::Hours(4) + absl::Microseconds(1));
  EXPECT_THAT(Deliveries(signal), ::testing::Contains(DeliveryTo(
                                      Person("victor"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "S-5")));
}

}  // namespace
}  // namespace baton::testing
