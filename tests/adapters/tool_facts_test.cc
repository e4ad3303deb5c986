// What commission tools send back, by the rules of tests/payloads/README-commission.md; the
// payloads there show each form once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/adapters/translate.h"

namespace baton::adapters {
namespace {

using ::testing::HasSubstr;

constexpr char kPayoutHeader[] =
    "Employee ID,Plan,Period Group,Payout Date,Payout,Currency,Locked,Locked At\\n";

std::string Payouts(absl::string_view rows, absl::string_view status = "SUCCESS") {
  return absl::StrCat(R"({"job": {"status": ")", status, R"("}, "csv": ")", kPayoutHeader, rows,
                      R"("})");
}

std::string Payment(absl::string_view amount, absl::string_view currency) {
  return absl::StrCat(R"({"rows": [{"payment_id": "9", "employee_id": "E-1",
      "period_name": "MAR-2027", "amount": ")",
                      amount, R"(", "unit_type_name": ")", currency,
                      R"(", "payment_status": "Released", "item_code": "SL-1",
      "modified_date": "2027-04-09T18:00:00Z"}]})");
}

TEST(ToolFacts, C18_AmountsAreExactInTheCurrencysOwnDigits) {
  EXPECT_EQ(OneFact("xactly", Payment("4860.0000", "USD")).amount_minor(), 486'000);
  EXPECT_EQ(OneFact("xactly", Payment("-1,234,567.89", "GBP")).amount_minor(), -123'456'789);
  EXPECT_EQ(OneFact("xactly", Payment("600,500", "JPY")).amount_minor(), 600'500);
  EXPECT_EQ(OneFact("xactly", Payment("12.5", "KWD")).amount_minor(), 12'500);
  EXPECT_EQ(OneFact("xactly", Payment("1.234", "KWD")).amount_minor(), 1'234);
}

TEST(ToolFacts, C18_MoreDigitsThanTheCurrencyHasRefuseThePayload) {
  EXPECT_THAT(FaultsOf("xactly", Payment("4860.001", "USD")), HasSubstr("rows[0].amount"));
  EXPECT_THAT(FaultsOf("xactly", Payment("600500.5", "JPY")), HasSubstr("at most 0 decimals"));
  EXPECT_THAT(FaultsOf("xactly", Payment("12,34.00", "USD")), HasSubstr("rows[0].amount"));
  EXPECT_THAT(FaultsOf("xactly", Payment("ten", "USD")), HasSubstr("rows[0].amount"));
  EXPECT_THAT(FaultsOf("xactly", Payment("1.00", "USX")), HasSubstr("ISO 4217"));
}

TEST(ToolFacts, C18_APayoutLacksNothing) {
  EXPECT_THAT(FaultsOf("xactly", Payment("", "USD")), HasSubstr("states no amount_minor"));
  EXPECT_THAT(FaultsOf("xactly", Payment("1.00", "")), HasSubstr("states no currency"));
  const std::string nobody =
      R"({"rows": [{"payment_id": "9", "payment_status": "Released", "period_name": "MAR-2027",
                    "amount": "1", "unit_type_name": "USD"}]})";
  EXPECT_THAT(FaultsOf("xactly", nobody), HasSubstr("states no payee_external_id"));
}

TEST(CaptivateIq, C18_OnlyLockedRowsConfirm) {
  const auto facts =
      Facts("captivateiq",
            Payouts("E-1,AE,Q1-2027,2027-04-15,\\\"6,665.00\\\",USD,true,2027-04-14T22:10:00Z\\n"
                    "E-2,AE,Q1-2027,2027-04-15,not yet,USD,FALSE,\\n"));
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0].kind(), v1::FACT_KIND_PAYOUT_CONFIRMED);
  EXPECT_EQ(facts[0].external_id(), "E-1|AE|2027-04-15");
  EXPECT_EQ(facts[0].amount_minor(), 666'500);
  EXPECT_EQ(facts[0].plan_code(), "AE");
  EXPECT_THAT(FaultsOf("captivateiq", Payouts("E-1,,Q1-2027,2027-04-15,1.00,USD,TRUE,\\n")),
              HasSubstr("csv[0] states no external_id"));
}

TEST(CaptivateIq, C18_AnExportThatDidNotEndWellIsRefused) {
  EXPECT_THAT(FaultsOf("captivateiq", Payouts("", "FAILURE")), HasSubstr("job.status"));
  EXPECT_THAT(FaultsOf("captivateiq", Payouts("E-1,AE\\n")),
              HasSubstr("2 fields under 8 columns in row 1"));
  EXPECT_THAT(FaultsOf("captivateiq", R"({"detail": "Not found."})"), HasSubstr("payload"));
  EXPECT_THAT(FaultsOf("captivateiq", R"({"data": [{"object": "plan", "id": "1"}]})"),
              HasSubstr("data[0] is no record that the mapping knows"));
}

