// The reports over a real server: what is counted, for whom, and who may see it (H-7, H-10, H-11,
// H-13, H-14).
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/instant.h"
#include "tests/acceptance/reports.h"

namespace baton::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::Duration kTick = absl::Microseconds(1);

class HandoffReports : public Reports {
 protected:
  // Files for a customer of its own that this AE holds.
  std::string FileHeldBy(const std::string& ae) {
    const std::string account = absl::StrCat("customer-", ++accounts_);
    AddAccount(NewAccount(account), "imogen", ae);
    return FileFor(account).name();
  }

  static v1::SignalOutcome Outcome(v1::OutcomeKind kind) {
    v1::SignalOutcome outcome;
    outcome.set_kind(kind);
    outcome.set_reason("They said so");
    return outcome;
  }

  v1::SignalOutcome Deferred(absl::Time revisit) {
    v1::SignalOutcome outcome = Outcome(v1::OUTCOME_KIND_DEFERRED);
    *outcome.mutable_revisit_time() = domain::ToTimestamp(revisit);
    return outcome;
  }

 private:
  int accounts_ = 0;
};

TEST_F(HandoffReports, H13_EachAeHasWhatFellDueWhileTheyHeldIt) {
  const std::string quick = FileHeldBy("rosa");
  const std::string late = FileHeldBy("rosa");
  FileHeldBy("dana");
  SetClock(Start() + absl::Hours(4));
  ASSERT_THAT(Acknowledge(rosa(), quick), IsOk());
  SetClock(Start() + absl::Hours(4) + kTick);
  ASSERT_THAT(Acknowledge(rosa(), late), IsOk());
  ASSERT_THAT(Contact(rosa(), quick), IsOk());
  ASSERT_THAT(Report(rosa(), quick, Outcome(v1::OUTCOME_KIND_LOST)), IsOk());
  SetClock(Start() + absl::Hours(24) + kTick);
  const std::vector<std::string> lines = {"dana 1: 0/1 0/1 0/1 0/1", "rosa 2: 1/2 1/2 1/2 1/2"};
  const auto before = Compliance(remy());
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(Lines(*before), lines);
  EXPECT_EQ(Counts(before->total().acknowledged()), "1/3");
  EXPECT_EQ(before->total().acknowledged().share_bp(), 3333);
  EXPECT_EQ(domain::ToTime(before->start_time()), QuarterStart(1));
  EXPECT_EQ(domain::ToTime(before->end_time()), QuarterStart(2));
  // Whether the misses are marked makes no difference.
  EXPECT_GT(AdvanceTo(Now()), 0);
  const auto after = Compliance(remy());
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->SerializeAsString(), before->SerializeAsString());
}

TEST_F(HandoffReports, H13_ADeadlineAtTheQuartersEdgeIsTheNextQuarters) {
  SetClock(QuarterStart(2) - absl::Hours(4));
  const std::string at_edge = FileHeldBy("rosa");
  SetClock(QuarterStart(2) - absl::Hours(4) - kTick);
  FileHeldBy("dana");
  SetClock(QuarterStart(2) - absl::Hours(1));
  ASSERT_THAT(Acknowledge(rosa(), at_edge), IsOk());
  SetClock(QuarterStart(2) + absl::Hours(30));
  const auto first = Compliance(remy(), "2026-Q1");
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(Lines(*first), ElementsAre("dana 1: 0/1 0/0 0/0 0/0"));
  // Without a period: the current quarter. Written without a dash, too.
  const auto second = Compliance(remy(), "");
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->period(), "2026-Q2");
  EXPECT_THAT(Lines(*second), ElementsAre("dana 1: 0/0 0/1 0/1 0/1", "rosa 1: 1/1 0/1 0/1 0/1"));
  const auto dashless = Compliance(remy(), "2026Q2");
  ASSERT_THAT(dashless, IsOk());
  EXPECT_EQ(dashless->SerializeAsString(), second->SerializeAsString());
}

TEST_F(HandoffReports, H13_AnAeWhoLetsSignalsLieIsReviewed) {
  for (int i = 0; i < 5; ++i) FileHeldBy("rosa");
  for (int i = 0; i < 4; ++i) FileHeldBy("dana");
  SetClock(Start() + absl::Hours(48));
  const auto report = Compliance(priya());
  ASSERT_THAT(report, IsOk());
  ASSERT_EQ(report->aes_size(), 2);
  // Those to review stand first.
  EXPECT_EQ(report->aes(0).ae(), Person("rosa"));
  EXPECT_TRUE(report->aes(0).review());
  EXPECT_THAT(report->aes(0).review_reasons(),
              ElementsAre("acknowledged 0% of 5, below 80%", "conversations 0% of 5, below 80%"));
  EXPECT_FALSE(report->aes(1).review());
}

