// What a quarter pays of those before it: by what their attributions give as both sides signed them
// in the end, and whom a period can't be published without (A-7, A-8, C-12, C-18, C-24). And what
// the CSM of a won signal is paid (C-1).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/policy_service.grpc.pb.h"
#include "domain/instant.h"
#include "domain/statement.h"
#include "tests/acceptance/revenue.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

using PolicyStub = v1::PolicyService::Stub;
using Shares = google::protobuf::RepeatedPtrField<v1::CreditShare>;

// rosa and dana are AEs, imogen and tobias CSMs; rosa and imogen have harborline.
class LateLines : public Revenue {
 protected:
  void SetUp() override {
    Revenue::SetUp();
    AddPerson("doris", v1::ROLE_DIRECTOR_REVOPS, "otto");
    AssignPlan("rosa", v1::ROLE_AE);
  }

  static Shares Split(v1::Role role, const std::string& first, int32_t firsts_bp,
                      const std::string& second) {
    Shares shares;
    for (const std::string& person : {first, second}) {
      v1::CreditShare& share = *shares.Add();
      share.set_role(role);
      share.set_person(Name("people", person));
      share.set_share_bp(person == first ? firsts_bp : 10'000 - firsts_bp);
    }
    return shares;
  }

  // Harborline's expansion of 48,000.00, booked on 10 February, that nobody signs yet.
  std::string RecordUnsigned() {
    SetClock(Day(2, 10));
    return Record(Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'800'000))
        .attribution()
        .name();
  }

  // Answers the attribution that counts by it.
  std::string Rule(const std::string& attribution, const Shares& shares) {
    v1::OpenDealDeskTicketRequest open;
    open.set_attribution(attribution);
    open.set_reason("Both worked on it.");
    const auto ticket = remy().Call(&AttributionStub::OpenDealDeskTicket, open);
    EXPECT_THAT(ticket, IsOk());
    v1::RuleDealDeskTicketRequest rule;
    rule.set_name(ticket.ok() ? ticket->ticket().name() : "");
    rule.set_reason("As the mails show.");
    *rule.mutable_shares() = shares;
    const auto ruled =
        As(v1::ROLE_DIRECTOR_REVOPS, "doris").Call(&AttributionStub::RuleDealDeskTicket, rule);
    EXPECT_THAT(ruled, IsOk());
    return ruled.ok() ? ruled->ticket().result() : "";
  }

  void PublishAt(absl::Time at, const std::string& period) {
    SetClock(at);
    ASSERT_THAT(Compute(period).status, IsOk());
    ASSERT_THAT(Publish(period), IsOk());
  }

  // "earning 288000 payable", a line each.
  std::vector<std::string> Shown(const std::string& id) {
    std::vector<std::string> shown;
    const auto statement = Statement(camille(), id);
    EXPECT_THAT(statement, IsOk());
    if (!statement.ok()) return shown;
    for (const v1::StatementLine& line : statement->lines()) {
      shown.push_back(absl::StrCat(domain::LineKindName(line.kind()), " ", line.earning_minor(),
                                   line.status() == v1::LINE_STATUS_PAYABLE
                                       ? " payable"
                                       : absl::StrCat(" ", line.hold_reason())));
    }
    return shown;
  }

  // A version that changes the scheme alone.
  void PutScheme(v1::CreditScheme scheme, absl::Time from) {
    v1::CreatePolicyVersionRequest request;
    request.set_parent(Tenant());
    request.mutable_update_mask()->add_paths("credit_scheme");
    request.mutable_policy()->set_credit_scheme(scheme);
    *request.mutable_policy()->mutable_effective_time() = domain::ToTimestamp(from);
    const auto created = remy().Call(&PolicyStub::CreatePolicyVersion, request);
    ASSERT_THAT(created, IsOk());
    v1::SignPolicyVersionRequest sign;
    sign.set_name(created->policy().name());
    for (const Client& officer : {helen(), otto(), frank()}) {
      ASSERT_THAT(officer.Call(&PolicyStub::SignPolicyVersion, sign), IsOk());
    }
  }

