// R10: the same calls leave the same to be read, byte for byte, whatever the engine, however writes
// are batched, and however many callers come at once.
//
// Planted faults that this test caught: PostgreSQL's columns compared as English; a write left out
// when its batch was begun again; PostgreSQL's integers read through a double; nulls ordered as
// each engine likes. It found that on PostgreSQL no manager could list anything.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/comp_statement_service.grpc.pb.h"
#include "domain/fiscal.h"
#include "domain/instant.h"
#include "domain/status_macros.h"
#include "tests/acceptance/account_story.h"
#include "tests/acceptance/outside_view.h"
#include "tests/crash/crash_company.h"

namespace baton::testing {
namespace {

using StatementStub = v1::CompStatementService::Stub;

// 2026, UTC, microseconds too.
absl::Time At(int month, int day, int hour, int micros = 0) {
  return absl::FromCivil(absl::CivilSecond(2026, month, day, hour), absl::UTCTimeZone()) +
         absl::Microseconds(micros);
}

struct Scene {
  Phase phase;
  absl::Time time;
};

// The first quarter: what happens until its statements are computed.
std::vector<Scene> FirstQuarter() {
  return {{Phase::kArrive, At(1, 5, 9, 1)},       {Phase::kFile, At(1, 12, 9, 123'456)},
          {Phase::kAnswer, At(1, 12, 11)},        {Phase::kContact, At(1, 13, 15, 999'999)},
          {Phase::kWork, At(1, 20, 10)},          {Phase::kClose, At(2, 10, 10)},
          {Phase::kBook, At(3, 15, 10, 500'000)}, {Phase::kSign, At(3, 17, 10)}};
}

// Enough for all callers in one workload of twenty, and a few in the others.
int AccountsOf(int number, unsigned seed) {
  return number % 20 == 0 ? 16 : 1 + Draw(seed, 2'000'000).Below(4);
}

// One workload on one server, as told by its callers.
class Telling {
 public:
  Telling(VariantServer& server, int number, unsigned seed)
      : server_(server), company_(server, absl::StrCat("w", number), seed) {
    const int accounts = AccountsOf(number, seed);
    for (int i = 0; i < accounts; ++i) {
      stories_.push_back(std::make_unique<AccountStory>(company_, i));
    }
  }

  absl::StatusOr<OutsideView> Run() {
    server_.SetClock(At(1, 2, 0));
    BATON_RETURN_IF_ERROR(company_.Found());
    AssignPlans();
    for (const Scene& scene : FirstQuarter()) BATON_RETURN_IF_ERROR(Play(scene));
    BATON_RETURN_IF_ERROR(Settle(At(3, 20, 0), At(4, 2, 9)));
    BATON_RETURN_IF_ERROR(Play({Phase::kBookLate, At(4, 10, 9, 7)}));
    BATON_RETURN_IF_ERROR(Settle(At(4, 12, 0), At(7, 2, 9)));
    return Read();
  }

  int answered() const {
    return Sum([](const Transcript& t) { return t.answered(); });
  }
  int refused() const {
    return Sum([](const Transcript& t) { return t.refused(); });
  }

 private:
  // Every story's phase, told by as many callers as the variant has.
  absl::Status Play(const Scene& scene) {
    BATON_RETURN_IF_ERROR(server_.AdvanceTo(scene.time));
    std::atomic<size_t> next{0};
    const auto call = [&] {
      for (size_t i = next++; i < stories_.size(); i = next++) stories_[i]->Tell(scene.phase);
    };
    std::vector<std::thread> callers;
    for (int i = 1; i < server_.variant().callers; ++i) callers.emplace_back(call);
    call();
    for (std::thread& caller : callers) caller.join();
    return absl::OkStatus();
  }

  template <class Req>
  Req OfTenant() {
    Req request;
    request.set_parent(company_.Parent());
    return request;
  }

  std::string NextRequestId() { return absl::StrCat(90'000'000 + calls_++); }

  static v1::CompPlan PlanOf(v1::Role role) {
    v1::CompPlan plan;
    plan.set_code(role == v1::ROLE_AE ? "AE, \"2026\"" : "CSM-2026");
    plan.set_role(role);
    plan.set_currency_code("USD");
    if (role == v1::ROLE_AE) {
      plan.set_expansion_rate_bp(1'234);
      plan.set_new_business_rate_bp(1'667);
      plan.set_renewal_rate_bp(333);
    }
    return plan;
  }

  void SignPlan(v1::Role role) {
    auto make = OfTenant<v1::CreatePlanVersionRequest>();
    make.set_request_id(NextRequestId());
    *make.mutable_plan_version()->mutable_plan() = PlanOf(role);
    *make.mutable_plan_version()->mutable_effective_time() =
        domain::ToTimestamp(At(1, 1, 0) - absl::Hours(24 * 365));
    const auto made =
        transcript_.Ask(company_.As("camille"), &StatementStub::CreatePlanVersion, make);
    for (const char* officer : {"helen", "otto", "frank"}) {
      if (!made.ok()) return;
      v1::SignPlanVersionRequest sign;
      sign.set_request_id(NextRequestId());
      sign.set_name(made->plan_version().name());
      (void)transcript_.Ask(company_.As(officer), &StatementStub::SignPlanVersion, sign);
    }
  }

  void AssignPlans() {
    for (const v1::Role role : {v1::ROLE_AE, v1::ROLE_CSM}) SignPlan(role);
    for (const char* payee : {"rosa", "dana.2", "imogen", "Tobias"}) {
      const bool ae = *payee == 'r' || *payee == 'd';
      auto request = OfTenant<v1::AssignPlanRequest>();
      request.set_request_id(NextRequestId());
      request.mutable_assignment()->set_payee(company_.Name("people", payee));
      request.mutable_assignment()->mutable_plan()->set_code(
          PlanOf(ae ? v1::ROLE_AE : v1::ROLE_CSM).code());
      (void)transcript_.Ask(company_.As("camille"), &StatementStub::AssignPlan, request);
    }
  }

  // Computes and publishes the quarter of `in`, at `at`.
  absl::Status Settle(absl::Time in, absl::Time at) {
    BATON_ASSIGN_OR_RETURN(const domain::Quarter quarter, domain::QuarterAt(company_.policy(), in));
    periods_.push_back(quarter.code);
    BATON_RETURN_IF_ERROR(server_.AdvanceTo(at));
    Publish(quarter.code);  // nothing is computed yet: refused
    Compute(quarter.code);
    Publish(quarter.code);
    Compute(quarter.code);  // published: refused
    return absl::OkStatus();
  }

  void Compute(const std::string& period) {
    auto request = OfTenant<v1::ComputeStatementsRequest>();
    request.set_period(period);
    request.set_request_id(NextRequestId());
    auto reader = company_.As("camille").Stream(&StatementStub::ComputeStatements, request);
    std::string answer;
    while (const auto message = reader.Next()) absl::StrAppend(&answer, ToText(*message), "\n");
    absl::StrAppend(&answer, RefusalText(reader.Finish()));
    transcript_.Add(request, answer);
  }

  void Publish(const std::string& period) {
    auto request = OfTenant<v1::PublishStatementsRequest>();
    request.set_period(period);
    request.set_request_id(NextRequestId());
    (void)transcript_.Ask(company_.As("camille"), &StatementStub::PublishStatements, request);
  }

  // What was answered on the way, and what can be read at the end.
  OutsideView Read() {
    std::vector<std::string> accounts;
    std::vector<std::string> signals;
    for (const auto& story : stories_) {
      accounts.push_back(story->account());
      signals.insert(signals.end(), story->signals().begin(), story->signals().end());
    }
    OutsideView view = ReadAll(company_, accounts, signals, periods_);
    view["answers"] = transcript_.text();
    for (const auto& story : stories_) {
      view["answers about " + story->account()] = story->transcript().text();
    }
    return view;
  }

  template <class Count>
  int Sum(const Count& count) const {
    int sum = count(transcript_);
    for (const auto& story : stories_) sum += count(story->transcript());
    return sum;
  }

  VariantServer& server_;
  WorkloadCompany company_;
  std::vector<std::unique_ptr<AccountStory>> stories_;
  Transcript transcript_;
  std::vector<std::string> periods_;
  int calls_ = 0;
};

// What the workloads must have reached between them, or they say little.
constexpr const char* kReached[] = {
    "state: SIGNAL_STATE_WON",
    "state: SIGNAL_STATE_EXPIRED",
    "possible_duplicate_of:",
    "acknowledge_missed: true",
    "state: ATTRIBUTION_STATE_CONCURRED",
    "category: ATTRIBUTION_CATEGORY_AT_RISK_SAVE",
    "kind: STATEMENT_LINE_KIND_ADJUSTMENT",
    "hold_reason: \"no_rate\"",
    "REQUEST_ID_REUSED",
    "already_filed: true",
    "BOOKING_INCONSISTENT",
    "STATEMENT_STALE",
};

class EqualExports : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const bool postgresql : {false, true}) {
      for (const bool batching : {true, false}) {
        for (const int callers : {1, 16}) {
          servers_.push_back(
              std::make_unique<VariantServer>(Variant{postgresql, batching, callers}));
          ASSERT_THAT(servers_.back()->Start(), IsOk());
        }
      }
    }
  }

  // One workload on every server; what can be read must be the same everywhere.
  void TellEverywhere(int number, unsigned seed) {
    std::vector<absl::StatusOr<OutsideView>> views(servers_.size());
    std::vector<std::thread> tellers;
    for (size_t i = 0; i < servers_.size(); ++i) {
      tellers.emplace_back([&, i] {
        Telling telling(*servers_[i], number, seed);
        views[i] = telling.Run();
        if (i > 0) return;
        answered_ += telling.answered();
        refused_ += telling.refused();
      });
    }
    for (std::thread& teller : tellers) teller.join();
    for (size_t i = 0; i < servers_.size(); ++i) {
      SCOPED_TRACE(
          absl::StrCat(servers_[0]->variant().Name(), " and ", servers_[i]->variant().Name()));
      ASSERT_THAT(views[i], IsOk());
      const std::string difference = FirstDifference(*views[0], *views[i]);
      ASSERT_TRUE(difference.empty()) << difference;
    }
    for (const auto& [_, text] : *views[0]) Note(text);
  }

  void Note(const std::string& text) {
    bytes_ += text.size();
    for (const char* words : kReached) {
      if (text.find(words) != std::string::npos) reached_.insert(words);
    }
  }

  std::vector<std::unique_ptr<VariantServer>> servers_;
  int answered_ = 0;
  int refused_ = 0;
  size_t bytes_ = 0;
  std::set<std::string> reached_;
};

TEST_F(EqualExports, R10_TheSameCallsLeaveTheSameBytesToRead) {
  const unsigned seed = CrashSeed();
  const int workloads = CrashPoints(/*short_form=*/20);
  for (int i = 0; i < workloads; ++i) {
    SCOPED_TRACE(absl::StrCat("seed ", seed, ", workload ", i));
    TellEverywhere(i, seed + static_cast<unsigned>(i));
    if (HasFatalFailure()) return;
  }
  EXPECT_THAT(reached_, ::testing::UnorderedElementsAreArray(kReached));
  std::printf("seed %u: %d workloads on %zu servers: %d calls answered, %d refused, %zu bytes\n",
              seed, workloads, servers_.size(), answered_, refused_, bytes_);
}

}  // namespace
}  // namespace baton::testing
