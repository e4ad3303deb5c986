#include "tools/cli/attribution_view.h"

#include <limits>

#include "tests/cli/proto_text.h"
#include "tests/status_matchers.h"

namespace baton::cli {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::_;
using testing::FromText;
using ::testing::HasSubstr;
using testing::Piped;

v1::Attribution OfParts(const std::string& currency, const std::vector<int64_t>& amounts) {
  v1::Attribution attribution;
  attribution.set_currency_code(currency);
  for (const int64_t amount : amounts) {
    auto& part = *attribution.add_parts();
    part.set_category(v1::ATTRIBUTION_CATEGORY_CROSS_SELL);
    part.set_amount_minor(amount);
    part.set_ae_credit_minor(amount);
  }
  return attribution;
}

TEST(SumByCategory, X2_CurrenciesAreNeverAddedUp) {
  const auto sums =
      SumByCategory({OfParts("USD", {100, 250}), OfParts("JPY", {7}), OfParts("USD", {-50})});
  ASSERT_THAT(sums, IsOk());
  ASSERT_EQ(sums->size(), 2u);
  const CategorySum& dollars = sums->at({v1::ATTRIBUTION_CATEGORY_CROSS_SELL, "USD"});
  EXPECT_EQ(dollars.part_count, 3);
  EXPECT_EQ(dollars.amount_minor, 300);
  EXPECT_EQ(dollars.ae_credit_minor, 300);
  EXPECT_EQ(dollars.csm_credit_minor, 0);
  EXPECT_EQ(CategoryTable(*sums, Piped("2027-04-01")),
            "CATEGORY    CURRENCY  PARTS   ARR  AE CREDIT  CSM CREDIT\n"
            "cross_sell  JPY           1     7          7           0\n"
            "cross_sell  USD           3  3.00       3.00        0.00\n");
}

TEST(SumByCategory, ASumTooLargeIsRefused) {
  const int64_t most = std::numeric_limits<int64_t>::max();
  EXPECT_THAT(SumByCategory({OfParts("USD", {most, 1})}),
              StatusIs(absl::StatusCode::kOutOfRange, _));
}

TEST(CategoryJsonLines, KeepWholeNumbersAsText) {
  EXPECT_EQ(CategoryJsonLines(*SumByCategory({OfParts("USD", {100})})),
            "{\"category\":\"ATTRIBUTION_CATEGORY_CROSS_SELL\",\"currency_code\":\"USD\","
            "\"part_count\":\"1\",\"amount_minor\":\"100\",\"ae_credit_minor\":\"100\","
            "\"csm_credit_minor\":\"0\"}\n");
}

TEST(AttributionDetail, C2_EveryPartStandsWithItsCredit) {
  const auto attribution = FromText<v1::Attribution>(
      R"(currency_code: 'USD'
         parts { part: 1 line: 'L1' product_line: 'core' amount_minor: 12000000
                 category: ATTRIBUTION_CATEGORY_AT_RISK_SAVE ae_credit_minor: 3600000
                 csm_credit_minor: 12000000 explanation { rule: 'C-2' text: 'AE 30%, CSM 100%' } })");
  EXPECT_THAT(
      AttributionDetail(attribution, Piped("2027-04-01")),
      HasSubstr(
          "#  LINE  PRODUCT LINE  CATEGORY         ARR USD  AE CREDIT  CSM CREDIT  FLAGS  CS-LED\n"
          "1  L1    core          at_risk_save  120,000.00  36,000.00  120,000.00\n"
          "     C-2   AE 30%, CSM 100%\n"));
}

TEST(AttributionTable, ShowsWhoIsCreditedAndWhoSigned) {
  const auto attribution = FromText<v1::Attribution>(
      R"(name: 'tenants/acme/attributions/01JA' account: 'tenants/acme/accounts/helios'
         currency_code: 'USD' state: ATTRIBUTION_STATE_CONCURRED ae: 'tenants/acme/people/tom'
         csm: 'tenants/acme/people/rosa'
         signatures { side: SIGNING_SIDE_CS person: 'tenants/acme/people/vera' }
         parts { category: ATTRIBUTION_CATEGORY_CROSS_SELL amount_minor: 4800000 })");
  EXPECT_EQ(
      AttributionTable({attribution}, Piped("2027-04-01")),
      "ATTRIBUTION  ACCOUNT  BOOKED  STATE      CUR  PARTS                 AE   CSM   SIGNED\n"
      "01JA         helios           concurred  USD  cross_sell 48,000.00  tom  rosa  cs: "
      "vera\n");
}

TEST(AttributionDetail, A6_ShowsWhoSignedAndWhenTheRestIsDue) {
  auto attribution = FromText<v1::Attribution>(
      R"(name: 'tenants/acme/attributions/01J' state: ATTRIBUTION_STATE_PROPOSED
         signatures { side: SIGNING_SIDE_CS person: 'tenants/acme/people/vera' }
         explanation { rule: 'A-2' text: 'tier red on 2027-01-20' })");
  *attribution.mutable_sign_due_time() = ToProto(testing::At("2027-02-22"));
  const std::string text = AttributionDetail(attribution, Piped("2027-02-20"));
  EXPECT_THAT(text, HasSubstr("signed cs       vera"));
  EXPECT_THAT(text, HasSubstr("2027-02-22 00:00 UTC, in 2 d"));
  EXPECT_THAT(text, HasSubstr("A-2   tier red on 2027-01-20"));
}

}  // namespace
}  // namespace baton::cli
