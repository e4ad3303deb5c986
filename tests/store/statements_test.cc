#include "store/statements.h"

#include "absl/strings/str_cat.h"
#include "store/query.h"
#include "store/statement_lines.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using testing::Difference;
using ::testing::ElementsAre;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::kTenant;
using testing::Parse;
using testing::StatusIs;

constexpr char kDraft[] = R"(
  name: "acme/statements/2027-Q1-ada" period: "2027-Q1" period_start_date: "2027-01-01"
  period_end_date: "2027-03-31" payee: "acme/people/ada" payee_display_name: "Ada" payee_id: "E1"
  plan { code: "AE" version: 2 role: ROLE_AE currency_code: "USD" expansion_rate_bp: 800
         new_business_rate_bp: 1000 renewal_rate_bp: 0 }
  payout_date: "2027-04-15" state: STATEMENT_STATE_DRAFT
  lines { name: "acme/statements/2027-Q1-ada/lines/z" line_no: 1 kind: STATEMENT_LINE_KIND_EARNING
          category: ATTRIBUTION_CATEGORY_CROSS_SELL booking: "acme/bookings/b1" booking_line: "L1"
          attribution: "acme/attributions/t1" part: 1 account_display_name: "Alpha"
          crm_opportunity_id: "006" booked_date: "2027-01-15" part_amount_minor: 100
          credit_share_bp: 10000 credited_amount_minor: 100 rate_bp: 0 earning_minor: 10
          policy_version: 1 status: LINE_STATUS_PAYABLE explanation { rule: "C-4" text: "x" } }
  lines { name: "acme/statements/2027-Q1-ada/lines/a" line_no: 2 kind: STATEMENT_LINE_KIND_CREDIT
          status: LINE_STATUS_HELD hold_reason: "not_concurred" credited_amount_minor: -5
          adjusts_line: "acme/statements/2026-Q4-ada/lines/q" reason_code: "corrected"
          spiff: "PUSH" }
  totals { credited_minor: 95 earned_minor: 10 held_minor: 0 adjustments_minor: -1
           payable_minor: 9 }
  compute_time: @5)";

v1::CompStatement Draft() { return Parse<v1::CompStatement>(kDraft); }

class Statements : public testing::RecordsTest {
 protected:
  absl::Status Keep(const v1::CompStatement& draft) {
    return Write([&](Transaction& tx) { return ReplaceDraft(tx, draft); });
  }
  // Publishes what stands there and answers it.
  absl::StatusOr<v1::CompStatement> Publish(std::string_view id) {
    v1::CompStatement after;
    const absl::Status status = Write([&](Transaction& tx) {
      absl::StatusOr<v1::CompStatement> before = GetStatement(tx.session(), kTenant, id);
      if (!before.ok()) return before.status();
      absl::StatusOr<int64_t> seq = TakeExportSeqs(tx, before->lines_size());
      if (!seq.ok()) return seq.status();
      after = *before;
      after.set_state(v1::STATEMENT_STATE_PUBLISHED);
      after.set_digest("abc");
      for (v1::StatementLine& line : *after.mutable_lines()) line.set_export_seq((*seq)++);
      return PublishStatement(tx, *before, after);
    });
    if (!status.ok()) return status;
    return after;
  }
  v1::CompStatement Get(std::string_view id) {
    const auto read = Read([&](Session& session) { return GetStatement(session, kTenant, id); });
    EXPECT_THAT(read, IsOk());
    return read.ok() ? *read : v1::CompStatement();
  }
  std::vector<std::string> Held() {
    const auto lines =
        Read([](Session& session) { return PublishedHeldLines(session, kTenant, "ada"); });
    EXPECT_THAT(lines, IsOk());
    std::vector<std::string> names;
    for (const v1::StatementLine& line : *lines) names.push_back(line.name());
    return names;
  }
  // A draft of the next quarter that releases the held line.
  static v1::CompStatement Release(std::string_view period) {
    v1::CompStatement next = Draft();
    next.set_period(std::string(period));
    next.set_name(absl::StrCat("tenants/acme/statements/", next.period(), "-ada"));
    next.mutable_lines()->DeleteSubrange(1, 1);
    v1::StatementLine& line = *next.mutable_lines(0);
    line.set_name(next.name() + "/lines/r");
    line.set_adjusts_line("tenants/acme/statements/2027-Q1-ada/lines/a");
    line.set_reason_code("hold_released");
    return next;
  }
};