  void SetTeam(v1::Role role, const std::string& person, absl::Time from) {
    v1::SetAccountTeamRequest team;
    team.set_account(Account("harborline"));
    team.mutable_member()->set_role(role);
    team.mutable_member()->set_person(Person(person));
    *team.mutable_member()->mutable_start_time() = domain::ToTimestamp(from);
    ASSERT_THAT(remy().Call(&AccountStub::SetAccountTeam, team), IsOk());
  }

  // dana is paid 8% of expansion, rosa 10%; they share an expansion of 100,000.00 that imogen's
  // signal led to, on 10 February. tobias has had the account since the 1st.
  void WinSignalOfTwo() {
    const std::string opportunity = OpenOpportunity(FileFor("harborline").name());
    v1::CompPlan danas = Plan(v1::ROLE_AE);
    danas.set_code("AE-8");
    danas.set_expansion_rate_bp(800);
    SignedPlan(danas, Day(1, 1) - absl::Hours(24));
    ASSERT_THAT(Assign(camille(), "dana", "AE-8"), IsOk());
    SetTeam(v1::ROLE_CSM, "tobias", Day(2, 1));
    SetClock(Day(2, 10));
    v1::RecordBookingRequest won =
        Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 28'000'000);
    won.mutable_booking()->set_opportunity(opportunity);
    *won.mutable_booking()->mutable_splits() = Split(v1::ROLE_AE, "rosa", 5'000, "dana");
    SignBoth(Record(won).attribution().name());
  }

  // Whom the period lacks a plan of.
  std::vector<std::string> Unplanned(const std::string& period) {
    v1::GetPeriodRequest request;
    request.set_name(Name("periods", period));
    const auto response = camille().Call(&StatementStub::GetPeriod, request);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return {};
    for (const v1::CloseCheck& check : response->period().checklist()) {
      if (check.kind() != v1::CLOSE_CHECK_KIND_NO_PLAN) continue;
      return {check.subjects().begin(), check.subjects().end()};
    }
    return {};
  }
};

TEST_F(LateLines, A7_AHeldLineWhoseCreditWasTakenAtSignOffIsNeverPaid) {
  const std::string name = RecordUnsigned();
  PublishAt(Day(4, 2), "2026-Q1");
  EXPECT_THAT(Shown("2026-Q1-rosa"), ElementsAre("earning 480000 not_concurred"));
  SetClock(Day(5, 4));
  for (const v1::DocumentationKind kind :
       {v1::DOCUMENTATION_KIND_CSM_ACTIVITY, v1::DOCUMENTATION_KIND_CUSTOMER_CONVERSATION}) {
    ASSERT_THAT(Attach(remy(), name, kind, Day(2, 9)), IsOk());
  }
  ASSERT_THAT(Sign(helen(), name, v1::SIGNING_SIDE_CS), IsOk());
  ASSERT_THAT(Sign(victor(), name, v1::SIGNING_SIDE_SALES), IsOk());
  EXPECT_EQ(LookAttribution(name).parts(0).ae_credit_minor(), 0);
  PublishAt(Day(7, 2), "2026-Q2");
  EXPECT_THAT(Shown("2026-Q2-rosa"), IsEmpty());
}

