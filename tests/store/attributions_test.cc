#include "store/attributions.h"

#include "absl/strings/str_cat.h"
#include "store/bookings.h"
#include "store/statements.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using testing::At;
using testing::Difference;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::kTenant;
using testing::Parse;
using testing::StatusIs;

constexpr char kBooking[] = R"(
  name: "acme/bookings/b1" account: "acme/accounts/a1" booked_time: @100 currency_code: "USD"
  renewal_time: @90
  lines { line: "L1" product: "core-pro" product_line: "core" kind: BOOKING_LINE_KIND_RENEWAL
          prior_arr_minor: 100 new_arr_minor: 150 uplift_bp: 300 effective_time: @100 }
  lines { line: "L2" product: "api" product_line: "api" kind: BOOKING_LINE_KIND_ADD_ON
          new_arr_minor: 20 }
  closed_by: "acme/people/ada" source { system: "salesforce" record_id: "006B" } record_time: @101
  attribution: "acme/attributions/t1" warnings: "uplift_bp 900 of L1 lies outside 300 to 500")";

constexpr char kAttribution[] = R"(
  name: "acme/attributions/t1" booking: "acme/bookings/b1" account: "acme/accounts/a1"
  booked_time: @100 currency_code: "USD" state: ATTRIBUTION_STATE_PROPOSED at_risk: true
  net_direction: "expansion" brokered: true ae: "acme/people/ada" csm: "acme/people/rosa"
  parts { part: 1 line: "L1" product: "core-pro" product_line: "core"
          category: ATTRIBUTION_CATEGORY_AT_RISK_SAVE amount_minor: 100 ae_credit_minor: 30
          csm_credit_minor: 100 explanation { rule: "C-2" text: "30% of 1.00" } }
  parts { part: 2 line: "L2" product: "api" product_line: "api"
          category: ATTRIBUTION_CATEGORY_CROSS_SELL amount_minor: -20 flags: "account_at_risk" }
  save_bonus { amount_minor: 50000 currency_code: "USD" } flags: "unlogged_expansion"
  signatures { side: SIGNING_SIDE_CS person: "acme/people/mona" time: @110 }
  sign_due_time: @120 concur_time: @130 policy_version: 1
  explanation { rule: "A-4" text: "sign of +0.80" } self_serve: true model: OWNERSHIP_MODEL_B
  create_time: @101)";

class Attributions : public testing::RecordsTest {
 protected:
  void SetUp() override {
    RecordsTest::SetUp();
    ASSERT_THAT(Write([](Transaction& tx) {
                  const absl::Status status = InsertBooking(tx, Parse<v1::Booking>(kBooking));
                  return status.ok() ? InsertAttribution(tx, Parse<v1::Attribution>(kAttribution))
                                     : status;
                }),
                IsOk());
  }
  // An attribution t{number} of b1, booked at At(number).
  absl::Status Add(int number, absl::string_view extra) {
    return Write([&](Transaction& tx) {
      return InsertAttribution(
          tx, Parse<v1::Attribution>(absl::StrCat(
                  "name: \"acme/attributions/t", number, "\" booking: \"acme/bookings/b1\" ",
                  "account: \"acme/accounts/a2\" state: ATTRIBUTION_STATE_CONCURRED booked_time: @",
                  number, " ", extra)));
    });
  }
  v1::Attribution Get(std::string_view id) {
    const auto read = Read([&](Session& session) { return GetAttribution(session, kTenant, id); });
    EXPECT_THAT(read, IsOk());
    return read.ok() ? *read : v1::Attribution();
  }
  static std::vector<std::string> Ids(const std::vector<v1::Attribution>& attributions) {
    std::vector<std::string> ids;
    for (const v1::Attribution& a : attributions) ids.push_back(a.name().substr(26));
    return ids;
  }
};

TEST_F(Attributions, AndTheirBookingsAreReadBackWhole) {
  const auto booking = Read([](Session& session) { return GetBooking(session, kTenant, "b1"); });
  ASSERT_THAT(booking, IsOk());
  EXPECT_EQ(Difference(Parse<v1::Booking>(kBooking), *booking), "");
  EXPECT_EQ(Difference(Parse<v1::Attribution>(kAttribution), Get("t1")), "");
}