TEST_F(Statements, DraftsAreReadBackWhole) {
  ASSERT_THAT(Keep(Draft()), IsOk());
  EXPECT_EQ(Difference(Draft(), Get("2027-Q1-ada")), "");
  EXPECT_TRUE(Get("2027-Q1-ada").lines(0).has_rate_bp());
  EXPECT_FALSE(Get("2027-Q1-ada").lines(1).has_rate_bp());
}

TEST_F(Statements, C14_DraftsAreReplacedWithTheirLines) {
  ASSERT_THAT(Keep(Draft()), IsOk());
  v1::CompStatement second = Draft();
  second.mutable_lines()->DeleteSubrange(0, 1);
  second.mutable_totals()->set_payable_minor(1);
  const int64_t events = Count("SELECT count(*) FROM audit_events");
  ASSERT_THAT(Keep(second), IsOk());
  EXPECT_EQ(Difference(second, Get("2027-Q1-ada")), "");
  EXPECT_EQ(Count("SELECT count(*) FROM audit_events"), events + 1);
}

TEST_F(Statements, DraftsMayBeDeleted) {
  ASSERT_THAT(Keep(Draft()), IsOk());
  ASSERT_THAT(Write([](Transaction& tx) { return DeleteDraft(tx, "2027-Q1-ada"); }), IsOk());
  EXPECT_EQ(Count("SELECT count(*) FROM statement_lines"), 0);
  EXPECT_THAT(Read([](Session& session) { return GetStatement(session, kTenant, "2027-Q1-ada"); }),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(Statements, C14_PublishedOnesAreKeptAsPublished) {
  ASSERT_THAT(Keep(Draft()), IsOk());
  const auto published = Publish("2027-Q1-ada");
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(Difference(*published, Get("2027-Q1-ada")), "");
}

TEST_F(Statements, C14_PublishedOnesRefuseReplacing) {
  ASSERT_THAT(Keep(Draft()), IsOk());
  ASSERT_THAT(Publish("2027-Q1-ada"), IsOk());
  const absl::Status replaced = Keep(Draft());
  EXPECT_EQ(domain::ReasonOf(replaced), v1::ERROR_REASON_PERIOD_PUBLISHED);
  const absl::Status deleted =
      Write([](Transaction& tx) { return DeleteDraft(tx, "2027-Q1-ada"); });
  EXPECT_EQ(domain::ReasonOf(deleted), v1::ERROR_REASON_PERIOD_PUBLISHED);
  EXPECT_EQ(domain::ReasonOf(Publish("2027-Q1-ada").status()), v1::ERROR_REASON_PERIOD_PUBLISHED);
}

// The database itself holds what was published, whoever asks.
TEST_F(Statements, C14_PublishedRowsRefuseEverySql) {
  ASSERT_THAT(Keep(Draft()), IsOk());
  ASSERT_THAT(RunSql("UPDATE statements SET payout_date = '2027-04-16'"), IsOk());
  ASSERT_THAT(RunSql("UPDATE statement_lines SET earning_minor = 11 WHERE line_id = 'z'"), IsOk());
  ASSERT_THAT(Publish("2027-Q1-ada"), IsOk());
  const v1::CompStatement published = Get("2027-Q1-ada");
  for (const char* sql : {
           "UPDATE statements SET payout_date = '2027-04-17'",
           "UPDATE statements SET state = 'draft'",
           "DELETE FROM statements",
           "INSERT OR REPLACE INTO statements SELECT * FROM statements",
           "UPDATE statement_lines SET earning_minor = 12 WHERE line_id = 'z'",
           "UPDATE statement_lines SET export_seq = 0",
           "DELETE FROM statement_lines WHERE line_id = 'z'",
           "INSERT OR REPLACE INTO statement_lines SELECT * FROM statement_lines",
           "INSERT INTO statement_lines SELECT tenant, statement_id, 'new', 9, 0, kind, category, "
           "booking_id, booking_line, attribution_id, part, account_display_name, "
           "crm_opportunity_id, booked_date, part_amount_minor, credit_share_bp, "
           "credited_amount_minor, rate_bp, earning_minor, policy_version, status, hold_reason, "
           "adjusts_line, reason_code, explanation FROM statement_lines WHERE line_id = 'z'",
       }) {
    EXPECT_FALSE(RunSql(sql).ok()) << sql;
  }
  EXPECT_EQ(Difference(published, Get("2027-Q1-ada")), "");
}

TEST_F(Statements, PublishingOtherLinesThanTheDraftsIsRefused) {
  ASSERT_THAT(Keep(Draft()), IsOk());
  v1::CompStatement after = Draft();
  after.set_state(v1::STATEMENT_STATE_PUBLISHED);
  after.mutable_lines(0)->set_export_seq(1);
  after.mutable_lines(1)->set_export_seq(2);
  const auto publish = [&] {
    return Write([&](Transaction& tx) { return PublishStatement(tx, Draft(), after); });
  };
  after.mutable_lines(1)->set_name("tenants/acme/statements/2027-Q1-ada/lines/b");
  EXPECT_THAT(publish(), StatusIs(absl::StatusCode::kInternal));
  after.mutable_lines()->RemoveLast();
  EXPECT_THAT(publish(), StatusIs(absl::StatusCode::kInternal));
}

TEST_F(Statements, C14_ExportSeqsRiseWithoutGapsOverTheTenant) {
  v1::CompStatement rosa = Release("2027-Q1");
  rosa.set_name("tenants/acme/statements/2027-Q1-rosa");
  rosa.set_payee("tenants/acme/people/rosa");
  rosa.mutable_lines(0)->set_name(rosa.name() + "/lines/z");
  ASSERT_THAT(Keep(Draft()), IsOk());
  ASSERT_THAT(Keep(rosa), IsOk());
  ASSERT_THAT(Publish("2027-Q1-rosa"), IsOk());
  ASSERT_THAT(Publish("2027-Q1-ada"), IsOk());
  const auto after = [&](int64_t seq, int limit) {
    const auto lines =
        Read([&](Session& session) { return LinesAfter(session, kTenant, seq, limit); });
    EXPECT_THAT(lines, IsOk());
    std::vector<std::string> names;
    for (const v1::StatementLine& line : *lines) {
      names.push_back(absl::StrCat(line.export_seq(), " ", line.name().substr(24)));
    }
    return names;
  };
  EXPECT_THAT(after(0, 10), ElementsAre("1 2027-Q1-rosa/lines/z", "2 2027-Q1-ada/lines/z",
                                        "3 2027-Q1-ada/lines/a"));
  EXPECT_THAT(after(1, 1), ElementsAre("2 2027-Q1-ada/lines/z"));
  EXPECT_THAT(after(3, 10), ElementsAre());
}

TEST_F(Statements, ARefusedWriteGivesItsExportSeqsBack) {
  EXPECT_THAT(Write([](Transaction& tx) {
                EXPECT_THAT(TakeExportSeqs(tx, 5), IsOkAndHolds(1));
                return absl::AbortedError("no");
              }),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(Write([](Transaction& tx) {
                EXPECT_THAT(TakeExportSeqs(tx, 2), IsOkAndHolds(1));
                EXPECT_THAT(TakeExportSeqs(tx, 1), IsOkAndHolds(3));
                return absl::OkStatus();
              }),
              IsOk());
}

TEST_F(Statements, C16_HeldLinesBeforeAPeriodAreThoseItsStatementsMayRelease) {
  const auto before = [&](std::string_view period) {
    const auto lines = Read([&](Session& session) {
      return HeldLinesBefore(session, kTenant, "tenants/acme/people/ada", period);
    });
    EXPECT_THAT(lines, IsOk());
    return lines.value_or(std::vector<v1::StatementLine>()).size();
  };
  ASSERT_THAT(Keep(Draft()), IsOk());
  EXPECT_EQ(before("2027-Q2"), 0);  // a draft holds nothing
  ASSERT_THAT(Publish("2027-Q1-ada"), IsOk());
  EXPECT_EQ(before("2027-Q1"), 0);
  EXPECT_EQ(before("2027-Q2"), 1);
  ASSERT_THAT(Keep(Release("2027-Q2")), IsOk());
  ASSERT_THAT(Publish("2027-Q2-ada"), IsOk());
  EXPECT_EQ(before("2027-Q1"), 0);
  EXPECT_EQ(before("2027-Q2"), 1);
  EXPECT_EQ(before("2027-Q3"), 0);
}

TEST_F(Statements, C18_HeldLinesWaitUntilAPublishedLineReleasesThem) {
  ASSERT_THAT(Keep(Draft()), IsOk());
  EXPECT_THAT(Held(), ElementsAre());
  ASSERT_THAT(Publish("2027-Q1-ada"), IsOk());
  EXPECT_THAT(Held(), ElementsAre("tenants/acme/statements/2027-Q1-ada/lines/a"));
  ASSERT_THAT(Keep(Release("2027-Q2")), IsOk());
  EXPECT_THAT(Held(), ElementsAre("tenants/acme/statements/2027-Q1-ada/lines/a"));
  ASSERT_THAT(Publish("2027-Q2-ada"), IsOk());
  EXPECT_THAT(Held(), ElementsAre());
}

TEST_F(Statements, C18_AHeldLineIsReleasedOnce) {
  ASSERT_THAT(Keep(Draft()), IsOk());
  ASSERT_THAT(Publish("2027-Q1-ada"), IsOk());
  ASSERT_THAT(Keep(Release("2027-Q2")), IsOk());
  ASSERT_THAT(Keep(Release("2027-Q3")), IsOk());
  ASSERT_THAT(Publish("2027-Q2-ada"), IsOk());
  EXPECT_THAT(Publish("2027-Q3-ada"), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(Statements, AreListedByPeriodAndPayeeWithoutLines) {
  ASSERT_THAT(Keep(Release("2027-Q2")), IsOk());
  ASSERT_THAT(Keep(Draft()), IsOk());
  const auto list = [&](std::string filter) {
    ListQuery query;
    query.tenant = kTenant;
    query.filter = std::move(filter);
    google::protobuf::RepeatedPtrField<v1::CompStatement> page;
    EXPECT_THAT(
        Read([&](Session& session) { return ListRecords(session, StatementList(), query, &page); }),
        IsOk());
    std::vector<std::string> periods;
    for (const v1::CompStatement& statement : page) {
      EXPECT_EQ(statement.lines_size(), 0);
      periods.push_back(statement.period());
    }
    return periods;
  };
  EXPECT_THAT(list(""), ElementsAre("2027-Q1", "2027-Q2"));
  EXPECT_THAT(list("period = 2027-Q2"), ElementsAre("2027-Q2"));
  EXPECT_THAT(list(R"(payee = "tenants/acme/people/rosa")"), ElementsAre());
  EXPECT_THAT(list("state = draft"), ElementsAre("2027-Q1", "2027-Q2"));
  const auto period =
      Read([](Session& session) { return StatementsOfPeriod(session, kTenant, "2027-Q1"); });
  ASSERT_THAT(period, IsOk());
  ASSERT_EQ(period->size(), 1u);
  EXPECT_EQ(period->front().totals().payable_minor(), 9);
}

TEST_F(Statements, ADraftWithALineOfAnotherStatementIsRefused) {
  v1::CompStatement draft = Draft();
  draft.mutable_lines(0)->set_name("tenants/acme/statements/2027-Q2-ada/lines/z");
  EXPECT_THAT(Keep(draft), StatusIs(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace baton::store
