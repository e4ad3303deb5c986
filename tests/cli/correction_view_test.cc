#include "tools/cli/correction_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/proto_text.h"

namespace baton::cli {
namespace {

using testing::FromText;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Piped;

const View kView = Piped("2027-01-15 08:00");

v1::Correction Pending() {
  return FromText<v1::Correction>(R"pb(
    name: "tenants/acme/corrections/K1"
    payee: "tenants/acme/people/tom"
    amount_minor: -12345
    currency_code: "USD"
    reason: "The SPIFF of May was paid twice"
    reference: "COMP-311"
    line: "tenants/acme/statements/2026-Q4-tom/lines/2026-Q4~tom~A1~1~earning"
    period: "2027-Q1"
    state: CORRECTION_STATE_PENDING
    creator: "tenants/acme/people/camille"
    create_time { seconds: 1799996400 }
  )pb");
}

v1::Correction Approved() {
  v1::Correction correction = Pending();
  correction.set_state(v1::CORRECTION_STATE_APPROVED);
  correction.set_decider("tenants/acme/people/frank");
  correction.mutable_decide_time()->set_seconds(1'800'000'000);
  correction.set_decide_note("Seen the ticket");
  return correction;
}

TEST(CorrectionDetail, C23_APendingOneSaysWhatItWaitsFor) {
  const std::string text = CorrectionDetail(Pending(), kView);
  for (const char* part : {"waits for a second person", "takes back", "-123.45 USD", "COMP-311",
                           "2026-Q4~tom~A1~1~earning", "camille, 2027-01-15 07:00 UTC"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, Not(HasSubstr("approved by")));
  EXPECT_THAT(text, Not(HasSubstr("stands on")));
}

TEST(CorrectionDetail, C23_AnApprovedOneSaysWhereItStandsOrWill) {
  v1::Correction correction = Approved();
  std::string text = CorrectionDetail(correction, kView);
  EXPECT_THAT(text, HasSubstr("approved by"));
  EXPECT_THAT(text, HasSubstr("Seen the ticket"));
  EXPECT_THAT(text, HasSubstr("the one of 2027-Q1, or the next that is published after it"));
  correction.set_statement_line(
      "tenants/acme/statements/2027-Q2-tom/lines/2027-Q2~tom~K1~0~correction");
  text = CorrectionDetail(correction, kView);
  EXPECT_THAT(text, HasSubstr("2027-Q2~tom~K1~0~correction"));
  correction.set_state(v1::CORRECTION_STATE_REJECTED);
  EXPECT_THAT(CorrectionDetail(correction, kView), HasSubstr("rejected by"));
}

TEST(CorrectionTable, C23_HasARowForEachWithTheStatementThatCarriesIt) {
  v1::Correction correction = Approved();
  correction.set_statement_line(
      "tenants/acme/statements/2027-Q2-tom/lines/2027-Q2~tom~K1~0~correction");
  const std::string text = CorrectionTable({correction, Pending()}, kView);
  EXPECT_THAT(text, HasSubstr("-123.45  USD  2027-Q1  approved  2027-Q2-tom  camille"));
  EXPECT_THAT(text, HasSubstr("-123.45  USD  2027-Q1  pending "));
}

}  // namespace
}  // namespace baton::cli
