// The forms of the commission tools, where the goldens of tests/payloads leave a question open.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/json.h"
#include "adapters/registry.h"
#include "adapters/statement_json/statement_json_export.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"

namespace baton::adapters {
namespace {

v1::CompStatement Statement(const std::string& lines) {
  v1::CompStatement statement;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat(R"pb(
                     name: "tenants/acme/statements/2027-Q2-ines"
                     period: "2027-Q2"
                     period_end_date: "2027-06-30"
                     payee: "tenants/acme/people/ines"
                     payee_id: "E-2207"
                     plan { code: "CSM-MID" currency_code: "USD" }
                     state: STATEMENT_STATE_PUBLISHED
                     digest: "abc"
                     totals { held_minor: 500 })pb",
                   lines),
      &statement));
  return statement;
}

std::string Line(const std::string& kind, const std::string& rest = "") {
  return absl::StrCat("lines { name: \"tenants/acme/statements/2027-Q2-ines/lines/L1\" kind: ",
                      "STATEMENT_LINE_KIND_", kind,
                      " status: LINE_STATUS_PAYABLE policy_version: 3 export_seq: 7 ", rest, "}");
}

const char kHeld[] =
    "lines { name: \"tenants/acme/statements/2027-Q2-ines/lines/L9\" kind: "
    "STATEMENT_LINE_KIND_EARNING earning_minor: 500 status: LINE_STATUS_HELD }";

std::vector<ExportChunk> Chunks(v1::ExportFormat format, const v1::CompStatement& statement) {
  ExportOptions options;
  options.import_target = "target";
  const auto chunks = RenderAll(*FindExporter(format), {statement}, options);
  EXPECT_TRUE(chunks.ok()) << chunks.status();
  return chunks.ok() ? *chunks : std::vector<ExportChunk>();
}

std::string Render(v1::ExportFormat format, const v1::CompStatement& statement) {
  std::string bytes;
  for (const ExportChunk& chunk : Chunks(format, statement)) bytes += chunk.bytes;
  return bytes;
}

// The cells of a CSV's only row by their columns.
std::string CellOf(const std::string& csv, absl::string_view column) {
  const std::vector<std::string> lines = absl::StrSplit(csv, '\n');
  const std::vector<std::string> names = absl::StrSplit(lines.at(0), ',');
  const std::vector<std::string> cells = absl::StrSplit(lines.at(1), ',');
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == column) return cells.at(i);
  }
  ADD_FAILURE() << "no column " << column;
  return "";
}

TEST(SpiffExport, C18_EachLineLeavesInOneOfTheTwoObjects) {
  for (const char* kind : {"CREDIT", "EARNING", "BONUS", "POOL", "GUARANTEE", "CAP"}) {
    EXPECT_EQ(Chunks(v1::EXPORT_FORMAT_SPIFF, Statement(Line(kind)))[0].row_count, 1) << kind;
    EXPECT_EQ(Chunks(v1::EXPORT_FORMAT_SPIFF_WEBHOOK, Statement(Line(kind)))[0].row_count, 1);
    EXPECT_EQ(Chunks(v1::EXPORT_FORMAT_SPIFF_ADJUSTMENTS_CSV, Statement(Line(kind)))[0].row_count,
              0);
  }
  for (const char* kind : {"CLAWBACK", "ADJUSTMENT", "CARRIED_FORWARD", "DRAW"}) {
    EXPECT_EQ(Chunks(v1::EXPORT_FORMAT_SPIFF, Statement(Line(kind)))[0].row_count, 0) << kind;
    EXPECT_EQ(Chunks(v1::EXPORT_FORMAT_SPIFF_WEBHOOK, Statement(Line(kind)))[0].row_count, 0);
    EXPECT_EQ(Chunks(v1::EXPORT_FORMAT_SPIFF_ADJUSTMENTS_CSV, Statement(Line(kind)))[0].row_count,
              1);
  }
}

TEST(SpiffExport, C22_WhatWasCarriedForwardIsAnAdjustment) {
  const std::string csv =
      Render(v1::EXPORT_FORMAT_SPIFF_ADJUSTMENTS_CSV,
             Statement(Line("CARRIED_FORWARD", "earning_minor: -96000 reason_code: 'below_zero'")));
  EXPECT_EQ(CellOf(csv, "Amount"), "-960.00");
  EXPECT_EQ(CellOf(csv, "Comment"), "carried_forward: below_zero");
  EXPECT_EQ(CellOf(csv, "Category"), "");
}