TEST_F(HandoffReports, H7_TheCustomersWaitCountsFromFiling) {
  AddAccount(NewAccount("ashgrove"), "imogen", "");
  const std::string signal = FileFor("ashgrove").name();
  SetClock(Start() + absl::Hours(3));
  v1::AssignSignalRequest assign;
  assign.set_name(signal);
  assign.set_ae(Person("dana"));
  ASSERT_THAT(remy().Call(&HandoffStub::AssignSignal, assign), IsOk());
  SetClock(Start() + absl::Hours(5));
  ASSERT_THAT(Contact(dana(), signal), IsOk());
  const auto report = Compliance(remy());
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->urgencies(0).figures().customer_wait().mean_wait().seconds(), 5 * 3600);
}

TEST_F(HandoffReports, R11_EachSeesTheirOwnAndTheirPeoples) {
  FileHeldBy("rosa");
  FileHeldBy("dana");
  SetClock(Start() + absl::Hours(48));
  const auto lines = [&](const Client& who) { return Lines(Compliance(who).value()); };
  const std::string of_rosa = "rosa 1: 0/1 0/1 0/1 0/1";
  const std::string of_dana = "dana 1: 0/1 0/1 0/1 0/1";
  EXPECT_THAT(lines(rosa()), ElementsAre(of_rosa));
  EXPECT_THAT(lines(priya()), ElementsAre(of_dana, of_rosa));
  EXPECT_THAT(lines(As(v1::ROLE_MANAGER, "farah")), IsEmpty());
  EXPECT_THAT(lines(imogen()), IsEmpty());
  for (const Client& who : {remy(), helen(), victor(), clara(), As(v1::ROLE_AUDITOR)}) {
    EXPECT_THAT(lines(who), ElementsAre(of_dana, of_rosa));
  }
  EXPECT_THAT(Lines(Compliance(remy(), "2026-Q1", "dana").value()), ElementsAre(of_dana));
  EXPECT_THAT(Lines(Compliance(remy(), "2026-Q1", "", "victor").value()),
              ElementsAre(of_dana, of_rosa));
  EXPECT_THAT(Lines(Compliance(remy(), "2026-Q1", "dana", "farah").value()), IsEmpty());
  for (const auto& refused :
       {Compliance(rosa(), "2026-Q1", "dana"), Compliance(remy(), "2026-Q1", "nobody"),
        Compliance(rosa(), "2026-Q1", "", "priya"), Compliance(priya(), "2026-Q1", "", "farah")}) {
    EXPECT_THAT(refused, Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  }
  EXPECT_EQ(Quality(imogen())->csms_size(), 1);
  EXPECT_EQ(Quality(As(v1::ROLE_CSM, "tobias"))->csms_size(), 0);
  EXPECT_EQ(Quality(As(v1::ROLE_MANAGER, "farah"))->csms_size(), 1);
  EXPECT_EQ(Quality(priya())->csms_size(), 0);
  EXPECT_THAT(Quality(imogen(), "2026-Q1", "tobias"),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

TEST_F(HandoffReports, H13_SignalQualityIsWonOfRouted) {
  const std::string won = FileHeldBy("rosa");
  const std::string lost = FileHeldBy("rosa");
  FileHeldBy("dana");
  ASSERT_THAT(Contact(rosa(), won), IsOk());
  v1::SignalOutcome outcome = Outcome(v1::OUTCOME_KIND_WON);
  *outcome.mutable_amount() = Usd(1'000'000);
  ASSERT_THAT(Report(rosa(), won, outcome), IsOk());
  ASSERT_THAT(Report(rosa(), lost, Outcome(v1::OUTCOME_KIND_LOST)), IsOk());
  const auto report = Quality(remy());
  ASSERT_THAT(report, IsOk());
  ASSERT_EQ(report->csms_size(), 1);
  const v1::CsmQuality& imogens = report->csms(0);
  EXPECT_EQ(imogens.csm(), Person("imogen"));
  EXPECT_EQ(Counts(imogens.quality()), "1/3");
  EXPECT_EQ(Counts(imogens.quality_of_closed()), "1/2");
  EXPECT_EQ(Counts(imogens.qualified()), "3/3");
  EXPECT_EQ(Counts(imogens.taken_back()), "0/3");
  EXPECT_FALSE(imogens.noisy());
}

TEST_F(HandoffReports, H12_APossibleDuplicateIsNoRoutedSignalOfItsOwn) {
  FileFor("harborline");
  v1::FileSignalRequest again = Filing();
  again.mutable_signal()->set_context_note("Lena called again about the seats. She is in a hurry.");
  ASSERT_FALSE(File(again).possible_duplicate_of().empty());
  SetClock(Start() + absl::Hours(48));
  EXPECT_THAT(Lines(Compliance(remy()).value()), ElementsAre("rosa 1: 0/1 0/1 0/1 0/1"));
  EXPECT_EQ(Counts(Quality(remy())->csms(0).quality()), "0/1");
  EXPECT_EQ(Counts(Quality(remy())->csms(0).taken_back()), "0/2");
  EXPECT_EQ(Impact(remy())->own().signals().numerator(), 1);
}

TEST_F(HandoffReports, H11_OpenLoopsStandOldestFirstWithWhatComesNext) {
  const std::string first = FileHeldBy("rosa");
  SetClock(Start() + absl::Hours(1));
  const std::string second = FileHeldBy("dana");
  FileHeldBy("dana");  // nobody was contacted yet
  const std::string closed = FileHeldBy("rosa");
  SetClock(Start() + absl::Hours(2));
  for (const std::string& signal : {first, second, closed}) {
    ASSERT_THAT(Contact(remy(), signal), IsOk());
  }
  ASSERT_THAT(Report(rosa(), closed, Outcome(v1::OUTCOME_KIND_LOST)), IsOk());
  const absl::Time revisit = Start() + absl::Hours(24 * 20);
  ASSERT_THAT(Report(dana(), second, Deferred(revisit)), IsOk());
  SetClock(Start() + absl::Hours(24 * 3));
  const auto loops = Loops(remy());
  ASSERT_THAT(loops, IsOk());
  ASSERT_EQ(loops->loops_size(), 2);
  const v1::OpenLoop& contacted = loops->loops(0);
  EXPECT_EQ(contacted.signal(), first);
  EXPECT_EQ(contacted.account_display_name(), "customer-1 Inc.");
  EXPECT_EQ(contacted.holder(), Person("rosa"));
  EXPECT_EQ(contacted.days_open(), 3);
  EXPECT_EQ(contacted.last_step(), "contacted");
  EXPECT_EQ(domain::ToTime(contacted.last_step_time()), Start() + absl::Hours(2));
  const v1::OpenLoop& deferred = loops->loops(1);
  EXPECT_EQ(deferred.signal(), second);
  EXPECT_EQ(deferred.days_open(), 2);
  EXPECT_EQ(deferred.last_step(), "deferred");
  EXPECT_EQ(deferred.next_step(), "comes back");
  EXPECT_EQ(domain::ToTime(deferred.next_step_time()), revisit);
}

TEST_F(HandoffReports, H11_OpenLoopsAreFilteredPagedAndNarrowedToThePeopleOfAManager) {
  std::vector<std::string> signals;
  for (const char* ae : {"rosa", "dana", "rosa"}) {
    SetClock(Now() + absl::Hours(1));
    signals.push_back(FileHeldBy(ae));
    ASSERT_THAT(Contact(remy(), signals.back()), IsOk());
  }
  const auto names = [](const absl::StatusOr<v1::OpenLoopsResponse>& response) {
    std::vector<std::string> found;
    for (const v1::OpenLoop& loop : response->loops()) found.push_back(loop.signal());
    return found;
  };
  const std::string of_dana = absl::StrCat("holder = \"", Person("dana"), "\"");
  EXPECT_THAT(names(Loops(remy())), ElementsAre(signals[0], signals[1], signals[2]));
  EXPECT_THAT(names(Loops(remy(), of_dana)), ElementsAre(signals[1]));
  EXPECT_THAT(names(Loops(remy(), "state = deferred")), IsEmpty());
  EXPECT_THAT(names(Loops(rosa())), ElementsAre(signals[0], signals[2]));
  EXPECT_THAT(names(Loops(imogen())), SizeIs(3));
  EXPECT_THAT(names(Loops(priya())), SizeIs(3));
  EXPECT_THAT(names(Loops(remy(), "", "priya")), SizeIs(3));
  EXPECT_THAT(names(Loops(remy(), "", "farah")), IsEmpty());
  EXPECT_THAT(names(Loops(remy(), of_dana, "victor")), ElementsAre(signals[1]));
  EXPECT_THAT(names(Loops(priya(), of_dana, "priya")), ElementsAre(signals[1]));
  EXPECT_THAT(Loops(rosa(), "", "priya"), Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));

  v1::OpenLoopsRequest page;
  page.set_parent(Tenant());
  page.set_page_size(2);
  const auto first = priya().Call(&ReportStub::OpenLoops, page);
  EXPECT_THAT(names(first), ElementsAre(signals[0], signals[1]));
  page.set_page_token(first->next_page_token());
  const auto second = priya().Call(&ReportStub::OpenLoops, page);
  EXPECT_THAT(names(second), ElementsAre(signals[2]));
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(HandoffReports, H14_TheDifferenceOnThreeMillionsIsNinetyThousandAQuarter) {
  v1::Account whale = NewAccount("whale");
  whale.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(282'000'000);
  AddAccount(whale);
  const std::string won = FileFor("harborline").name();
  const std::string late = FileFor("whale").name();
  ASSERT_THAT(Contact(rosa(), won), IsOk());
  SetClock(Start() + absl::Hours(30));
  ASSERT_THAT(Contact(rosa(), late), IsOk());
  v1::SignalOutcome outcome = Outcome(v1::OUTCOME_KIND_WON);
  *outcome.mutable_amount() = Usd(15'000'000);
  ASSERT_THAT(Report(rosa(), won, outcome), IsOk());
  const auto report = Impact(remy());
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->account_count(), 2);
  EXPECT_EQ(Counts(report->own().signals()), "2/2");
  EXPECT_EQ(Counts(report->own().reached_in_time()), "1/2");
  EXPECT_EQ(Counts(report->own().won()), "1/2");
  ASSERT_EQ(report->amounts_size(), 1);
  const v1::ImpactAmounts& usd = report->amounts(0);
  EXPECT_EQ(usd.portfolio_arr().amount_minor(), 300'000'000);
  EXPECT_EQ(usd.won_arr().amount_minor(), 15'000'000);
  EXPECT_EQ(usd.expansion().share_bp(), 500);
  EXPECT_EQ(usd.difference_quarter().amount_minor(), 9'000'000);
  EXPECT_EQ(usd.difference_year().amount_minor(), 36'000'000);
  EXPECT_EQ(usd.above_without().amount_minor(), 9'000'000);
}

TEST_F(HandoffReports, H14_WhatWasBookedCountsNotWhatWasSaid) {
  const std::string signal = FileFor("harborline").name();
  const std::string opportunity = OpenOpportunity(signal);
  ASSERT_THAT(Contact(rosa(), signal), IsOk());
  v1::SignalOutcome outcome = Outcome(v1::OUTCOME_KIND_WON);
  outcome.set_opportunity(opportunity);
  *outcome.mutable_amount() = Usd(99'000'000);
  ASSERT_THAT(Report(rosa(), signal, outcome), IsOk());
  EXPECT_EQ(Impact(remy())->amounts(0).won_arr().amount_minor(), 99'000'000);
  // 48,000.00 of expansion; a renewal beside it is none. It changes no ARR of the quarter's start.
  WinExpansion(opportunity, Day(2, 10));
  const auto report = Impact(remy());
  ASSERT_EQ(report->amounts_size(), 1);
  EXPECT_EQ(report->amounts(0).won_arr().amount_minor(), 4'800'000);
  EXPECT_EQ(report->amounts(0).portfolio_arr().amount_minor(), 18'000'000);
  // By the next quarter's start it has become part of the portfolio.
  EXPECT_EQ(Impact(remy(), "2026-Q2")->amounts(0).portfolio_arr().amount_minor(), 22'800'000);
}

TEST_F(HandoffReports, H14_AccountsAreThoseOfTheCallersPeople) {
  AddAccount(NewAccount("quillan"), "tobias", "dana");
  FileFor("harborline");
  const auto seen = [&](const Client& who) {
    const auto report = Impact(who).value();
    return absl::StrCat(report.account_count(), " ", report.own().signals().numerator());
  };
  EXPECT_EQ(seen(remy()), "2 1");
  EXPECT_EQ(seen(rosa()), "1 1");
  EXPECT_EQ(seen(dana()), "1 0");
  EXPECT_EQ(seen(priya()), "2 1");
  EXPECT_EQ(seen(imogen()), "1 1");
}

TEST_F(HandoffReports, X8_ArrOpenedExactlyAtTheQuartersStartIsInThePortfolio) {
  v1::Account opened = NewAccount("opened");
  *opened.mutable_opening_time() = domain::ToTimestamp(QuarterStart(1));
  AddAccount(opened);
  v1::Account later = NewAccount("later");
  *later.mutable_opening_time() = domain::ToTimestamp(QuarterStart(1) + kTick);
  AddAccount(later);
  EXPECT_EQ(Impact(remy())->account_count(), 2);
}

TEST_F(HandoffReports, H13_TheCsvHasTheFiguresOfTheCall) {
  const std::string signal = FileHeldBy("rosa");
  ASSERT_THAT(Contact(rosa(), signal), IsOk());
  FileHeldBy("dana");
  SetClock(Start() + absl::Hours(48));
  v1::ExportReportRequest compliance;
  compliance.mutable_sla_compliance()->set_period("2026-Q1");
  const std::vector<std::string> lines = absl::StrSplit(Csv(remy(), compliance).value(), '\n');
  ASSERT_THAT(lines, SizeIs(1 + 2 * 3 + 2 + 1));
  EXPECT_EQ(lines[0].substr(0, 51), "Period,AE,AE Name,Slice,Routed,Acknowledged,Acknowl");
  EXPECT_EQ(lines[1], "2026-Q1,dana,dana,all,1,0,1,0,0,1,0,0,1,0,0,1,0,0,,0,no,");
  EXPECT_EQ(lines[4], "2026-Q1,rosa,rosa,all,1,1,1,100,1,1,100,1,1,100,0,1,0,1,0,0,no,");
  EXPECT_EQ(lines[5], "2026-Q1,rosa,rosa,hot,1,1,1,100,1,1,100,1,1,100,0,1,0,1,0,0,,");
  EXPECT_EQ(lines[6], "2026-Q1,rosa,rosa,not_stated,1,1,1,100,1,1,100,1,1,100,0,1,0,1,0,0,,");
  EXPECT_EQ(lines[7], "2026-Q1,,total,all,2,1,2,50,1,2,50,1,2,50,0,2,0,1,0,0,,");

  v1::ExportReportRequest quality;
  quality.mutable_signal_quality();
  EXPECT_THAT(Csv(As(v1::ROLE_MANAGER, "farah"), quality).value(),
              HasSubstr("\n2026-Q1,imogen,imogen,0,2,0,0,,2,100,0,2,0,no,0,0,\n"));
  v1::ExportReportRequest impact;
  impact.mutable_handoff_impact()->set_parent(Tenant());
  EXPECT_THAT(Csv(remy(), impact).value(),
              HasSubstr("\n2026-Q1,3,2,1,0,66.67,33.33,0,USD,540000.00,0.00,0,2,5,16200.00,"
                        "64800.00,-10800.00\n"));
}

TEST_F(HandoffReports, H11_ACustomersNameIsNoFormula) {
  v1::Account formula = NewAccount("formula");
  formula.set_display_name("=HYPERLINK(\"x\"),1");
  AddAccount(formula);
  ASSERT_THAT(Contact(rosa(), FileFor("formula").name()), IsOk());
  v1::ExportReportRequest loops;
  loops.mutable_open_loops();
  const std::string file = Csv(rosa(), loops).value();
  EXPECT_THAT(file,
              HasSubstr(",formula,\"'=HYPERLINK(\"\"x\"\"),1\",imogen,rosa,rosa,rosa,contacted,"
                        "hot,seat_utilization,2026-01-05T09:00:00Z,0,contacted,"));
}

TEST_F(HandoffReports, H13_ABrokenRequestNamesEveryFault) {
  v1::SlaComplianceRequest request;
  request.set_parent(Tenant());
  request.set_period("2026-Q5");
  request.set_ae("rosa");
  request.set_manager("tenants/main/accounts/x");
  const auto refused = remy().Call(&ReportStub::SlaCompliance, request);
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolatedFields(refused.status()), ElementsAre("period", "ae", "manager"));
  v1::ExportReportRequest nothing;
  EXPECT_THAT(ViolatedFields(Csv(remy(), nothing).status()), ElementsAre("report"));
  v1::ExportReportRequest foreign;
  foreign.mutable_signal_quality()->set_parent("tenants/other");
  foreign.mutable_signal_quality()->set_period("x");
  EXPECT_THAT(ViolatedFields(Csv(remy(), foreign).status()),
              ElementsAre("report.parent", "period"));
  v1::ExportReportRequest filter;
  filter.mutable_open_loops()->set_filter("colour = red");
  EXPECT_THAT(ViolatedFields(Csv(remy(), filter).status()), ElementsAre("filter"));
}

}  // namespace
}  // namespace baton::testing
