// One quarter's statements: computed, held, published, exported, and what comes after.
//
// Caught: a list of statements that took the payroll's id for the person's showed one payee's
// statement to another (C-17).
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "baton/v1/audit_service.grpc.pb.h"
#include "domain/instant.h"
#include "domain/statement.h"
#include "nlohmann/json.hpp"
#include "tests/acceptance/revenue.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Property;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

// rosa and imogen won an expansion of 48,000.00, signed by both sides, and saved 96,000.00 of
// copperhill, which nobody has signed. It is 2 April; dana did nothing.
class Statements : public Revenue {
 protected:
  void SetUp() override {
    Revenue::SetUp();
    AddAccount(Copperhill());
    const std::string signal = FileFor("harborline").name();
    const std::string opportunity = OpenOpportunity(signal);
    AssignPlan("rosa", v1::ROLE_AE);
    AssignPlan("dana", v1::ROLE_AE);
    AssignPlan("imogen", v1::ROLE_CSM);
    WinExpansion(opportunity, Day(2, 10));
    Observe("copperhill", v1::HEALTH_TIER_RED, Day(2, 1));
    SetClock(Day(3, 15));
    save_ = Record(Booking("copperhill", v1::BOOKING_LINE_KIND_RENEWAL, 9'600'000, 9'600'000))
                .attribution()
                .name();
    SetClock(Day(4, 2));
  }

  v1::Account Copperhill() {
    v1::Account account = NewAccount("copperhill");
    account.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(9'600'000);
    return account;
  }

  void PublishQ1() {
    ASSERT_THAT(Compute("2026-Q1").status, IsOk());
    ASSERT_THAT(Publish("2026-Q1"), IsOk());
  }

