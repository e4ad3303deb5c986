// Reads of many attributions, bookings, accounts and people at once say what reads of one say.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "store/accounts.h"
#include "store/aliases.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/opportunities.h"
#include "store/people.h"
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
using ::testing::SizeIs;
using testing::StatusIs;
using ::testing::UnorderedElementsAre;

// More than one statement asks for.
constexpr int kCount = 2 * static_cast<int>(kIdsPerQuery) + 7;

std::string Name(const char* collection, int number) {
  return absl::StrCat("tenants/acme/", collection, "/n", number);
}

// Attributions of a1 and a2 by turns, each of a booking of its own, booked at At(number).
class AttributionSets : public testing::RecordsTest {
 protected:
  void SetUp() override {
    RecordsTest::SetUp();
    ASSERT_THAT(Write([](Transaction& tx) {
                  absl::Status status = absl::OkStatus();
                  for (int i = 1; i <= kCount && status.ok(); ++i) status = Add(tx, i);
                  return status;
                }),
                IsOk());
  }

  static absl::Status Add(Transaction& tx, int number) {
    const std::string account = absl::StrCat("tenants/acme/accounts/a", 1 + number % 2);
    v1::Opportunity opportunity;
    opportunity.set_name(Name("opportunities", number));
    opportunity.set_account(account);
    opportunity.set_creation_source(v1::CREATION_SOURCE_CSM_INITIATED);
    opportunity.set_state(v1::OPPORTUNITY_STATE_WON);
    opportunity.mutable_source()->set_system("salesforce");
    opportunity.mutable_source()->set_record_id(absl::StrCat("006-", number));
    v1::Booking booking =
        Parse<v1::Booking>(absl::StrCat(R"(currency_code: "USD" booked_time: @)", number));
    booking.set_name(Name("bookings", number));
    booking.set_account(account);
    // Every third has no opportunity.
    if (number % 3 != 0) booking.set_opportunity(opportunity.name());
    v1::Attribution attribution = Parse<v1::Attribution>(absl::StrCat(
        R"(state: ATTRIBUTION_STATE_CONCURRED currency_code: "USD" ae: "acme/people/ada"
           parts { part: 1 category: ATTRIBUTION_CATEGORY_CROSS_SELL amount_minor: 5
                   explanation { rule: "C-2" text: "all" } }
           parts { part: 2 category: ATTRIBUTION_CATEGORY_CLEAN_RENEWAL amount_minor: 7 }
           signatures { side: SIGNING_SIDE_CS person: "acme/people/mona" time: @1 }
           credit_shares { role: ROLE_AE person: "acme/people/ada" share_bp: 6000 }
           credit_shares { role: ROLE_AE person: "acme/people/rosa" share_bp: 4000 }
           save_shares { role: ROLE_CSM person: "acme/people/mona" share_bp: 10000 }
           team_shares { role: ROLE_AE amount_minor: 3 } explanation { rule: "A-4" text: "sign" }
           booked_time: @)",
        number));
    attribution.set_name(Name("attributions", number));
    attribution.set_booking(booking.name());
    attribution.set_account(account);
    BATON_RETURN_IF_ERROR(InsertOpportunity(tx, opportunity));
    BATON_RETURN_IF_ERROR(InsertBooking(tx, booking));
    return InsertAttribution(tx, attribution);
  }

  v1::Attribution Get(const std::string& name) {
    const auto one = Read([&](Session& session) { return GetAttribution(session, kTenant, name); });
    EXPECT_THAT(one, IsOk());
    return one.value_or(v1::Attribution());
  }

  static v1::Attribution AsDeepAsPay(v1::Attribution whole) {
    whole.clear_documentation();
    whole.clear_evidence();
    whole.clear_late_facts();
    whole.clear_signatures();
    whole.clear_team_shares();
    return whole;
  }

  static v1::Attribution AsDeepAsCredit(v1::Attribution whole) {
    whole = AsDeepAsPay(std::move(whole));
    whole.clear_explanation();
    for (v1::AttributionPart& part : *whole.mutable_parts()) part.clear_explanation();
    return whole;
  }
};

TEST_F(AttributionSets, AreWhatTheyAreOneByOne) {
  const auto all = Read([](Session& session) {
    return AttributionsInPeriod(session, kTenant, At(1), At(kCount + 1));
  });
  ASSERT_THAT(all, IsOk());
  ASSERT_THAT(*all, SizeIs(kCount));
  for (const int number : {1, 100, 101, 200, kCount}) {
    EXPECT_EQ(Difference(Get(Name("attributions", number)), (*all)[number - 1]), "");
  }
}

TEST_F(AttributionSets, AreReadAsDeepAsAskedFor) {
  const v1::Attribution whole = Get(Name("attributions", 1));
  ASSERT_THAT(whole.team_shares(), SizeIs(1));
  ASSERT_THAT(whole.save_shares(), SizeIs(1));
  const auto read = [&](AttributionDepth depth) {
    const auto some = Read([&](Session& session) {
      return AttributionsOfPayee(session, kTenant, "rosa", At(0), At(kCount + 1),
                                 CreditedBy::kShares, depth);
    });
    EXPECT_THAT(some, IsOk());
    EXPECT_THAT(*some, SizeIs(kCount));
    return some->front();
  };
  EXPECT_EQ(Difference(whole, read(AttributionDepth::kWhole)), "");
  EXPECT_EQ(Difference(AsDeepAsPay(whole), read(AttributionDepth::kPay)), "");
  EXPECT_EQ(Difference(AsDeepAsCredit(whole), read(AttributionDepth::kCredit)), "");
}

