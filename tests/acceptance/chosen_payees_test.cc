// Drafts of chosen payees: what they come out as, and what a run for them leaves alone (C-14).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "tests/acceptance/revenue.h"
#include "tests/status_matchers.h"

namespace baton::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kPeriod[] = "2026-Q1";

// Imogen (CSM) and rosa (AE) won an expansion and the renewal of a saved account that nobody has
// signed; dana and tobias have a plan, and dana an account. It is 15 March.
class ChosenPayees : public Revenue {
 protected:
  void SetUp() override {
    Revenue::SetUp();
    v1::Account saved = NewAccount("copperhill");
    saved.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(9'600'000);
    AddAccount(saved);
    AddAccount(NewAccount("ashgrove"), "tobias", "dana");
    const std::string opportunity = OpenOpportunity(FileFor("harborline").name());
    for (const char* ae : {"rosa", "dana"}) AssignPlan(ae, v1::ROLE_AE);
    for (const char* csm : {"imogen", "tobias"}) AssignPlan(csm, v1::ROLE_CSM);
    WinExpansion(opportunity, Day(2, 10));
    Observe("copperhill", v1::HEALTH_TIER_RED, Day(2, 1));
    SetClock(Day(3, 15));
    Record(Booking("copperhill", v1::BOOKING_LINE_KIND_RENEWAL, 9'600'000, 9'600'000));
  }