TEST(CaptivateIq, AnAssignmentIsOpenEndedOrEndsAfterItBegins) {
  const std::string row = R"({"data": [{"id": "a", "eid": "E-1", "start_date": "2027-02-16",
      "end_date": $0, "payout_currency": "CAD", "updated_at": "2027-02-16T18:22:10Z"}]})";
  const auto with = [&](const std::string& end) {
    std::string payload = row;
    return payload.replace(payload.find("$0"), 2, end);
  };
  EXPECT_EQ(OneFact("captivateiq", with("null")).period(), "2027-02-16/..");
  EXPECT_EQ(OneFact("captivateiq", with("\"2027-02-16\"")).period(), "2027-02-16/2027-02-16");
  EXPECT_THAT(FaultsOf("captivateiq", with("\"2027-02-15\"")), HasSubstr("is before the start"));
  EXPECT_THAT(FaultsOf("captivateiq", with("\"soon\"")), HasSubstr("end_date is no"));
}

TEST(Spiff, C18_OnlyFrozenAndApprovedStatementsConfirm) {
  const std::string header =
      "statement_id,user_external_id,plan_name,period_start,period_end,total_commission,"
      "currency_code,frozen,approval_status,frozen_at\\n";
  const auto report = [&](absl::string_view rows) {
    return absl::StrCat(R"({"compressed": false, "csv": ")", header, rows, R"("})");
  };
  const auto facts =
      Facts("spiff", report("1,E-1,AE,2027-01-01,2027-01-31,5.00,EUR,TRUE,Approved,\\n"
                            "2,E-2,AE,2027-01-01,2027-03-31,5.00,EUR,true,pending,\\n"
                            "3,E-3,AE,2027-01-01,2027-03-31,5.00,EUR,false,approved,\\n"));
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0].period(), "2027-01");
  EXPECT_EQ(facts[0].status(), "frozen");
  EXPECT_FALSE(facts[0].has_occur_time());
  EXPECT_THAT(FaultsOf("spiff", R"({"compressed": true, "csv": "H4sI"})"), HasSubstr("compressed"));
}

TEST(Spiff, OfTheActivityLogOnlyNewTicketsAreFacts) {
  const auto entry = [](absl::string_view feature, absl::string_view action,
                        absl::string_view type) {
    return absl::StrCat(R"({"entries": [{"product_feature": ")", feature, R"(", "action": ")",
                        action, R"(", "object": {"type": ")", type,
                        R"(", "id": "T1"}, "statement_user_external_id": "E-1",
                        "timestamp": "2027-04-09T10:41:22Z"}]})");
  };
  EXPECT_EQ(OneFact("spiff", entry("Ticket Management", "create", "ticket")).status(), "open");
  EXPECT_TRUE(Facts("spiff", entry("Ticket Management", "update", "ticket")).empty());
  EXPECT_TRUE(Facts("spiff", entry("Statements", "create", "ticket")).empty());
  EXPECT_TRUE(Facts("spiff", entry("Ticket Management", "create", "comment")).empty());
}

TEST(Performio, TimesAreMillisecondsAndAPageMayBeEmpty) {
  const v1::Fact fact = OneFact("performio", R"({"results": [{"participant_eid": "E-1",
      "status": "Active", "modified_ts": 1805107200500}]})");
  EXPECT_EQ(TimeText(fact.occur_time()), "2027-03-15T10:40:00.500000Z");
  EXPECT_TRUE(Facts("performio", R"({"results": [], "page": {"hasNext": false}})").empty());
  EXPECT_THAT(FaultsOf("performio", R"({"results": [{"participant_eid": "E-1",
      "modified_ts": "soon"}]})"),
              HasSubstr("results[0].modified_ts"));
}

TEST(Xactly, SentinelsAndCopiesAreNoFacts) {
  EXPECT_TRUE(Facts("xactly", R"({"rows": [
      {"period_id": "1", "name": "SOT", "start_date": "1900-01-01", "end_date": "1900-01-31"},
      {"period_id": "2", "name": "EOT", "start_date": "2099-12-01", "end_date": "2099-12-31"},
      {"participant_id": "3", "employee_id": "E-1", "is_master": "0"},
      {"participant_id": "4", "employee_id": "E-1", "is_master": 0}]})")
                  .empty());
  EXPECT_EQ(OneFact("xactly", R"({"rows": [{"participant_id": "3", "employee_id": "E-1",
      "is_master": 1, "termination_date": "2027-09-30"}]})")
                .status(),
            "terminated");
}

TEST(Xactly, AnInquiryNamesItsLineInUtc) {
  const v1::Fact fact = OneFact("xactly", R"({"inquiry": {"id": "I1", "from_employee_id": "E-1",
      "submitted_at": "2027-04-12T08:31:00-07:00", "period_name": "MAR-2027",
      "item_code": "SL-1", "status": "Open"}})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_DISPUTE_OPENED);
  EXPECT_EQ(TimeText(fact.occur_time()), "2027-04-12T15:31:00Z");
  EXPECT_EQ(fact.line_external_id(), "SL-1");
  EXPECT_EQ(fact.period(), "2027-03");
  EXPECT_EQ(fact.status(), "open");
}

}  // namespace
}  // namespace baton::adapters