  std::vector<v1::StatementLine> Lines(const Client& who, int64_t after = 0, int page_size = 0) {
    std::vector<v1::StatementLine> lines;
    v1::ListStatementLinesRequest request;
    request.set_parent(Tenant());
    request.set_after_export_seq(after);
    request.set_page_size(page_size);
    do {
      const auto page = who.Call(&StatementStub::ListStatementLines, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      lines.insert(lines.end(), page->lines().begin(), page->lines().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return lines;
  }

  // Records an expansion of 2,000.00 that was booked then, signed by both. Answers its attribution.
  std::string RecordBooked(absl::Time booked) {
    v1::RecordBookingRequest request =
        Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 22'800'000, 23'000'000);
    *request.mutable_booking()->mutable_booked_time() = domain::ToTimestamp(booked);
    const v1::Attribution attribution = Record(request).attribution();
    EXPECT_EQ(attribution.ae(), Person("rosa"));
    SignBoth(attribution.name());
    return attribution.name();
  }

  // How many lines of rosa's draft of the period are of that attribution.
  int64_t DraftedLines(const std::string& period, const std::string& attribution) {
    EXPECT_THAT(Compute(period).status, IsOk());
    const auto statement = Statement(camille(), period + "-rosa");
    EXPECT_THAT(statement, IsOk());
    if (!statement.ok()) return -1;
    return std::count_if(statement->lines().begin(), statement->lines().end(),
                         [&](const auto& line) { return line.attribution() == attribution; });
  }

  std::string save_;
};

TEST_F(Statements, C14_ComputingSendsProgressAndThenTheTotals) {
  const Computed computed = Compute("2026-Q1");
  ASSERT_THAT(computed.status, IsOk());
  ASSERT_THAT(computed.messages, SizeIs(4));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(computed.messages[i].done_count(), i + 1);
    EXPECT_EQ(computed.messages[i].total_count(), 3);
    EXPECT_TRUE(computed.messages[i].has_statement());
    EXPECT_THAT(computed.messages[i].statement().lines(), IsEmpty());
  }
  const v1::ComputeStatementsResponse& last = computed.messages[3];
  EXPECT_FALSE(last.has_statement());
  ASSERT_THAT(last.totals(), SizeIs(1));
  EXPECT_EQ(last.totals(0).currency_code(), "USD");
  EXPECT_EQ(last.totals(0).totals().earned_minor(), 874'000);
  EXPECT_EQ(last.totals(0).totals().held_minor(), 394'000);
  EXPECT_EQ(last.totals(0).totals().payable_minor(), 480'000);
}

TEST_F(Statements, C4_AnAeEarnsTheirRateOfWhatIsCreditedAndUnsignedLinesAreHeld) {
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  const auto statement = Statement(rosa(), "2026-Q1-rosa");
  ASSERT_THAT(statement, IsOk());
  EXPECT_EQ(statement->state(), v1::STATEMENT_STATE_DRAFT);
  EXPECT_EQ(statement->period_end_date(), "2026-03-31");
  EXPECT_EQ(statement->payout_date(), "2026-04-15");
  ASSERT_THAT(statement->lines(), SizeIs(2));
  const v1::StatementLine& expansion = statement->lines(0);
  EXPECT_EQ(expansion.kind(), v1::STATEMENT_LINE_KIND_EARNING);
  EXPECT_EQ(expansion.credited_amount_minor(), 4'800'000);
  EXPECT_EQ(expansion.rate_bp(), 1'000);
  EXPECT_EQ(expansion.earning_minor(), 480'000);
  EXPECT_EQ(expansion.status(), v1::LINE_STATUS_PAYABLE);
  EXPECT_EQ(expansion.crm_opportunity_id(), "006LM");
  const v1::StatementLine& save = statement->lines(1);
  EXPECT_EQ(save.category(), v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  EXPECT_EQ(save.credit_share_bp(), 3'000);
  EXPECT_EQ(save.earning_minor(), 144'000);
  EXPECT_EQ(save.status(), v1::LINE_STATUS_HELD);
  EXPECT_EQ(save.hold_reason(), "not_concurred");
  for (const v1::StatementLine& line : statement->lines()) {
    EXPECT_GE(line.explanation_size(), 3) << line.name();
  }
  const v1::StatementTotals& totals = statement->totals();
  EXPECT_EQ(totals.earned_minor() - totals.held_minor() + totals.adjustments_minor(),
            totals.payable_minor());  // C-15
}

TEST_F(Statements, C5_ACsmHasCreditLinesAndTheSaveBonus) {
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  const auto statement = Statement(imogen(), "2026-Q1-imogen");
  ASSERT_THAT(statement, IsOk());
  ASSERT_THAT(statement->lines(), SizeIs(3));
  EXPECT_EQ(statement->lines(0).kind(), v1::STATEMENT_LINE_KIND_CREDIT);
  EXPECT_EQ(statement->lines(0).credited_amount_minor(), 1'440'000);
  EXPECT_EQ(statement->lines(1).credited_amount_minor(), 9'600'000);
  EXPECT_EQ(statement->lines(2).kind(), v1::STATEMENT_LINE_KIND_BONUS);
  EXPECT_EQ(statement->lines(2).earning_minor(), 250'000);
  EXPECT_EQ(statement->totals().payable_minor(), 0);
}

TEST_F(Statements, C14_ComputingTwiceGivesTheSameBytes) {
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  const auto first = Statement(camille(), "2026-Q1-imogen");
  SetClock(Day(4, 5));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  const auto second = Statement(camille(), "2026-Q1-imogen");
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(first->lines_size(), second->lines_size());
  for (int i = 0; i < first->lines_size(); ++i) {
    EXPECT_EQ(first->lines(i).SerializeAsString(), second->lines(i).SerializeAsString());
  }
  EXPECT_EQ(domain::CanonicalForm(*first), domain::CanonicalForm(*second));
}

TEST_F(Statements, C14_ADraftThatWouldComeOutOtherwiseIsNotPublished) {
  EXPECT_THAT(Publish("2026-Q1"),
              Refuses(absl::StatusCode::kFailedPrecondition, "STATEMENT_STALE"));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  SignBoth(save_);
  EXPECT_THAT(Publish("2026-Q1"),
              Refuses(absl::StatusCode::kFailedPrecondition, "STATEMENT_STALE"));
  EXPECT_EQ(Statement(camille(), "2026-Q1-dana")->state(), v1::STATEMENT_STATE_DRAFT);
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_THAT(Publish("2026-Q1"), IsOk());
}

TEST_F(Statements, C14_APublishedPeriodNeverChanges) {
  PublishQ1();
  const auto published = Statement(camille(), "2026-Q1-rosa");
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published->state(), v1::STATEMENT_STATE_PUBLISHED);
  EXPECT_EQ(published->digest(), domain::StatementDigest(*published));
  EXPECT_EQ(domain::ToTime(published->publish_time()), Now());
  const auto refused = Refuses(absl::StatusCode::kFailedPrecondition, "PERIOD_PUBLISHED");
  EXPECT_THAT(Compute("2026-Q1").status, refused);
  EXPECT_THAT(Publish("2026-Q1"), refused);
  SignBoth(save_);
  EXPECT_EQ(Statement(camille(), "2026-Q1-rosa")->SerializeAsString(),
            published->SerializeAsString());
}

TEST_F(Statements, APeriodThatIsNoneIsRefused) {
  EXPECT_THAT(Compute("2026-Q5").status,
              Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolatedFields(Publish("next").status()), ElementsAre("period"));
}

TEST_F(Statements, C18_OnlyPayableLinesOfPublishedStatementsLeave) {
  v1::ExportStatementsRequest early;
  early.set_parent(Tenant());
  early.set_period("2026-Q1");
  early.set_format(v1::EXPORT_FORMAT_CSV);
  auto reader = plugin().Stream(&StatementStub::ExportStatements, early);
  EXPECT_FALSE(reader.Next().has_value());
  EXPECT_THAT(reader.Finish(),
              Refuses(absl::StatusCode::kFailedPrecondition, "STATEMENT_NOT_PUBLISHED"));
  PublishQ1();
  int rows = 0;
  const std::string batch = Export("2026-Q1", v1::EXPORT_FORMAT_CAPTIVATEIQ, &rows);
  EXPECT_EQ(rows, 2);
  const auto upserts = nlohmann::json::parse(batch)["upserts"];
  ASSERT_EQ(upserts.size(), 2u);
  const auto earning = std::find_if(upserts.begin(), upserts.end(),
                                    [](const auto& row) { return row["Line Type"] == "earning"; });
  ASSERT_NE(earning, upserts.end());
  EXPECT_EQ((*earning)["Employee ID"], "rosa");
  EXPECT_EQ((*earning)["Earning"], 4800.0);
  EXPECT_EQ(Export("2026-Q1", v1::EXPORT_FORMAT_CAPTIVATEIQ, &rows), batch);

  const std::string csv = Export("2026-Q1", v1::EXPORT_FORMAT_CSV, &rows);
  EXPECT_EQ(rows, 2);
  const std::vector<std::string> csv_lines = absl::StrSplit(csv, '\n', absl::SkipEmpty());
  ASSERT_THAT(csv_lines, SizeIs(3));
  EXPECT_THAT(csv_lines[0], StartsWith("Line ID,Export Seq,Statement ID,Employee ID"));
}

TEST_F(Statements, C14_ExportSeqIsTheCursorOfEveryPuller) {
  EXPECT_THAT(Lines(plugin()), IsEmpty());
  PublishQ1();
  const std::vector<v1::StatementLine> all = Lines(plugin());
  ASSERT_THAT(all, SizeIs(5));
  for (size_t i = 1; i < all.size(); ++i) {
    EXPECT_GT(all[i].export_seq(), all[i - 1].export_seq());
  }
  EXPECT_THAT(Lines(plugin(), 0, 2), SizeIs(5));
  const auto rest = Lines(plugin(), all[2].export_seq());
  ASSERT_THAT(rest, SizeIs(2));
  EXPECT_EQ(rest[0].SerializeAsString(), all[3].SerializeAsString());
  EXPECT_THAT(Lines(plugin(), all[4].export_seq()), IsEmpty());
}

TEST_F(Statements, C18_AHeldLineIsPaidInTheNextQuarterAsItStood) {
  PublishQ1();
  const auto q1 = Statement(camille(), "2026-Q1-rosa");
  ASSERT_THAT(q1, IsOk());
  SignBoth(save_);
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  ASSERT_THAT(Publish("2026-Q2"), IsOk());
  const auto q2 = Statement(camille(), "2026-Q2-rosa");
  ASSERT_THAT(q2, IsOk());
  ASSERT_THAT(q2->lines(), SizeIs(1));
  const v1::StatementLine& released = q2->lines(0);
  EXPECT_EQ(released.kind(), v1::STATEMENT_LINE_KIND_ADJUSTMENT);
  EXPECT_EQ(released.adjusts_line(), q1->lines(1).name());
  EXPECT_EQ(released.reason_code(), "hold_released");
  EXPECT_EQ(released.earning_minor(), 144'000);
  EXPECT_EQ(q2->totals().earned_minor(), 0);
  EXPECT_EQ(q2->totals().adjustments_minor(), 144'000);
  EXPECT_EQ(q2->totals().payable_minor(), 144'000);
  int rows = 0;
  Export("2026-Q2", v1::EXPORT_FORMAT_CSV, &rows);
  EXPECT_EQ(rows, 3);  // rosa's save, imogen's credit and bonus

  SetClock(Day(10, 2));
  ASSERT_THAT(Compute("2026-Q3").status, IsOk());
  EXPECT_THAT(Statement(camille(), "2026-Q3-rosa")->lines(), IsEmpty());
}

// ridgeway's old contract ended on 10 March; tobias took it over on the 12th, when imogen had
// it no more, and its renewal was booked on the 15th.
TEST_F(Statements, W3_ASaveIsPaidToWhoHeldTheAccountAtItsWindowsEnd) {
  AddAccount(NewAccount("ridgeway"));
  Observe("ridgeway", v1::HEALTH_TIER_RED, Day(2, 1));
  v1::SetAccountTeamRequest team;
  team.set_account(Account("ridgeway"));
  team.mutable_member()->set_role(v1::ROLE_CSM);
  team.mutable_member()->set_person(Person("tobias"));
  *team.mutable_member()->mutable_start_time() = domain::ToTimestamp(Day(3, 12));
  ASSERT_THAT(remy().Call(&AccountStub::SetAccountTeam, team), IsOk());
  SetClock(Day(3, 15));
  AssignPlan("tobias", v1::ROLE_CSM);
  SetClock(Day(4, 2));
  v1::RecordBookingRequest request =
      Booking("ridgeway", v1::BOOKING_LINE_KIND_RENEWAL, 18'000'000, 18'000'000);
  AddLine(v1::BOOKING_LINE_KIND_ADD_ON, "freight", 0, 1'000'000, request.mutable_booking());
  *request.mutable_booking()->mutable_booked_time() = domain::ToTimestamp(Day(3, 15));
  *request.mutable_booking()->mutable_renewal_time() = domain::ToTimestamp(Day(3, 10));
  const v1::Attribution attribution = Record(request).attribution();
  EXPECT_EQ(attribution.csm(), Person("tobias"));  // the holder at the instant of booking
  EXPECT_EQ(attribution.save_csm(), Person("imogen"));

  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  const auto categories = [&](const std::string& person) {
    std::vector<v1::AttributionCategory> found;
    const auto statement = Statement(camille(), "2026-Q1-" + person);
    EXPECT_THAT(statement, IsOk());
    if (!statement.ok()) return found;
    for (const v1::StatementLine& line : statement->lines()) {
      if (line.attribution() == attribution.name()) found.push_back(line.category());
    }
    return found;
  };
  EXPECT_THAT(categories("imogen"), ElementsAre(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE,
                                                v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE));
  EXPECT_THAT(categories("tobias"), IsEmpty());  // the cross-sell was not brokered
}

TEST_F(Statements, W2_WhatComesInForALeaverIsOnAFinalStatement) {
  v1::EndPersonRequest end;
  end.set_name(Person("rosa"));
  ASSERT_THAT(remy().Call(&AccountStub::EndPerson, end), IsOk());  // on 2 April
  PublishQ1();
  const auto q1 = Statement(camille(), "2026-Q1-rosa");
  ASSERT_THAT(q1, IsOk());
  EXPECT_FALSE(q1->final_statement());  // their earnings up to the end date are stated
  EXPECT_THAT(q1->lines(), SizeIs(2));

  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  ASSERT_THAT(Publish("2026-Q2"), IsOk());
  EXPECT_FALSE(Statement(camille(), "2026-Q2-rosa")->final_statement());  // they left in it

  SignBoth(save_);
  SetClock(Day(10, 2));
  ASSERT_THAT(Compute("2026-Q3").status, IsOk());
  ASSERT_THAT(Publish("2026-Q3"), IsOk());
  const auto q3 = Statement(camille(), "2026-Q3-rosa");
  ASSERT_THAT(q3, IsOk());
  EXPECT_TRUE(q3->final_statement());
  EXPECT_EQ(q3->totals().payable_minor(), 144'000);
  EXPECT_EQ(q3->lines(0).adjusts_line(), q1->lines(1).name());

  // Nothing came in since: no statement.
  SetClock(Day(12, 31) + absl::Hours(48));
  ASSERT_THAT(Compute("2026-Q4").status, IsOk());
  ASSERT_THAT(Publish("2026-Q4"), IsOk());
  EXPECT_THAT(Statement(camille(), "2026-Q4-rosa"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Statement(camille(), "2026-Q4-dana"), IsOk());
}

TEST_F(Statements, C14_ABookingRecordedAfterItsQuarterWasPublishedIsALineOfTheNext) {
  PublishQ1();
  SetClock(Day(4, 20));
  const std::string late = RecordBooked(Day(3, 20));
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  const auto q2 = Statement(rosa(), "2026-Q2-rosa");
  ASSERT_THAT(q2, IsOk());
  ASSERT_THAT(q2->lines(), SizeIs(1));
  const v1::StatementLine& line = q2->lines(0);
  EXPECT_EQ(line.attribution(), late);
  EXPECT_EQ(line.kind(), v1::STATEMENT_LINE_KIND_EARNING);
  EXPECT_EQ(line.booked_date(), "2026-03-20");
  EXPECT_EQ(line.status(), v1::LINE_STATUS_PAYABLE);
  EXPECT_EQ(line.earning_minor(), 20'000);
  EXPECT_THAT(line.explanation(), Contains(Property(&v1::ExplanationStep::text,
                                                    StartsWith("Booked in an earlier quarter"))));
  EXPECT_EQ(q2->totals().earned_minor(), 20'000);  // C-15
  EXPECT_EQ(q2->totals().payable_minor(), 20'000);

  ASSERT_THAT(Publish("2026-Q2"), IsOk());
  EXPECT_EQ(Lines(rosa()).back().attribution(), late);
  EXPECT_EQ(DraftedLines("2026-Q3", late), 0);
}

TEST_F(Statements, C14_ALateBookingIsForTheNextOpenQuarterAlone) {
  const std::string in_time = RecordBooked(Day(3, 20));  // in the instant of publishing
  PublishQ1();
  const std::string late = RecordBooked(Day(3, 21));
  EXPECT_EQ(DraftedLines("2026-Q2", in_time), 0);
  EXPECT_EQ(DraftedLines("2026-Q2", late), 1);
  EXPECT_EQ(DraftedLines("2026-Q3", late), 0);
  SetClock(Day(7, 2));
  ASSERT_THAT(Publish("2026-Q2"), IsOk());
  EXPECT_EQ(DraftedLines("2026-Q3", late), 0);
  const std::string later = RecordBooked(Day(3, 22));
  EXPECT_EQ(DraftedLines("2026-Q3", later), 1);
}

TEST_F(Statements, C14_ABookingWhoseWriteWasOvertakenByPublishingIsLate) {
  PublishQ1();
  SetClock(Now() - absl::Seconds(20));
  const std::string overtaken = RecordBooked(Day(3, 20));
  EXPECT_EQ(DraftedLines("2026-Q2", overtaken), 1);
}

TEST_F(Statements, C14_WhatWasBookedBeforeTheFirstPublishedQuarterIsNotPaid) {
  PublishQ1();
  const std::string history = RecordBooked(Day(1, 1) - absl::Hours(24));
  EXPECT_EQ(DraftedLines("2026-Q2", history), 0);
}

TEST_F(Statements, C17_APayeeSeesTheirOwnAManagerThoseOfTheirPeople) {
  // The payroll's ids are not ours: rosa's looks like dana, and shows her nothing of dana's.
  for (const auto& [person, payee_id] : {std::pair("rosa", "dana"), std::pair("dana", "P-17")}) {
    v1::UpsertPersonRequest request;
    request.mutable_person()->set_name(Person(person));
    request.mutable_person()->set_payee_id(payee_id);
    ASSERT_THAT(Admin().Call(&AccountStub::UpsertPerson, request), IsOk());
  }
  PublishQ1();
  const auto missing_like = Refuses(absl::StatusCode::kNotFound, "NOT_FOUND");
  EXPECT_THAT(Statement(rosa(), "2026-Q1-rosa"), IsOk());
  EXPECT_THAT(Statement(rosa(), "2026-Q1-imogen"), missing_like);
  EXPECT_THAT(Statement(rosa(), "2026-Q1-dana"), missing_like);
  EXPECT_THAT(Statement(priya(), "2026-Q1-rosa"), IsOk());
  EXPECT_THAT(Statement(priya(), "2026-Q1-imogen"), missing_like);
  EXPECT_THAT(Statement(Admin(), "2026-Q1-rosa"),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  v1::ListCompStatementsRequest list;
  list.set_parent(Tenant());
  const auto names = [&](const Client& who) {
    std::vector<std::string> found;
    const auto listed = who.Call(&StatementStub::ListCompStatements, list);
    EXPECT_THAT(listed, IsOk());
    if (!listed.ok()) return found;
    for (const auto& statement : listed->statements()) found.push_back(statement.payee());
    return found;
  };
  EXPECT_THAT(names(rosa()), ElementsAre(Person("rosa")));
  EXPECT_THAT(names(dana()), ElementsAre(Person("dana")));
  EXPECT_THAT(names(priya()), UnorderedElementsAre(Person("rosa"), Person("dana")));
  EXPECT_THAT(names(camille()),
              UnorderedElementsAre(Person("rosa"), Person("dana"), Person("imogen")));
  EXPECT_THAT(Lines(rosa()), SizeIs(2));
  EXPECT_THAT(Lines(imogen()), SizeIs(3));
}

TEST_F(Statements, TheAuditChainVerifiesAndNamesEveryChange) {
  PublishQ1();
  EXPECT_GT(AuditEvents(), 0);
  v1::ListAuditEventsRequest request;
  request.set_parent(Tenant());
  request.set_filter("record = \"" + save_ + "\"");
  const Client auditor = As(v1::ROLE_AUDITOR);
  const auto listed = auditor.Call(&v1::AuditService::Stub::ListAuditEvents, request);
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->events(), SizeIs(1));
  EXPECT_EQ(listed->events(0).actor(), Person("remy"));
  EXPECT_EQ(listed->events(0).before_json(), "");
  EXPECT_NE(listed->events(0).after_json(), "");
  SignBoth(save_);
  const auto signed_now = auditor.Call(&v1::AuditService::Stub::ListAuditEvents, request);
  ASSERT_THAT(signed_now, IsOk());
  ASSERT_THAT(signed_now->events(), SizeIs(6));  // with three pieces of evidence
  EXPECT_EQ(signed_now->events(0).actor(), Person("victor"));
  EXPECT_GT(signed_now->events(0).sequence(), signed_now->events(1).sequence());
  EXPECT_EQ(signed_now->events(0).before_json(), signed_now->events(1).after_json());
}

}  // namespace
}  // namespace baton::testing
