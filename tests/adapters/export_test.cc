#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "adapters/csv/csv_export.h"
#include "adapters/csv_text.h"
#include "adapters/json.h"
#include "adapters/registry.h"
#include "domain/refusal.h"
#include "google/protobuf/text_format.h"

namespace baton::adapters {
namespace {

constexpr char kStatement[] = R"pb(
  name: "tenants/acme/statements/2027-Q2-ines"
  period: "2027-Q2"
  payee: "tenants/acme/people/ines"
  payee_id: "E-2207"
  payout_date: "2027-07-15"
  plan { code: "CSM-MID" version: 7 currency_code: "CAD" }
  state: STATEMENT_STATE_PUBLISHED
  lines {
    name: "tenants/acme/statements/2027-Q2-ines/lines/L1"
    export_seq: 4230
    kind: STATEMENT_LINE_KIND_CREDIT
    category: ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION
    booking: "tenants/acme/bookings/B9"
    booking_line: "L1"
    account_display_name: "Nine \"O\" Clock, Ltd."
    booked_date: "2027-05-19"
    part_amount_minor: 6000001
    credit_share_bp: 7000
    credited_amount_minor: 4200001
    policy_version: 3
    status: LINE_STATUS_PAYABLE
    explanation { rule: "A-3" text: "..." }
    explanation { rule: "C-1" text: "..." }
    explanation { rule: "A-3" text: "again" }
  }
  lines {
    name: "tenants/acme/statements/2027-Q2-ines/lines/L2"
    kind: STATEMENT_LINE_KIND_EARNING
    earning_minor: 500
    status: LINE_STATUS_HELD
    hold_reason: "not_concurred"
  }
  lines {
    name: "tenants/acme/statements/2027-Q2-ines/lines/L3"
    export_seq: 4231
    kind: STATEMENT_LINE_KIND_ADJUSTMENT
    category: ATTRIBUTION_CATEGORY_AT_RISK_SAVE
    booking: "tenants/acme/bookings/B7"
    booking_line: "L1"
    account_display_name: "Caf\303\251 Lumi\303\250re"
    booked_date: "2027-03-02"
    part_amount_minor: -2134550
    credit_share_bp: 10000
    credited_amount_minor: -2134550
    rate_bp: 650
    earning_minor: -106728
    policy_version: 1
    status: LINE_STATUS_PAYABLE
    adjusts_line: "tenants/acme/statements/2027-Q1-ines/lines/L8"
    reason_code: "hold_released"
    explanation { rule: "C-14" text: "..." }
  })pb";

v1::CompStatement Statement() {
  v1::CompStatement statement;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kStatement, &statement));
  return statement;
}

std::string Render(v1::ExportFormat format, const v1::CompStatement& statement) {
  const auto chunks = RenderAll(*FindExporter(format), {statement});
  EXPECT_TRUE(chunks.ok()) << chunks.status();
  EXPECT_EQ(chunks->size(), 1u);
  return chunks->front().bytes;
}

TEST(CsvExport, C18_OnlyPayableLinesWithExactDecimals) {
  EXPECT_EQ(
      Render(v1::EXPORT_FORMAT_CSV, Statement()),
      "Line ID,Export Seq,Statement ID,Employee ID,Period,Payout Date,Plan,Plan Version,Line Type,"
      "Category,Booking ID,Booking Line,Account,Booking Date,Part Amount,Credit %,Credited Amount,"
      "Rate %,Earning,Currency,Adjusts Line ID,Adjusts Statement ID,Reason,Rules\n"
      "L1,4230,2027-Q2-ines,E-2207,2027-Q2,2027-07-15,CSM-MID,3,credit,net_new_expansion,B9,L1,"
      "\"Nine \"\"O\"\" Clock, Ltd.\",2027-05-19,60000.01,70,42000.01,,0.00,CAD,,,,A-3 C-1\n"
      "L3,4231,2027-Q2-ines,E-2207,2027-Q2,2027-07-15,CSM-MID,1,adjustment,at_risk_save,B7,L1,"
      "Caf\xC3\xA9 Lumi\xC3\xA8re,2027-03-02,-21345.50,100,-21345.50,6.5,-1067.28,CAD,L8,"
      "2027-Q1-ines,hold_released,C-14\n");
}

TEST(CaptivateIqExport, C18_TheSameRowsAsJsonNumbers) {
  const auto body = json::Parse(Render(v1::EXPORT_FORMAT_CAPTIVATEIQ, Statement()));
  ASSERT_TRUE(body.ok()) << body.status();
  EXPECT_TRUE(body->Find("deletes")->items().empty());
  const auto& rows = body->Find("upserts")->items();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].Find("Part Amount")->text(), "60000.01");
  EXPECT_EQ(rows[0].Find("Earning")->text(), "0.00");
  EXPECT_TRUE(rows[0].Find("Earning")->is_number());
  EXPECT_TRUE(rows[0].Find("Rate %")->is_null());
  EXPECT_EQ(rows[1].Find("Adjusts Line ID")->text(), "L8");
}