TEST(SpiffExport, C20_ADrawIsAnAdjustmentAndACapARecordBelowZero) {
  const std::string draw =
      Render(v1::EXPORT_FORMAT_SPIFF_ADJUSTMENTS_CSV,
             Statement(Line("DRAW", "earning_minor: -70000 reason_code: 'draw_recovered'")));
  EXPECT_EQ(CellOf(draw, "Amount"), "-700.00");
  EXPECT_EQ(CellOf(draw, "Comment"), "draw: draw_recovered");
  const std::string cap =
      Render(v1::EXPORT_FORMAT_SPIFF_WEBHOOK, Statement(Line("CAP", "earning_minor: -1")));
  EXPECT_TRUE(absl::StrContains(cap, "\"LineType\":\"cap\"")) << cap;
  EXPECT_TRUE(absl::StrContains(cap, "\"Amount\":-0.01")) << cap;
}

TEST(XactlyExport, C20_LinesOfTheQuarterAreOfTheirStatement) {
  for (const auto& [kind, type] :
       {std::pair("CAP", "Statement Cap"), std::pair("GUARANTEE", "Statement Guarantee"),
        std::pair("DRAW", "Statement Draw")}) {
    const std::string csv =
        Render(v1::EXPORT_FORMAT_XACTLY_CSV, Statement(Line(kind, "earning_minor: 5")));
    EXPECT_EQ(CellOf(csv, "order_type_name"), type);
    EXPECT_EQ(CellOf(csv, "order_code"), "2027-Q2-ines");
    EXPECT_EQ(CellOf(csv, "amount"), "0.05");
  }
}

TEST(SpiffExport, ABodyWithoutRecordsIsWhole) {
  EXPECT_EQ(Render(v1::EXPORT_FORMAT_SPIFF, Statement(kHeld)),
            "{\"import_target\":\"target\",\"import_action\":\"upsert\",\"payload\":[]}\n");
  EXPECT_EQ(Render(v1::EXPORT_FORMAT_SPIFF_WEBHOOK, Statement("")), "[]\n");
}

TEST(XactlyExport, ALineWithoutABookingIsOfItsStatement) {
  const std::string csv = Render(
      v1::EXPORT_FORMAT_XACTLY_CSV,
      Statement(Line("ADJUSTMENT",
                     "pool { pool: COMP_POOL_GRR } adjusts_line: "
                     "'tenants/acme/statements/2027-Q1-ines/lines/L4' reason_code: 'corrected'")));
  EXPECT_EQ(CellOf(csv, "order_code"), "2027-Q2-ines");
  EXPECT_EQ(CellOf(csv, "related_order_code"), "2027-Q1-ines");
  EXPECT_EQ(CellOf(csv, "order_date"), "2027-06-30");
  EXPECT_EQ(CellOf(csv, "period_name"), "JUN-2027");
  EXPECT_EQ(CellOf(csv, "order_type_name"), "Statement Adjustment");
  EXPECT_EQ(CellOf(csv, "category"), "grr");
  EXPECT_EQ(CellOf(Render(v1::EXPORT_FORMAT_XACTLY_CSV, Statement(Line("CARRIED_FORWARD"))),
                   "order_type_name"),
            "Statement Carried Forward");
}

TEST(ToolExport, C18_OneThousandRowsAreABatchAndOneMoreAreTwo) {
  v1::CompStatement statement = Statement(Line("EARNING"));
  const v1::StatementLine line = statement.lines(0);
  while (statement.lines_size() < kMaxBatchRows) *statement.add_lines() = line;
  v1::CompStatement over = statement;
  *over.add_lines() = line;
  for (const v1::ExportFormat format :
       {v1::EXPORT_FORMAT_CAPTIVATEIQ, v1::EXPORT_FORMAT_SPIFF, v1::EXPORT_FORMAT_SPIFF_WEBHOOK,
        v1::EXPORT_FORMAT_PERFORMIO, v1::EXPORT_FORMAT_XACTLY}) {
    const auto full = Chunks(format, statement);
    ASSERT_EQ(full.size(), 1u) << format;
    EXPECT_EQ(full[0].row_count, kMaxBatchRows);
    const auto two = Chunks(format, over);
    ASSERT_EQ(two.size(), 2u) << format;
    EXPECT_EQ(two[0].row_count, kMaxBatchRows);
    EXPECT_EQ(two[1].row_count, 1);
    for (const ExportChunk& chunk : two) EXPECT_TRUE(json::Parse(chunk.bytes).ok()) << format;
  }
}

