// A made-up company for the tests that hold the reports against plain SQL: it books eight quarters
// and a few days in three currencies, and plans the next two. Seats, tiers, policies, voided
// bookings and merged records are part of it; some days have no rates.
//
// 40 accounts; another size and seed: BATON_REVENUE_ACCOUNTS=2000 BATON_REVENUE_SEED=7.
#pragma once

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/acceptance/reports.h"

namespace baton::testing {

class MadeCompany : public Reports {
 public:
  static constexpr int kQuarters = 8;

  // What the reports read of a policy.
  struct Terms {
    int32_t engaged_activities;
    int64_t cs_team_cost_minor;
    v1::CsLedBase base;
    v1::GrrLoss grr_loss;
    int32_t expansion_bp;
    int32_t save_bp;
    int32_t renewal_bp;
    int32_t cross_sell_bp;
  };

  // The server, the people and all that happened; then the tables of oracle_sql.h.
  void Make();

  // The quarter's first instant and name: 0 is 2024-Q1, the first that was booked.
  static absl::Time StartOf(int quarter);
  static std::string Period(int quarter);
  // When the reports are asked for: a few days into quarter 8.
  absl::Time AsOf() const { return Now(); }

  void Run(const std::string& text, const std::vector<store::Value>& values = {});
  // The rows' only column, in the order of bytes.
  std::vector<std::string> Select(const std::string& text);

  // A report, as the CRO sees it.
  template <typename Request, typename Response>
  Response Report(grpc::Status (ReportStub::*method)(grpc::ClientContext*, const Request&,
                                                     Response*),
                  Request request) {
    request.set_parent(Tenant());
    auto response = clara().Call(method, request);
    EXPECT_THAT(response, IsOk());
    return response.value_or(Response());
  }

 private:
  // One customer as the maker knows it.
  struct Customer {
    std::string id;
    std::string currency;
    std::map<std::string, int64_t> owned;  // by product line
    std::string last_booking;
    absl::Time last_renewal;
  };

  void TestBody() override {}

  Client doris() { return As(v1::ROLE_DIRECTOR_REVOPS, "doris"); }

  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  bool OneIn(int count) { return Below(count) == 0; }
  int64_t DrawAmount() { return 1'000 + Below(90'000'000); }
  std::string DrawCsm();

  void PutPolicy(const Terms& terms, absl::Time from);
  void PutPolicies();
  void MakeQuarters();
  void PutRates();
  void KeepRate(const std::string& currency, int64_t day, int64_t rate, int64_t divisor);
  void AddRate(const std::string& currency, int64_t day, int64_t rate, int scale, int64_t divisor,
               v1::PutExchangeRatesRequest* sheet);

  Customer Found(const std::string& id, absl::Time* opened);
  void LiveThrough(const std::string& id);
  void LiveQuarter(int quarter, Customer* customer);
  void Seat(const std::string& account, v1::Role role, const std::string& person, absl::Time from);
  void Act(const std::string& account, const std::string& type, v1::Role role, bool two_way,
           absl::Time at);
  void Touch(const std::string& account, absl::Time before);
  std::string FileAt(const std::string& account, absl::Time at);
  v1::Opportunity Origin(const std::string& account, absl::Time at);
  std::string Begin(v1::Opportunity opportunity);
  void AddChange(const std::string& line, v1::BookingLineKind kind, int64_t now_minor,
                 Customer* customer, v1::Booking* booking);
  int64_t Changed(int64_t owned);
  void AddLines(Customer* customer, v1::Booking* booking);
  void Book(absl::Time at, Customer* customer);
  void Void(const std::string& booking);
  absl::Time DrawPlanned();
  void Plan(const Customer& customer);
  void EndContract(const Customer& customer);
  void MergeAll(int accounts);

  std::unique_ptr<store::SociSession> session_;
  std::mt19937 random_;
};

// One company for all tests of a program: at its full size it takes minutes to make.
class RevenueOracle : public ::testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite() { company_.reset(); }

  static MadeCompany& company() { return *company_; }

 private:
  static std::unique_ptr<MadeCompany> company_;
};

}  // namespace baton::testing