  // A signed expansion of 2,000.00 of harborline, imogen's and rosa's.
  void Expand(int64_t prior_minor) {
    SignBoth(Record(Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, prior_minor,
                            prior_minor + 200'000))
                 .attribution()
                 .name());
  }

  // The drafts as they are kept, by payee's id, with their lines.
  std::map<std::string, std::string> Drafts() {
    v1::ListCompStatementsRequest request;
    request.set_parent(Tenant());
    const auto heads = camille().Call(&StatementStub::ListCompStatements, request);
    EXPECT_THAT(heads, IsOk());
    std::map<std::string, std::string> drafts;
    for (const v1::CompStatement& head : heads->statements()) {
      const std::string id = head.name().substr(head.name().rfind('/') + 1);
      const auto statement = Statement(camille(), id);
      EXPECT_THAT(statement, IsOk());
      if (statement.ok()) drafts[id] = statement->SerializeAsString();
    }
    return drafts;
  }

  static std::vector<std::string> Payees(const Computed& computed) {
    std::vector<std::string> payees;
    for (const v1::ComputeStatementsResponse& message : computed.messages) {
      if (message.has_statement()) payees.push_back(message.statement().payee());
    }
    return payees;
  }
};

TEST_F(ChosenPayees, C14_ARunOfSomeGivesTheBytesOfARunOfAll) {
  ASSERT_THAT(Compute(kPeriod).status, IsOk());
  const std::map<std::string, std::string> before = Drafts();
  ASSERT_THAT(before, SizeIs(4));
  SetClock(Day(3, 20));
  Expand(22'800'000);
  const Computed some = Compute(kPeriod, {"rosa", "imogen"});
  ASSERT_THAT(some.status, IsOk());
  EXPECT_THAT(Payees(some), ElementsAre(Person("imogen"), Person("rosa")));
  EXPECT_EQ(some.messages.back().done_count(), 2);
  EXPECT_EQ(some.messages.back().total_count(), 2);
  const std::map<std::string, std::string> after_some = Drafts();
  for (const char* untouched : {"2026-Q1-dana", "2026-Q1-tobias"}) {
    EXPECT_EQ(after_some.at(untouched), before.at(untouched));
  }
  EXPECT_NE(after_some.at("2026-Q1-rosa"), before.at("2026-Q1-rosa"));
  EXPECT_NE(after_some.at("2026-Q1-imogen"), before.at("2026-Q1-imogen"));
  // The clock stands still, so that nothing but the run differs.
  ASSERT_THAT(Compute(kPeriod).status, IsOk());
  const std::map<std::string, std::string> after_all = Drafts();
  for (const char* computed : {"2026-Q1-rosa", "2026-Q1-imogen"}) {
    EXPECT_EQ(after_some.at(computed), after_all.at(computed)) << computed;
  }
}

TEST_F(ChosenPayees, C14_OneByOneTheyMakeTheQuarter) {
  for (const char* payee : {"tobias", "rosa", "imogen", "dana"}) {
    ASSERT_THAT(Compute(kPeriod, {payee}).status, IsOk());
  }
  const std::map<std::string, std::string> one_by_one = Drafts();
  ASSERT_THAT(Compute(kPeriod).status, IsOk());
  EXPECT_EQ(Drafts(), one_by_one);
}

// Rows that a draft keeps are not written again; what it gains, changes and loses is.
TEST_F(ChosenPayees, C14_ADraftIsWhatWasComputedLastLineByLine) {
  ASSERT_THAT(Compute(kPeriod, {"rosa"}).status, IsOk());
  Expand(22'800'000);
  Expand(23'000'000);
  ASSERT_THAT(Compute(kPeriod, {"rosa"}).status, IsOk());
  const auto grown = Statement(camille(), "2026-Q1-rosa");
  ASSERT_THAT(grown, IsOk());
  for (int i = 0; i < grown->lines_size(); ++i) EXPECT_EQ(grown->lines(i).line_no(), i + 1);
  // The first of the two is voided, so its line goes and the later ones move up.
  const v1::StatementLine& gone = grown->lines(grown->lines_size() - 2);
  v1::VoidBookingRequest request;
  request.set_name(gone.booking());
  request.set_reason("Entered twice");
  ASSERT_THAT(remy().Call(&AttributionStub::VoidBooking, request), IsOk());
  AddPerson("doris", v1::ROLE_DIRECTOR_REVOPS, "otto");
  v1::ApproveBookingVoidRequest approve;
  approve.set_name(gone.booking());
  ASSERT_THAT(
      As(v1::ROLE_DIRECTOR_REVOPS, "doris").Call(&AttributionStub::ApproveBookingVoid, approve),
      IsOk());
  ASSERT_THAT(Compute(kPeriod, {"rosa"}).status, IsOk());
  const auto shrunk = Statement(camille(), "2026-Q1-rosa");
  ASSERT_THAT(shrunk, IsOk());
  ASSERT_EQ(shrunk->lines_size(), grown->lines_size() - 1);
  for (int i = 0; i < shrunk->lines_size(); ++i) {
    EXPECT_EQ(shrunk->lines(i).line_no(), i + 1);
    EXPECT_NE(shrunk->lines(i).name(), gone.name());
  }
}

TEST_F(ChosenPayees, X7_AMergedNameMeansTheSurvivor) {
  AddPerson("rosie", v1::ROLE_AE, "priya");
  AddAccount(NewAccount("birchwood"), "tobias", "rosie");
  SignBoth(Record(Booking("birchwood", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 18'200'000))
               .attribution()
               .name());
  v1::MergePeopleRequest merge;
  merge.set_survivor(Person("rosa"));
  merge.set_merged(Person("rosie"));
  ASSERT_THAT(remy().Call(&AccountStub::MergePeople, merge), IsOk());
  const Computed computed = Compute(kPeriod, {"rosie", "rosa", "rosie"});
  ASSERT_THAT(computed.status, IsOk());
  EXPECT_THAT(Payees(computed), ElementsAre(Person("rosa")));
  const std::map<std::string, std::string> drafts = Drafts();
  ASSERT_THAT(drafts, SizeIs(1));
  ASSERT_THAT(Compute(kPeriod).status, IsOk());
  EXPECT_EQ(Drafts().at("2026-Q1-rosa"), drafts.at("2026-Q1-rosa"));
  // What was booked for rosie is rosa's.
  EXPECT_EQ(Statement(camille(), "2026-Q1-rosa")->totals().payable_minor(), 500'000);
}

TEST_F(ChosenPayees, W2_TheDraftOfALeaverWithNothingToComeGoes) {
  ASSERT_THAT(Compute("2026-Q2", {"dana", "rosa"}).status, IsOk());
  ASSERT_THAT(Drafts(), SizeIs(2));
  v1::EndPersonRequest end;
  end.set_name(Person("dana"));
  ASSERT_THAT(remy().Call(&AccountStub::EndPerson, end), IsOk());
  SetClock(Day(4, 2));
  const Computed computed = Compute("2026-Q2", {"dana"});
  ASSERT_THAT(computed.status, IsOk());
  EXPECT_THAT(Payees(computed), IsEmpty());
  const std::map<std::string, std::string> drafts = Drafts();
  EXPECT_EQ(drafts.count("2026-Q2-dana"), 0);
  EXPECT_EQ(drafts.count("2026-Q2-rosa"), 1);
}

TEST_F(ChosenPayees, C14_EveryFaultyPayeeIsNamedAndNothingIsComputed) {
  v1::ComputeStatementsRequest request;
  request.set_parent(Tenant());
  request.set_period("next year");
  request.add_payees("rosa");
  request.add_payees(Person("rosa"));
  request.add_payees(Person("stranger"));
  auto all = camille().Stream(&StatementStub::ComputeStatements, request);
  EXPECT_FALSE(all.Next().has_value());
  const absl::Status faults = all.Finish();
  EXPECT_THAT(faults, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolatedFields(faults), ElementsAre("payees[0]", "period", "payees[2]"));

  request.set_period(kPeriod);
  request.set_payees(0, Person("victor"));  // who has no plan
  auto planless = camille().Stream(&StatementStub::ComputeStatements, request);
  EXPECT_FALSE(planless.Next().has_value());
  EXPECT_THAT(ViolatedFields(planless.Finish()), ElementsAre("payees[0]", "payees[2]"));
  EXPECT_THAT(Drafts(), IsEmpty());
}

TEST_F(ChosenPayees, C14_AThousandMayBeNamed) {
  EXPECT_THAT(Compute(kPeriod, std::vector<std::string>(1'000, "rosa")).status, IsOk());
  const Computed more = Compute(kPeriod, std::vector<std::string>(1'001, "rosa"));
  EXPECT_THAT(ViolatedFields(more.status), ElementsAre("payees"));
}

TEST_F(ChosenPayees, C14_APublishedQuarterIsComputedForNobody) {
  ASSERT_THAT(Compute(kPeriod).status, IsOk());
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute(kPeriod).status, IsOk());
  ASSERT_THAT(Publish(kPeriod), IsOk());
  EXPECT_THAT(Compute(kPeriod, {"rosa"}).status,
              Refuses(absl::StatusCode::kFailedPrecondition, "PERIOD_PUBLISHED"));
}

TEST_F(ChosenPayees, C14_ManyPayeesComeInOrder) {
  for (int i = 10; i < 30; ++i) {
    const std::string id = absl::StrCat("ae", i);
    AddPerson(id, v1::ROLE_AE, "priya");
    AssignPlan(id, v1::ROLE_AE);
  }
  const Computed computed = Compute(kPeriod);
  ASSERT_THAT(computed.status, IsOk());
  ASSERT_THAT(computed.messages, SizeIs(25));
  for (int i = 0; i < 24; ++i) {
    EXPECT_EQ(computed.messages[i].done_count(), i + 1);
    EXPECT_EQ(computed.messages[i].total_count(), 24);
  }
  EXPECT_FALSE(computed.messages.back().has_statement());
  std::vector<std::string> payees = Payees(computed);
  EXPECT_TRUE(std::is_sorted(payees.begin(), payees.end()));
}

}  // namespace
}  // namespace baton::testing