TEST_F(Attributions, BookingOfOneSourceRecordIsKeptOnce) {
  const auto found = Read(
      [](Session& session) { return FindBookingBySource(session, kTenant, "salesforce", "006B"); });
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ(Difference(Parse<v1::Booking>(kBooking), **found), "");
  v1::Booking again = Parse<v1::Booking>(kBooking);
  again.set_name("tenants/acme/bookings/b2");
  EXPECT_THAT(Write([&](Transaction& tx) { return InsertBooking(tx, again); }),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(Attributions, BookingsAreListedNewestFirstWithLines) {
  ASSERT_THAT(Write([](Transaction& tx) {
                return InsertBooking(
                    tx, Parse<v1::Booking>(R"(name: "acme/bookings/b2" account: "acme/accounts/a2"
                                              booked_time: @101 currency_code: "JPY")"));
              }),
              IsOk());
  ListQuery query;
  query.tenant = kTenant;
  google::protobuf::RepeatedPtrField<v1::Booking> page;
  ASSERT_THAT(Read([&](Session& session) { return ListBookings(session, query, &page); }), IsOk());
  ASSERT_EQ(page.size(), 2);
  EXPECT_EQ(page[0].name(), "tenants/acme/bookings/b2");
  EXPECT_EQ(page[1].lines_size(), 2);
}

TEST_F(Attributions, A6_SecondSignatureIsKeptBehindTheFirst) {
  const v1::Attribution before = Get("t1");
  v1::Attribution after = before;
  *after.add_signatures() =
      Parse<v1::Signature>(R"(side: SIGNING_SIDE_SALES person: "acme/people/carl" time: @111)");
  after.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  ASSERT_THAT(Write([&](Transaction& tx) { return UpdateAttribution(tx, before, after); }), IsOk());
  EXPECT_EQ(Difference(after, Get("t1")), "");
}

TEST_F(Attributions, A6_OneSideSignsOnce) {
  const v1::Attribution before = Get("t1");
  v1::Attribution after = before;
  *after.add_signatures() = before.signatures(0);
  EXPECT_THAT(Write([&](Transaction& tx) { return UpdateAttribution(tx, before, after); }),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(Difference(before, Get("t1")), "");
}

TEST_F(Attributions, X3_PeriodsAreHalfOpen) {
  for (const int number : {98, 99, 101, 102}) ASSERT_THAT(Add(number, ""), IsOk());
  const auto period = Read(
      [](Session& session) { return AttributionsInPeriod(session, kTenant, At(99), At(102)); });
  ASSERT_THAT(period, IsOk());
  EXPECT_THAT(Ids(*period), ElementsAre("t99", "t1", "t101"));
  EXPECT_EQ((*period)[1].parts_size(), 2);
  EXPECT_EQ((*period)[1].signatures_size(), 1);
}

TEST_F(Attributions, VisitsEndWithTheFirstFailure) {
  ASSERT_THAT(Add(101, ""), IsOk());
  int visits = 0;
  EXPECT_THAT(Read([&](Session& session) {
                return ForEachAttribution(session, kTenant, At(0), At(200),
                                          [&](const v1::Attribution&) {
                                            ++visits;
                                            return absl::AbortedError("enough");
                                          });
              }),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(visits, 1);
}

TEST_F(Attributions, OfAPayeeAreThoseThatCreditThemInEitherRole) {
  ASSERT_THAT(Add(101, R"(ae: "acme/people/rosa")"), IsOk());
  ASSERT_THAT(Add(102, R"(ae: "acme/people/rosa" csm: "acme/people/rosa")"), IsOk());
  ASSERT_THAT(Add(103, R"(ae: "acme/people/ada")"), IsOk());
  const auto rosa = Read([](Session& session) {
    return AttributionsOfPayee(session, kTenant, "tenants/acme/people/rosa", At(0), At(200));
  });
  ASSERT_THAT(rosa, IsOk());
  EXPECT_THAT(Ids(*rosa), ElementsAre("t1", "t101", "t102"));
  EXPECT_EQ((*rosa)[0].parts_size(), 2);
}

TEST_F(Attributions, C14_LateAreThoseBookedBeforeAndRecordedOrSignedSinceOrUnsigned) {
  ASSERT_THAT(Add(98, "create_time: @110"), IsOk());
  ASSERT_THAT(Add(99, "create_time: @109"), IsOk());
  ASSERT_THAT(Add(105, "create_time: @110"), IsOk());
  ASSERT_THAT(Add(97, "create_time: @100 concur_time: @110"), IsOk());
  ASSERT_THAT(Add(96, R"(create_time: @110 credit_shares { role: ROLE_AE person:
                         "acme/people/rosa" share_bp: 10000 })"),
              IsOk());
  const auto late = [&](std::string_view person, absl::Time changed_from,
                        absl::Time booked_before) {
    const auto found = Read([&](Session& session) {
      return LateAttributions(session, kTenant, person, changed_from, booked_before);
    });
    EXPECT_THAT(found, IsOk());
    return Ids(found.value_or(std::vector<v1::Attribution>()));
  };
  // t1 is proposed; booked at 105 is not before it.
  EXPECT_THAT(late("", At(110), At(105)), ElementsAre("t96", "t97", "t98", "t1"));
  EXPECT_THAT(late("", At(109), At(106)), ElementsAre("t96", "t97", "t98", "t99", "t1", "t105"));
  EXPECT_THAT(late("", At(111), At(106)), ElementsAre("t1"));
  EXPECT_THAT(late("rosa", At(110), At(106)), ElementsAre("t96", "t1"));
  EXPECT_THAT(late("mona", At(110), At(106)), IsEmpty());
}

TEST_F(Attributions, AreListedAndFiltered) {
  ASSERT_THAT(Add(101, ""), IsOk());
  const auto list = [&](std::string filter) {
    ListQuery query;
    query.tenant = kTenant;
    query.filter = std::move(filter);
    google::protobuf::RepeatedPtrField<v1::Attribution> page;
    EXPECT_THAT(Read([&](Session& session) { return ListAttributions(session, query, &page); }),
                IsOk());
    return Ids({page.begin(), page.end()});
  };
  EXPECT_THAT(list(""), ElementsAre("t101", "t1"));
  EXPECT_THAT(list("state = proposed"), ElementsAre("t1"));
  EXPECT_THAT(list(R"(csm = "tenants/acme/people/rosa")"), ElementsAre("t1"));
  EXPECT_THAT(list(R"(booked_time > "2027-01-15T08:01:40Z")"), ElementsAre("t101"));
}

}  // namespace
}  // namespace baton::store
