#include "store/account_ledger.h"

#include <limits>

#include "store/bookings.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using testing::At;
using testing::IsOk;
using testing::kTenant;
using testing::Parse;
using testing::StatusIs;

constexpr char kBooking[] = "tenants/acme/bookings/b1";

class AccountLedger : public testing::RecordsTest {
 protected:
  void SetUp() override {
    RecordsTest::SetUp();
    ASSERT_THAT(Write([](Transaction& tx) {
                  return InsertBooking(tx, Parse<v1::Booking>(R"(name: "acme/bookings/b1"
                          account: "acme/accounts/a1" booked_time: @20 currency_code: "USD")"));
                }),
                IsOk());
  }
  absl::Status Add(const std::vector<LedgerEntry>& entries) {
    return Write([&](Transaction& tx) { return AddLedgerEntries(tx, "a1", entries); });
  }
  Owned OwnedBefore(absl::Time before) {
    const auto owned =
        Read([&](Session& session) { return OwnedLines(session, kTenant, "a1", before); });
    EXPECT_THAT(owned, IsOk());
    return owned.ok() ? *owned : Owned();
  }
};

TEST_F(AccountLedger, X8_EntriesExactlyAtTheInstantAreNotBeforeIt) {
  ASSERT_THAT(Add({{At(10), "", "", "core", 1000, "USD"}}), IsOk());
  ASSERT_THAT(Add({{At(20), kBooking, "core-pro", "core", 500, "USD"}}), IsOk());
  EXPECT_TRUE(OwnedBefore(At(10)).totals.empty());
  EXPECT_EQ(OwnedBefore(At(20)).totals[0].amount_minor(), 1000);
  EXPECT_EQ(OwnedBefore(At(20) + absl::Microseconds(1)).totals[0].amount_minor(), 1500);
}

TEST_F(AccountLedger, X8_SumsByProductAndByLine) {
  ASSERT_THAT(Add({{At(1), "", "", "core", 1000, "USD"},
                   {At(2), kBooking, "core-pro", "core", 500, "USD"},
                   {At(3), kBooking, "core-pro", "core", -200, "USD"},
                   {At(3), kBooking, "api-seats", "api", 50, "USD"}}),
              IsOk());
  const Owned owned = OwnedBefore(At(4));
  ASSERT_EQ(owned.products.size(), 3u);
  EXPECT_EQ(owned.products[0].product, "api-seats");
  EXPECT_EQ(owned.products[1].product, "");
  EXPECT_EQ(owned.products[2].product, "core-pro");
  EXPECT_EQ(owned.products[2].arr.amount_minor(), 300);
  ASSERT_EQ(owned.lines.size(), 2u);
  EXPECT_EQ(owned.lines[1].product_line(), "core");
  EXPECT_EQ(owned.lines[1].arr().amount_minor(), 1300);
  ASSERT_EQ(owned.totals.size(), 1u);
  EXPECT_EQ(owned.totals[0].amount_minor(), 1350);
}

TEST_F(AccountLedger, X8_ALineThatWasLostIsNotOwned) {
  ASSERT_THAT(
      Add({{At(1), "", "", "core", 1000, "USD"}, {At(2), kBooking, "", "core", -1000, "USD"}}),
      IsOk());
  const Owned owned = OwnedBefore(At(3));
  EXPECT_TRUE(owned.lines.empty());
  EXPECT_TRUE(owned.products.empty());
  ASSERT_EQ(owned.totals.size(), 1u);
  EXPECT_EQ(owned.totals[0].amount_minor(), 0);
}

TEST_F(AccountLedger, X2_SumsBeyond64BitsAreRefused) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  ASSERT_THAT(Add({{At(1), "", "", "core", kMost, "USD"}, {At(1), "", "", "core", 1, "USD"}}),
              IsOk());
  EXPECT_THAT(Read([](Session& session) { return OwnedLines(session, kTenant, "a1", At(2)); }),
              StatusIs(absl::StatusCode::kOutOfRange));
}

TEST_F(AccountLedger, NeedsAKnownBooking) {
  EXPECT_THAT(Add({{At(1), "tenants/acme/bookings/none", "", "core", 1, "USD"}}),
              StatusIs(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace baton::store
