// A year of a made-up company, closed quarter by quarter, and every published statement computed a
// second time by tests/independent/statements.py, which reads from the server's database only what
// people and systems said.
//
// Another seed and size: BATON_PAY_SEED=7 BATON_PAY_ACCOUNTS=200. Caught: a commission at the new
// plan's rate for what was booked before it, a save credited to the holder at booking, a line that
// a late signature released twice.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "tests/acceptance/revenue.h"

namespace baton::testing {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

class PayYear : public Revenue {
 protected:
  struct Customer {
    std::string id;
    std::map<std::string, int64_t> owned;  // by product line
  };

  // What happens to a customer in a quarter, in the order of time.
  struct Event {
    absl::Time at;
    size_t customer;
    bool booking;
  };

  void SetUp() override {
    Revenue::SetUp();
    random_.seed(static_cast<unsigned>(FromEnvironment("BATON_PAY_SEED", 20260105)));
    for (const char* ae : {"rosa", "dana"}) AssignPlan(ae, v1::ROLE_AE);
    for (const char* csm : {"imogen", "tobias"}) AssignPlan(csm, v1::ROLE_CSM);
    const int accounts = FromEnvironment("BATON_PAY_ACCOUNTS", 24);
    for (int i = 0; i < accounts; ++i) Found(absl::StrCat("made-", i));
  }

  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  bool OneIn(int count) { return Below(count) == 0; }

  static absl::Time StartOf(int quarter) {
    return absl::FromCivil(absl::CivilMonth(2026, 1) + 3 * quarter, absl::UTCTimeZone());
  }

  void Found(const std::string& id) {
    v1::Account account = NewAccount(id);
    Customer customer{id, {{"core", 1'000'001 + Below(90'000'000)}}};
    account.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(customer.owned["core"]);
    AddAccount(account, OneIn(2) ? "imogen" : "tobias", OneIn(2) ? "rosa" : "dana");
    customers_.push_back(std::move(customer));
  }

  void Seat(const std::string& account, v1::Role role, const std::string& person) {
    v1::SetAccountTeamRequest team;
    team.set_account(Account(account));
    team.mutable_member()->set_role(role);
    team.mutable_member()->set_person(Person(person));
    *team.mutable_member()->mutable_start_time() = domain::ToTimestamp(Now());
    ASSERT_THAT(remy().Call(&AccountStub::SetAccountTeam, team), IsOk());
  }

  void Act(const std::string& account, const std::string& type) {
    v1::RecordActivityRequest request;
    request.set_parent(Account(account));
    request.mutable_activity()->set_activity_type(type);
    request.mutable_activity()->set_role(OneIn(3) ? v1::ROLE_AE : v1::ROLE_CSM);
    request.mutable_activity()->set_two_way(true);
    ASSERT_THAT(remy().Call(&AccountStub::RecordActivity, request), IsOk());
  }

  // A tier, a touch, or another holder.
  void Live(const std::string& account) {
    constexpr v1::HealthTier kTiers[] = {v1::HEALTH_TIER_GREEN, v1::HEALTH_TIER_YELLOW,
                                         v1::HEALTH_TIER_RED};
    constexpr const char* kTypes[] = {"call", "save_call", "brokered_introduction",
                                      "executive_sponsor"};
    switch (Below(4)) {
      case 0:
        return Act(account, kTypes[Below(4)]);
      case 1:
        if (OneIn(3)) Seat(account, v1::ROLE_CSM, OneIn(2) ? "imogen" : "tobias");
        if (OneIn(3)) Seat(account, v1::ROLE_AE, OneIn(2) ? "rosa" : "dana");
        return;
      default:
        return Observe(account, kTiers[Below(3)], Now());
    }
  }

  std::string Begin(const std::string& account) {
    constexpr std::pair<v1::CreationSource, v1::TriggerEvent> kOrigins[] = {
        {v1::CREATION_SOURCE_CSM_INITIATED, v1::TRIGGER_EVENT_QBR_UPSELL},
        {v1::CREATION_SOURCE_PLG_TRIGGER, v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED},
        {v1::CREATION_SOURCE_PLG_TRIGGER, v1::TRIGGER_EVENT_SELF_SERVE_UPGRADE},
        {v1::CREATION_SOURCE_SALES_INITIATED, v1::TRIGGER_EVENT_UPSELL_CONVERSATION},
        {v1::CREATION_SOURCE_CUSTOMER_INBOUND, v1::TRIGGER_EVENT_CUSTOMER_EMAIL}};
    const auto& [source, trigger] = kOrigins[Below(5)];
    v1::CreateOpportunityRequest request;
    request.set_parent(Tenant());
    v1::Opportunity& opportunity = *request.mutable_opportunity();
    opportunity.set_account(Account(account));
    opportunity.set_creation_source(source);
    opportunity.set_trigger_event(trigger);
    *opportunity.mutable_create_time() = domain::ToTimestamp(Now() - Below(20) * kDay);
    const auto created = remy().Call(&AccountStub::CreateOpportunity, request);
    EXPECT_THAT(created, IsOk());
    return created.ok() ? created->opportunity().name() : "";
  }

