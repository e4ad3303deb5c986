// A role's credit that several people share (W-4), and the deal desk's rulings on it (C-12).
#include <gtest/gtest.h>

#include <string>

#include "domain/instant.h"
#include "tests/acceptance/revenue.h"

namespace baton::testing {
namespace {

using ::testing::SizeIs;

class CreditShares : public Revenue {
 protected:
  void SetUp() override {
    Revenue::SetUp();
    AddPerson("doris", v1::ROLE_DIRECTOR_REVOPS, "otto");
    AssignPlan("rosa", v1::ROLE_AE);
    AssignPlan("dana", v1::ROLE_AE);
  }

  void AddShare(v1::Role role, const std::string& person, int32_t share_bp,
                google::protobuf::RepeatedPtrField<v1::CreditShare>* shares) {
    v1::CreditShare& share = *shares->Add();
    share.set_role(role);
    share.set_person(Name("people", person));
    share.set_share_bp(share_bp);
  }

  // harborline's AE is rosa, who has 60%, with dana.
  absl::StatusOr<v1::SetAccountTeamResponse> ShareTeam(int32_t danas_bp) {
    v1::SetAccountTeamRequest request;
    request.set_account(Name("accounts", "harborline"));
    request.mutable_member()->set_role(v1::ROLE_AE);
    request.mutable_member()->set_person(Name("people", "rosa"));
    *request.mutable_member()->mutable_start_time() = domain::ToTimestamp(Day(1, 1));
    AddShare(v1::ROLE_UNSPECIFIED, "rosa", 6'000, request.mutable_member()->mutable_shares());
    AddShare(v1::ROLE_UNSPECIFIED, "dana", danas_bp, request.mutable_member()->mutable_shares());
    return remy().Call(&AccountStub::SetAccountTeam, request);
  }

  std::string WonAttribution() {
    const std::string opportunity = OpenOpportunity(FileFor("harborline").name());
    WinExpansion(opportunity, Day(2, 10));
    v1::ListAttributionsRequest list;
    list.set_parent(Tenant());
    const auto all = remy().Call(&AttributionStub::ListAttributions, list);
    EXPECT_THAT(all, IsOk());
    return all.ok() && all->attributions_size() == 1 ? all->attributions(0).name() : "";
  }

  google::protobuf::RepeatedPtrField<v1::Attribution> ListedTo(v1::Role role,
                                                               const std::string& person) {
    v1::ListAttributionsRequest list;
    list.set_parent(Tenant());
    const auto listed = As(role, person).Call(&AttributionStub::ListAttributions, list);
    EXPECT_THAT(listed, IsOk());
    return listed.ok() ? listed->attributions()
                       : google::protobuf::RepeatedPtrField<v1::Attribution>();
  }

  int64_t Earned(const std::string& person) {
    const auto statement = Statement(camille(), "2026-Q1-" + person);
    EXPECT_THAT(statement, IsOk());
    return statement.ok() ? statement->totals().earned_minor() : -1;
  }
};

TEST_F(CreditShares, W4_TheTeamsWeightsShareWhatIsBooked) {
  EXPECT_THAT(ShareTeam(4'001), Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  ASSERT_THAT(ShareTeam(4'000), IsOk());
  const std::string name = WonAttribution();
  EXPECT_THAT(LookAttribution(name).credit_shares(), SizeIs(2));
  // dana is in no field of it, and lists it all the same.
  EXPECT_THAT(ListedTo(v1::ROLE_AE, "dana"), SizeIs(1));
  EXPECT_THAT(ListedTo(v1::ROLE_MANAGER, "priya"), SizeIs(1));
  EXPECT_THAT(ListedTo(v1::ROLE_CSM, "tobias"), SizeIs(0));
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  // 10% of 48,000.00, 60 to 40.
  EXPECT_EQ(Earned("rosa"), 288'000);
  EXPECT_EQ(Earned("dana"), 192'000);
}

TEST_F(CreditShares, C12_ARulingMovesWhatIsNotPublished) {
  const std::string name = WonAttribution();
  v1::OpenDealDeskTicketRequest open;
  open.set_attribution(name);
  open.set_reason("dana wrote the offer.");
  const auto ticket = remy().Call(&AttributionStub::OpenDealDeskTicket, open);
  ASSERT_THAT(ticket, IsOk());
  v1::RuleDealDeskTicketRequest rule;
  rule.set_name(ticket->ticket().name());
  rule.set_reason("The offer bears her name.");
  AddShare(v1::ROLE_AE, "rosa", 2'500, rule.mutable_shares());
  AddShare(v1::ROLE_AE, "dana", 7'500, rule.mutable_shares());
  const auto ruled =
      As(v1::ROLE_DIRECTOR_REVOPS, "doris").Call(&AttributionStub::RuleDealDeskTicket, rule);
  ASSERT_THAT(ruled, IsOk());
  const v1::Attribution anew = LookAttribution(ruled->ticket().result());
  EXPECT_EQ(anew.supersedes(), name);
  EXPECT_EQ(anew.ruled_by(), ticket->ticket().name());
  EXPECT_EQ(LookAttribution(name).state(), v1::ATTRIBUTION_STATE_SUPERSEDED);
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_EQ(Earned("rosa"), 120'000);
  EXPECT_EQ(Earned("dana"), 360'000);
}

}  // namespace
}  // namespace baton::testing
