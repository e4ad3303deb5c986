// A made-up half-year, lived twice by the same draws: once under the defaults and then simulated
// under another policy and another plan, once under those from the first day on. What the
// simulation says must be what the second company's statements come out as (C-16).
//
// Another seed and size: BATON_PAY_SEED=7 BATON_PAY_ACCOUNTS=60.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "baton/v1/policy_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/acceptance/what_if.h"

namespace baton::testing {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr const char* kFirst = "2026-Q1";
constexpr const char* kLast = "2026-Q2";

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

// What a company chooses.
struct Choice {
  v1::CreditScheme scheme = v1::CREDIT_SCHEME_CATEGORY;
  int32_t ae_rate_bp = 1'000;
};

// Whether CSMs file signals. Under bands these are routed otherwise (H-6), which a simulation
// leaves as it was; so that company has none.
enum class Signals { kFiled, kNone };

class MadeYear : public WhatIf {
 public:
  void TestBody() override {}

  // Lives the half-year under the choice.
  void Live(const Choice& choice, Signals signals) {
    SetUp();
    signals_ = signals;
    random_.seed(static_cast<unsigned>(FromEnvironment("BATON_PAY_SEED", 20260105)));
    if (choice.scheme != v1::CREDIT_SCHEME_CATEGORY) SignScheme(choice.scheme);
    SignedPlan(AePlan(choice.ae_rate_bp), Day(1, 1) - 365 * kDay);
    for (const char* ae : {"rosa", "dana"}) {
      As(v1::ROLE_AE, ae);
      ASSERT_THAT(Assign(camille(), ae, AePlan(0).code()), IsOk());
    }
    for (const char* csm : {"imogen", "tobias"}) {
      As(v1::ROLE_CSM, csm);
      AssignPools(csm, v1::ROLE_CSM, absl::StrCat("CSM-", csm));
    }
    AssignPools("farah", v1::ROLE_MANAGER, "MANAGER-POOLS");
    const int accounts = FromEnvironment("BATON_PAY_ACCOUNTS", 20);
    for (int i = 0; i < accounts; ++i) Found(absl::StrCat("made-", i));
    for (int month = 1; month <= 6; ++month) LiveMonth(month);
    SetClock(Day(7, 20));
  }

  // The half-year under the choice, as a what-if.
  Simulated Try(const Choice& choice) {
    v1::SimulateStatementsRequest request = AskScheme(choice.scheme, kFirst, kLast);
    *request.add_plans() = AePlan(choice.ae_rate_bp);
    return Simulate(request);
  }
  Simulated AsIs() { return Simulate(AskNothing(kFirst, kLast)); }

 private:
  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  bool OneIn(int count) { return Below(count) == 0; }

  static v1::CompPlan AePlan(int32_t rate_bp) {
    v1::CompPlan plan = Plan(v1::ROLE_AE);
    plan.set_expansion_rate_bp(rate_bp);
    return plan;
  }

  void SignScheme(v1::CreditScheme scheme) {
    using Policies = v1::PolicyService::Stub;
    v1::CreatePolicyVersionRequest create;
    create.set_parent(Tenant());
    create.mutable_policy()->set_credit_scheme(scheme);
    *create.mutable_policy()->mutable_effective_time() =
        domain::ToTimestamp(Day(1, 1) - 100 * kDay);
    create.mutable_update_mask()->add_paths("credit_scheme");
    ASSERT_THAT(otto().Call(&Policies::CreatePolicyVersion, create), IsOk());
    v1::SignPolicyVersionRequest sign;
    sign.set_name(Name("policies", "2"));
    for (const Client& officer : {helen(), otto(), frank()}) {
      ASSERT_THAT(officer.Call(&Policies::SignPolicyVersion, sign), IsOk());
    }
  }

  void Found(const std::string& id) {
    v1::Account account = NewAccount(id);
    owned_[id] = 1'000'001 + Below(40'000'000);
    account.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(owned_[id]);
    if (OneIn(2)) imogens_.insert(id);
    AddAccount(account, imogens_.count(id) > 0 ? "imogen" : "tobias", OneIn(2) ? "rosa" : "dana");
  }