TEST(CsvExport, X2_TheCurrencysOwnDigits) {
  v1::CompStatement statement = Statement();
  statement.mutable_plan()->set_currency_code("JPY");
  EXPECT_NE(Render(v1::EXPORT_FORMAT_CSV, statement).find(",6000001,70,4200001,,0,JPY,"),
            std::string::npos);
  statement.mutable_plan()->set_currency_code("KWD");
  EXPECT_NE(Render(v1::EXPORT_FORMAT_CSV, statement).find(",6000.001,70,4200.001,,0.000,KWD,"),
            std::string::npos);
}

TEST(CsvExport, ALineWithoutABookingHasNoPart) {
  v1::CompStatement statement = Statement();
  statement.mutable_lines(0)->clear_booking();
  statement.mutable_lines(0)->clear_booking_line();
  EXPECT_NE(Render(v1::EXPORT_FORMAT_CSV, statement)
                .find(",net_new_expansion,,,\"Nine \"\"O\"\" Clock, Ltd.\",2027-05-19,,,42000.01,"),
            std::string::npos);
}

TEST(CsvExport, FormulasAreDisarmedAndNumbersStay) {
  EXPECT_EQ(CsvField("=1+1"), "'=1+1");
  EXPECT_EQ(CsvField("+1"), "'+1");
  EXPECT_EQ(CsvField("-1"), "'-1");
  EXPECT_EQ(CsvField("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(CsvField("\tx"), "'\tx");
  EXPECT_EQ(CsvField("\r\n=x"), "\"'\r\n=x\"");
  EXPECT_EQ(CsvField("=HYPERLINK(\"a\",\"b\")"), "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"");
  EXPECT_EQ(CsvField("a=b"), "a=b");
  EXPECT_EQ(CsvField("line\nbreak"), "\"line\nbreak\"");
  EXPECT_EQ(CsvField(""), "");
  EXPECT_NE(Render(v1::EXPORT_FORMAT_CSV, Statement()).find(",-1067.28,"), std::string::npos);
}

TEST(Export, C14_TheSameStatementsGiveTheSameBytes) {
  EXPECT_EQ(Render(v1::EXPORT_FORMAT_CAPTIVATEIQ, Statement()),
            Render(v1::EXPORT_FORMAT_CAPTIVATEIQ, Statement()));
}

TEST(Export, C18_BatchesHoldAtMostAThousandRows) {
  v1::CompStatement statement = Statement();
  const v1::StatementLine line = statement.lines(0);
  statement.clear_lines();
  for (int i = 0; i < kMaxBatchRows - 1; ++i) *statement.add_lines() = line;
  v1::CompStatement two = Statement();
  const auto exact = RenderAll(*FindExporter(v1::EXPORT_FORMAT_CAPTIVATEIQ), {statement});
  ASSERT_TRUE(exact.ok());
  ASSERT_EQ(exact->size(), 1u);
  const auto over = RenderAll(*FindExporter(v1::EXPORT_FORMAT_CAPTIVATEIQ), {statement, two});
  ASSERT_TRUE(over.ok());
  ASSERT_EQ(over->size(), 2u);
  EXPECT_EQ((*over)[0].row_count, kMaxBatchRows);
  EXPECT_EQ((*over)[1].row_count, 1);
  for (const ExportChunk& chunk : *over) EXPECT_TRUE(json::Parse(chunk.bytes).ok());
  // Only the first chunk of a file has the header row.
  const auto csv = RenderAll(*FindExporter(v1::EXPORT_FORMAT_CSV), {statement, two});
  ASSERT_EQ(csv->size(), 2u);
  EXPECT_EQ((*csv)[1].bytes.find("Line ID"), std::string::npos);
}

TEST(Export, AnExportWithoutRowsIsStillWellFormed) {
  const auto csv = RenderAll(*FindExporter(v1::EXPORT_FORMAT_CSV), {});
  ASSERT_EQ(csv->size(), 1u);
  EXPECT_EQ(csv->front().row_count, 0);
  const auto json = RenderAll(*FindExporter(v1::EXPORT_FORMAT_CAPTIVATEIQ), {});
  EXPECT_EQ(json->front().bytes, "{\"upserts\":[],\"deletes\":[]}\n");
}

TEST(Export, C18_WhatCantLeaveIsNamed) {
  const Exporter& exporter = *FindExporter(v1::EXPORT_FORMAT_CSV);
  v1::CompStatement draft = Statement();
  draft.set_state(v1::STATEMENT_STATE_DRAFT);
  EXPECT_EQ(domain::ReasonOf(RenderAll(exporter, {draft}).status()),
            v1::ERROR_REASON_STATEMENT_NOT_PUBLISHED);
  v1::CompStatement nobody = Statement();
  nobody.clear_payee_id();
  const absl::Status status = RenderAll(exporter, {nobody}).status();
  EXPECT_EQ(domain::ReasonOf(status), v1::ERROR_REASON_COMP_INPUT_MISSING);
  EXPECT_NE(status.message().find("tenants/acme/statements/2027-Q2-ines"), absl::string_view::npos);
  v1::CompStatement foreign = Statement();
  foreign.mutable_plan()->set_currency_code("ZZZ");
  EXPECT_EQ(domain::ReasonOf(RenderAll(exporter, {foreign}).status()),
            v1::ERROR_REASON_COMP_INPUT_MISSING);
}

}  // namespace
}  // namespace baton::adapters