TEST(ToolExport, X2_EveryFormHasTheCurrencysOwnDigits) {
  v1::CompStatement statement = Statement(Line("EARNING", "earning_minor: -1234567"));
  statement.mutable_plan()->set_currency_code("JPY");
  EXPECT_TRUE(absl::StrContains(Render(v1::EXPORT_FORMAT_PERFORMIO, statement),
                                "\"earning_amount\":\"-1234567\""));
  EXPECT_TRUE(
      absl::StrContains(Render(v1::EXPORT_FORMAT_XACTLY, statement), "\"amount\":-1234567,"));
  statement.mutable_plan()->set_currency_code("KWD");
  EXPECT_TRUE(
      absl::StrContains(Render(v1::EXPORT_FORMAT_SPIFF, statement), "\"Amount\":-1234.567,"));
  EXPECT_EQ(CellOf(Render(v1::EXPORT_FORMAT_PERFORMIO_CSV, statement), "earning_amount"),
            "-1234.567");
}

TEST(ToolExport, C18_NoFormTakesAHeldLineOrADraft) {
  const v1::CompStatement held = Statement(Line("EARNING", "earning_minor: 1") + kHeld);
  v1::CompStatement draft = held;
  draft.set_state(v1::STATEMENT_STATE_DRAFT);
  v1::CompStatement paid = held;
  paid.set_state(v1::STATEMENT_STATE_PAID);
  for (int i = 1; i < v1::ExportFormat_ARRAYSIZE; ++i) {
    const auto format = static_cast<v1::ExportFormat>(i);
    EXPECT_FALSE(absl::StrContains(Render(format, held), "L9")) << i;
    EXPECT_FALSE(RenderAll(*FindExporter(format), {draft}).ok()) << i;
    // What the tool has paid leaves as before, byte for byte, but for the state that JSON states.
    if (format == v1::EXPORT_FORMAT_JSON) continue;
    EXPECT_EQ(Render(format, paid), Render(format, held)) << i;
  }
}

TEST(ToolExport, AnAccountsNameIsNoFormula) {
  const v1::CompStatement statement = Statement(
      Line("EARNING", "account_display_name: '=1+1' booking: 'tenants/acme/bookings/B1'"));
  EXPECT_EQ(CellOf(Render(v1::EXPORT_FORMAT_CAPTIVATEIQ_CSV, statement), "Account"), "'=1+1");
  EXPECT_EQ(CellOf(Render(v1::EXPORT_FORMAT_PERFORMIO_CSV, statement), "customer_name"), "'=1+1");
  EXPECT_TRUE(
      absl::StrContains(Render(v1::EXPORT_FORMAT_SPIFF, statement), "\"AccountName\":\"=1+1\""));
}

TEST(ToolExport, X5_ALineOfAnotherPlanNamesIt) {
  const v1::CompStatement statement = Statement(Line("EARNING", "other_plan: 'AE-OLD/2'"));
  EXPECT_EQ(CellOf(Render(v1::EXPORT_FORMAT_CSV, statement), "Plan"), "AE-OLD");
}

TEST(StatementJsonExport, C18_AStatementALineWithItsDigest) {
  const v1::CompStatement statement = Statement(Line("EARNING", "earning_minor: 1") + kHeld);
  const auto chunks = Chunks(v1::EXPORT_FORMAT_JSON, statement);
  ASSERT_EQ(chunks.size(), 1u);
  EXPECT_EQ(chunks[0].row_count, 1);
  EXPECT_EQ(chunks[0].bytes.find('\n'), chunks[0].bytes.size() - 1);
  v1::CompStatement read;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(chunks[0].bytes, &read).ok());
  EXPECT_EQ(read.digest(), "abc");
  EXPECT_EQ(read.totals().held_minor(), 500);
  ASSERT_EQ(read.lines_size(), 1);
  EXPECT_EQ(read.lines(0).SerializeAsString(), statement.lines(0).SerializeAsString());
}

TEST(StatementJsonExport, ALongStatementIsCutIntoChunksThatFitAMessage) {
  v1::CompStatement statement = Statement(Line("EARNING"));
  v1::StatementLine line = statement.lines(0);
  line.add_explanation()->set_text(std::string(2'000, 'x'));
  while (statement.lines_size() < 1'000) *statement.add_lines() = line;
  const auto chunks = Chunks(v1::EXPORT_FORMAT_JSON, statement);
  ASSERT_GT(chunks.size(), 1u);
  for (const ExportChunk& chunk : chunks) EXPECT_LE(chunk.bytes.size(), kMaxJsonChunkBytes);
  EXPECT_EQ(chunks[0].row_count, 1);
  EXPECT_EQ(chunks[1].row_count, 0);
  v1::CompStatement read;
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(Render(v1::EXPORT_FORMAT_JSON, statement), &read)
          .ok());
  EXPECT_EQ(read.SerializeAsString(), statement.SerializeAsString());
}

}  // namespace
}  // namespace baton::adapters