  void LiveMonth(int month) {
    SetClock(Day(month, 10));
    for (auto& [account, owned] : owned_) {
      if (OneIn(4)) Observe(account, OneIn(2) ? v1::HEALTH_TIER_RED : v1::HEALTH_TIER_GREEN, Now());
      SetClock(Now() + absl::Minutes(7));
      if (OneIn(2)) Book(account, &owned);
    }
  }

  // Filed, won and booked, or begun by somebody else.
  std::string Begin(const std::string& account) {
    v1::CreateOpportunityRequest request;
    request.set_parent(Tenant());
    v1::Opportunity& opportunity = *request.mutable_opportunity();
    if (imogens_.count(account) > 0 && signals_ == Signals::kFiled && OneIn(2)) {
      opportunity.set_signal(FileFor(account).name());
      opportunity.set_creation_source(v1::CREATION_SOURCE_CSM_INITIATED);
      opportunity.set_trigger_event(v1::TRIGGER_EVENT_PROACTIVE_PROPOSAL);
    } else {
      opportunity.set_account(Account(account));
      opportunity.set_creation_source(v1::CREATION_SOURCE_SALES_INITIATED);
      opportunity.set_trigger_event(v1::TRIGGER_EVENT_UPSELL_CONVERSATION);
    }
    const auto created = remy().Call(&AccountStub::CreateOpportunity, request);
    EXPECT_THAT(created, IsOk());
    return created.ok() ? created->opportunity().name() : "";
  }

  void Book(const std::string& account, int64_t* owned) {
    // In every band, some exactly at its edge.
    constexpr int64_t kSteps[] = {700'003, 2'500'000, 5'000'001, 10'000'000, 14'000'000};
    const bool renews = OneIn(3);
    const int64_t now = OneIn(5) ? *owned - *owned / 4 : *owned + kSteps[Below(5)];
    v1::RecordBookingRequest request =
        Booking(account, renews ? v1::BOOKING_LINE_KIND_RENEWAL : v1::BOOKING_LINE_KIND_ADD_ON,
                *owned, now);
    if (OneIn(4)) {
      AddLine(v1::BOOKING_LINE_KIND_ADD_ON, absl::StrCat("line-", Below(1'000'000)), 0,
              1'000'000 + Below(5'000'000), request.mutable_booking());
    }
    request.mutable_booking()->set_opportunity(Begin(account));
    *owned = now;
    const std::string attribution = Record(request).attribution().name();
    if (!OneIn(6)) SignBoth(attribution);
  }

  Signals signals_ = Signals::kFiled;
  std::mt19937 random_;
  std::map<std::string, int64_t> owned_;  // core, by account
  std::set<std::string> imogens_;
};

void ExpectSimulationIsReality(const Choice& choice, Signals signals) {
  MadeYear as_it_was;
  as_it_was.Live({}, signals);
  MadeYear as_chosen;
  as_chosen.Live(choice, signals);
  const Simulated simulated = as_it_was.Try(choice);
  const Simulated real = as_chosen.AsIs();
  ASSERT_EQ(simulated.messages.size(), real.messages.size());
  int differ = 0;
  for (const char* period : {kFirst, kLast}) {
    for (const char* payee : {"rosa", "dana", "imogen", "tobias", "farah"}) {
      const v1::SimulatedStatement one = simulated.Of(payee, period);
      const v1::SimulatedPay truth = real.Of(payee, period).baseline();
      EXPECT_EQ(one.simulated().totals().ShortDebugString(), truth.totals().ShortDebugString())
          << payee << " " << period;
      EXPECT_EQ(one.simulated().pay_minor(), truth.pay_minor()) << payee << " " << period;
      EXPECT_EQ(one.simulated().lines_size(), truth.lines_size()) << payee << " " << period;
      if (one.pay_difference_minor() != 0) ++differ;
    }
  }
  EXPECT_GE(differ, 5) << "the choice changes too little to prove anything";
}

TEST(SimulatedYear, C16_UnderBandsItIsWhatHappensUnderBands) {
  ExpectSimulationIsReality({v1::CREDIT_SCHEME_BANDED, 1'000}, Signals::kNone);
}

TEST(SimulatedYear, C16_UnderSignalCreditAndOtherRatesItIsWhatHappensUnderThem) {
  ExpectSimulationIsReality({v1::CREDIT_SCHEME_SIGNAL_CREDIT, 1'375}, Signals::kFiled);
}

}  // namespace
}  // namespace baton::testing