TEST_F(LateLines, C12_ASplitRuledAfterItsQuarterWasPublishedPaysBoth) {
  AssignPlan("dana", v1::ROLE_AE);
  const std::string name = RecordUnsigned();
  PublishAt(Day(4, 2), "2026-Q1");
  SetClock(Day(5, 4));
  EXPECT_EQ(Rule(name, Split(v1::ROLE_AE, "rosa", 6'000, "dana")), name);
  // Nobody has signed yet: dana's line is held as rosa's is.
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  EXPECT_THAT(Shown("2026-Q2-dana"), ElementsAre("earning 192000 not_concurred"));
  SignBoth(name);
  PublishAt(Day(7, 2), "2026-Q2");
  EXPECT_THAT(Shown("2026-Q2-rosa"), ElementsAre("adjustment 288000 payable"));
  EXPECT_THAT(Shown("2026-Q2-dana"), ElementsAre("earning 192000 payable"));
  SetClock(Day(10, 2));
  ASSERT_THAT(Compute("2026-Q3").status, IsOk());
  EXPECT_THAT(Shown("2026-Q3-rosa"), IsEmpty());
  EXPECT_THAT(Shown("2026-Q3-dana"), IsEmpty());
}

TEST_F(LateLines, C12_WhatIsHeldAnewInTheNextQuarterIsReleasedInTheOneAfter) {
  AssignPlan("dana", v1::ROLE_AE);
  const std::string name = RecordUnsigned();
  PublishAt(Day(4, 2), "2026-Q1");
  SetClock(Day(5, 4));
  Rule(name, Split(v1::ROLE_AE, "rosa", 6'000, "dana"));
  PublishAt(Day(7, 2), "2026-Q2");
  EXPECT_THAT(Shown("2026-Q2-rosa"), IsEmpty());
  EXPECT_THAT(Shown("2026-Q2-dana"), ElementsAre("earning 192000 not_concurred"));
  SignBoth(name);
  PublishAt(Day(10, 2), "2026-Q3");
  EXPECT_THAT(Shown("2026-Q3-rosa"), ElementsAre("adjustment 288000 payable"));
  EXPECT_THAT(Shown("2026-Q3-dana"), ElementsAre("adjustment 192000 payable"));
}

// imogen saved copperhill's 96,000.00 and was paid 2,500.00 for it; a shrink in April reopens it.
TEST_F(LateLines, A8_WhatWasPaidFollowsWhatBothSidesSignAnew) {
  AssignPlan("imogen", v1::ROLE_CSM);
  AssignPlan("tobias", v1::ROLE_CSM);
  v1::Account copperhill = NewAccount("copperhill");
  copperhill.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(9'600'000);
  AddAccount(copperhill);
  Observe("copperhill", v1::HEALTH_TIER_RED, Day(2, 1));
  SetClock(Day(3, 25));
  const std::string save =
      Record(Booking("copperhill", v1::BOOKING_LINE_KIND_RENEWAL, 9'600'000, 9'600'000))
          .attribution()
          .name();
  SignBoth(save);
  PublishAt(Day(4, 2), "2026-Q1");
  EXPECT_THAT(Shown("2026-Q1-imogen"), ElementsAre("credit 0 payable", "bonus 250000 payable"));

  SetClock(Day(4, 15));
  const std::string shrink =
      Record(Booking("copperhill", v1::BOOKING_LINE_KIND_ADD_ON, 9'600'000, 9'000'000))
          .attribution()
          .name();
  EXPECT_EQ(LookAttribution(save).state(), v1::ATTRIBUTION_STATE_PROPOSED);
  EXPECT_EQ(Rule(save, Split(v1::ROLE_CSM, "imogen", 4'000, "tobias")), save);
  // While it is reviewed, what was paid stays; what tobias has by now is held.
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  EXPECT_THAT(Shown("2026-Q2-imogen"), IsEmpty());
  EXPECT_THAT(Shown("2026-Q2-tobias"),
              ElementsAre("credit 0 not_concurred", "bonus 150000 not_concurred"));

  SignBoth(save);
  PublishAt(Day(7, 3), "2026-Q2");
  EXPECT_THAT(Shown("2026-Q2-imogen"),
              ElementsAre("credit 0 payable", "bonus 100000 payable", "adjustment -250000 payable",
                          "adjustment 0 payable", "carried_forward 150000 payable"));
  EXPECT_EQ(Statement(camille(), "2026-Q2-imogen")->lines(2).reason_code(), "signed_anew");
  EXPECT_THAT(Shown("2026-Q2-tobias"), ElementsAre("credit 0 payable", "bonus 150000 payable"));
  EXPECT_THAT(Shown("2026-Q2-rosa"), IsEmpty());  // her share of the save is what it was

  SetClock(Day(10, 2));
  ASSERT_THAT(Compute("2026-Q3").status, IsOk());
  EXPECT_THAT(Shown("2026-Q3-imogen"),
              ElementsAre("carried_forward -150000 payable", "carried_forward 150000 payable"));
  EXPECT_THAT(Shown("2026-Q3-tobias"), IsEmpty());
}

TEST_F(LateLines, C1_SignalCreditIsAShareOfAllAesCommissions) {
  AssignPlan("imogen", v1::ROLE_CSM);
  AssignPlan("tobias", v1::ROLE_CSM);
  PutScheme(v1::CREDIT_SCHEME_SIGNAL_CREDIT, Day(1, 10));
  WinSignalOfTwo();
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_THAT(Shown("2026-Q1-rosa"), ElementsAre("earning 500000 payable"));
  EXPECT_THAT(Shown("2026-Q1-dana"), ElementsAre("earning 400000 payable"));
  EXPECT_THAT(Shown("2026-Q1-imogen"), ElementsAre("earning 225000 payable"));
}

TEST_F(LateLines, X5_ASignalOfAnEarlierSchemeIsPaidThoughTheQuarterEndsUnderAnother) {
  AssignPlan("imogen", v1::ROLE_CSM);
  AssignPlan("tobias", v1::ROLE_CSM);
  PutScheme(v1::CREDIT_SCHEME_SIGNAL_CREDIT, Day(1, 10));
  PutScheme(v1::CREDIT_SCHEME_CATEGORY, Day(3, 1));
  WinSignalOfTwo();
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_THAT(Shown("2026-Q1-imogen"), ElementsAre("earning 225000 payable"));
}

TEST_F(LateLines, C24_TheCsmOfAWonSignalNeedsAPlan) {
  AssignPlan("tobias", v1::ROLE_CSM);
  PutScheme(v1::CREDIT_SCHEME_SIGNAL_CREDIT, Day(1, 10));
  WinSignalOfTwo();
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_THAT(Unplanned("2026-Q1"), Contains(Person("imogen")));
  EXPECT_THAT(Publish("2026-Q1"),
              Refuses(absl::StatusCode::kFailedPrecondition, "COMP_INPUT_MISSING"));
}

TEST_F(LateLines, C24_WhoIsPaidForALateBookingNeedsAPlan) {
  AssignPlan("imogen", v1::ROLE_CSM);
  SetClock(Day(4, 2));
  PublishAt(Day(4, 2), "2026-Q1");
  AddAccount(NewAccount("copperhill"), "tobias", "dana");
  SetClock(Day(4, 20));
  v1::RecordBookingRequest late =
      Booking("copperhill", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 20'000'000);
  *late.mutable_booking()->mutable_booked_time() = domain::ToTimestamp(Day(3, 20));
  SignBoth(Record(late).attribution().name());
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  EXPECT_THAT(Unplanned("2026-Q2"), ElementsAre(Person("dana")));
  ASSERT_THAT(Assign(camille(), "dana", "AE-2026", Day(4, 1)), IsOk());
  PublishAt(Day(7, 2), "2026-Q2");
  EXPECT_THAT(Shown("2026-Q2-dana"), ElementsAre("earning 200000 payable"));
}

TEST_F(LateLines, C24_WhoseCreditWaitsForARateNeedsAPlan) {
  PutScheme(v1::CREDIT_SCHEME_BANDED, Day(1, 10));
  v1::Account ostsee = NewAccount("ostsee");
  ostsee.mutable_opening_lines(0)->mutable_arr()->set_currency_code("EUR");
  AddAccount(ostsee, "tobias", "dana");
  SetClock(Day(2, 10));
  v1::RecordBookingRequest foreign =
      Booking("ostsee", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'000'000);
  foreign.mutable_booking()->set_currency_code("EUR");
  const v1::Attribution attribution = Record(foreign).attribution();
  EXPECT_EQ(attribution.parts(0).ae_credit_minor(), 0);
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_THAT(Unplanned("2026-Q1"), IsSupersetOf({Person("dana"), Person("tobias")}));
}

}  // namespace
}  // namespace baton::testing