TEST_F(AttributionSets, AreFoundByNameEachOnce) {
  std::vector<std::string> names = {"n1", Name("attributions", 1), "nobody's"};
  for (int i = 2; i <= kCount; ++i) names.push_back(Name("attributions", i));
  const auto found =
      Read([&](Session& session) { return GetAttributions(session, kTenant, names); });
  ASSERT_THAT(found, IsOk());
  EXPECT_THAT(*found, SizeIs(kCount));
  const auto first = std::find_if(found->begin(), found->end(), [](const auto& one) {
    return one.name() == Name("attributions", 1);
  });
  ASSERT_NE(first, found->end());
  EXPECT_EQ(Difference(AsDeepAsPay(Get(first->name())), *first), "");
}

// X-7. What was booked on either of merged accounts is the survivor's, however it is named.
TEST_F(AttributionSets, X7_OfAccountsAreThoseOfAllThatWasMerged) {
  const auto of = [&](const std::vector<std::string>& accounts, absl::Time before) {
    const auto found = Read([&](Session& session) {
      return AttributionsOfAccounts(session, kTenant, accounts, before);
    });
    EXPECT_THAT(found, IsOk());
    return found.value_or(AttributionsByAccount());
  };
  AttributionsByAccount apart = of({"a1", "tenants/acme/accounts/a2"}, At(5));
  ASSERT_THAT(apart, SizeIs(2));
  ASSERT_THAT(apart["a1"], SizeIs(2));
  EXPECT_EQ(apart["a1"][0].name(), Name("attributions", 2));
  EXPECT_EQ(apart["a1"][1].name(), Name("attributions", 4));
  EXPECT_EQ(Difference(AsDeepAsCredit(Get(Name("attributions", 2))), apart["a1"][0]), "");
  ASSERT_THAT(Write([](Transaction& tx) { return AccountAliases().Merge(tx, "a1", "a2"); }),
              IsOk());
  for (const char* name : {"a1", "a2"}) {
    AttributionsByAccount merged = of({name}, At(4));
    ASSERT_THAT(merged, SizeIs(1));
    ASSERT_THAT(merged["a1"], SizeIs(3));
    for (int i = 0; i < 3; ++i) EXPECT_EQ(merged["a1"][i].name(), Name("attributions", i + 1));
  }
  EXPECT_THAT(of({}, At(100)), IsEmpty());
  EXPECT_THAT(of({"nobody"}, At(100)), IsEmpty());
}

TEST_F(AttributionSets, KnowTheirAccounts) {
  const auto found = Read([](Session& session) {
    return AccountsOfAttributions(session, kTenant, {"n1", Name("attributions", 2), "nobody"});
  });
  ASSERT_THAT(found, IsOk());
  EXPECT_THAT(*found,
              UnorderedElementsAre(
                  std::pair(Name("attributions", 1), std::string("tenants/acme/accounts/a2")),
                  std::pair(Name("attributions", 2), std::string("tenants/acme/accounts/a1"))));
}

TEST_F(AttributionSets, BookingsKnowWhereTheyCameFrom) {
  std::vector<std::string> names;
  for (int i = 1; i <= kCount; ++i) names.push_back(Name("bookings", i));
  const auto origins = Read([&](Session& session) { return OriginsOf(session, kTenant, names); });
  ASSERT_THAT(origins, IsOk());
  EXPECT_THAT(*origins, SizeIs(kCount - kCount / 3));
  EXPECT_EQ(origins->count(Name("bookings", 3)), 0);
  EXPECT_EQ(origins->at(Name("bookings", kCount)).crm_record_id, absl::StrCat("006-", kCount));
  EXPECT_EQ(origins->at(Name("bookings", kCount)).signal, "");
}

// X-7.
TEST_F(AttributionSets, X7_AccountsAreCalledAsTheirSurvivors) {
  const auto names = [&](const std::vector<std::string>& accounts) {
    return Read([&](Session& session) { return DisplayNamesOf(session, kTenant, accounts); });
  };
  const auto apart = names({"a1", "tenants/acme/accounts/a2"});
  ASSERT_THAT(apart, IsOk());
  ASSERT_THAT(Write([](Transaction& tx) { return AccountAliases().Merge(tx, "a1", "a2"); }),
              IsOk());
  const auto merged = names({"tenants/acme/accounts/a2"});
  ASSERT_THAT(merged, IsOk());
  EXPECT_EQ(merged->at("tenants/acme/accounts/a2"), apart->at("a1"));
  EXPECT_THAT(names({"a1", "nobody"}), StatusIs(absl::StatusCode::kNotFound));
}

// X-7.
TEST_F(AttributionSets, X7_PeopleComeInOrderAndAsTheirSurvivors) {
  ASSERT_THAT(Write([](Transaction& tx) { return PersonAliases().Merge(tx, "ada", "carl"); }),
              IsOk());
  const auto people = Read([](Session& session) {
    return GetPeople(session, kTenant, {"tenants/acme/people/rosa", "carl", "ada"});
  });
  ASSERT_THAT(people, IsOk());
  std::vector<std::string> names;
  for (const v1::Person& person : *people) names.push_back(person.name());
  EXPECT_THAT(names, ElementsAre("tenants/acme/people/rosa", "tenants/acme/people/ada",
                                 "tenants/acme/people/ada"));
  EXPECT_THAT(Read([](Session& session) { return GetPeople(session, kTenant, {"nobody"}); }),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace baton::store