  void AddChange(const std::string& line, v1::BookingLineKind kind, int64_t now_minor,
                 Customer* customer, v1::Booking* booking) {
    AddLine(kind, line, customer->owned[line], now_minor, booking);
    if (kind == v1::BOOKING_LINE_KIND_RENEWAL) {
      booking->mutable_lines(booking->lines_size() - 1)->set_uplift_bp(OneIn(2) ? 400 : 0);
    }
    customer->owned[line] = now_minor;
  }

  // Half of it, all of it, or a little more.
  int64_t Changed(int64_t owned, bool shrinks) {
    if (shrinks && OneIn(2)) return owned / 2;
    return OneIn(4) ? owned : owned + Below(12'000'000);
  }

  void Book(Customer* customer) {
    v1::RecordBookingRequest request;
    request.set_parent(Tenant());
    v1::Booking& booking = *request.mutable_booking();
    booking.set_account(Account(customer->id));
    booking.set_currency_code("USD");
    *booking.mutable_booked_time() = domain::ToTimestamp(Now());
    // Who shrinks has nothing saved: a save beside a shrink is signed anew after it, which
    // the records of the year's end don't tell.
    const bool shrinks = customer->id.back() == '4';
    const bool renews = !shrinks && OneIn(2);
    AddChange("core", renews ? v1::BOOKING_LINE_KIND_RENEWAL : v1::BOOKING_LINE_KIND_ADD_ON,
              Changed(customer->owned["core"], shrinks), customer, &booking);
    if (OneIn(3)) {
      AddChange("analytics", v1::BOOKING_LINE_KIND_ADD_ON,
                customer->owned["analytics"] + 1 + Below(9'000'000), customer, &booking);
    }
    if (renews && OneIn(2)) {
      *booking.mutable_renewal_time() = domain::ToTimestamp(Now() + (Below(41) - 20) * kDay);
    }
    booking.set_opportunity(Begin(customer->id));
    unsigned_.push_back(Record(request).attribution().name());
  }

  void LiveQuarter(int quarter) {
    std::vector<Event> events;
    for (size_t i = 0; i < customers_.size(); ++i) {
      for (int n = Below(5); n >= 0; --n) {
        const absl::Time at = StartOf(quarter) + (5 + Below(80)) * kDay + absl::Minutes(Below(900));
        events.push_back({at, i, n == 0 && !OneIn(4)});
      }
    }
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.at < b.at; });
    for (const Event& event : events) {
      SetClock(event.at);
      Customer& customer = customers_[event.customer];
      event.booking ? Book(&customer) : Live(customer.id);
    }
  }

  // Most of what waits is signed before the quarter closes; the rest a quarter later or never.
  void SignSome() {
    std::vector<std::string> left;
    for (const std::string& attribution : unsigned_) {
      if (OneIn(5)) {
        left.push_back(attribution);
      } else {
        SignBoth(attribution);
      }
    }
    unsigned_ = std::move(left);
  }

  void Close(int quarter) {
    SetClock(StartOf(quarter + 1) + 3 * kDay);
    SignSome();
    const std::string period = absl::StrCat("2026-Q", quarter + 1);
    ASSERT_THAT(Compute(period).status, IsOk());
    ASSERT_THAT(Publish(period), IsOk());
  }

  std::mt19937 random_;
  std::vector<Customer> customers_;
  std::vector<std::string> unsigned_;
};

TEST_F(PayYear, C14_EveryStatementOfAYearEqualsASecondCalculation) {
  for (int quarter = 0; quarter < 4; ++quarter) {
    if (quarter == 1) {
      // Other rates from the middle of the third quarter on.
      v1::CompPlan plan = Plan(v1::ROLE_AE);
      plan.set_expansion_rate_bp(875);
      plan.set_renewal_rate_bp(333);
      SignedPlan(plan, StartOf(2) + 45 * kDay);
    }
    LiveQuarter(quarter);
    Close(quarter);
  }
  Stop();
  const std::string command = absl::StrCat("/usr/bin/python3 ", BATON_INDEPENDENT_DIR,
                                           "/statements.py ", data_folder(), "/baton.db");
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace baton::testing
