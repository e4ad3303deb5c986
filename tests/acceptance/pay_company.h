// A made-up company that lives a year in which everything happens that bears on pay: bookings in
// three currencies, late signatures, disputes, rulings of the deal desk, voided bookings, shrinks
// and churn, shared seats, a joiner, leavers, new plans. It closes its quarters as they end.
//
//   farah -- imogen, tobias (until June), noor (from May on, paid in EUR): pools on their books
//   priya -- rosa, mira (until August), dana (paid in EUR): commission
//   farah is paid on her people's books, helen on the company's.
//
//   kai has one account alone, whose loss he owes for two quarters; vera has one that loses
//   nothing.
//
// What happens to a customer follows from the seed and the customer's number, not from what happens
// to others meanwhile; so the same year can be told in other orders. Ids follow likewise.
//
// Another seed and size: BATON_PAY_SEED=7 BATON_PAY_ACCOUNTS=200.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/acceptance/reports.h"

namespace baton::testing {

// How a year is told. Between two events that concern the whole company, as somebody's leaving or a
// close, what happens to one customer may be told before or after what happens to others.
struct Telling {
  enum class Order { kByTime, kByCustomer, kByCustomerBackwards };
  Order order = Order::kByTime;
  // Drafts of the open quarter are computed after so many events, too; 0: only as it closes.
  int drafts_every = 0;
};

class PayCompany : public Reports {
 protected:
  explicit PayCompany(Telling telling = {}) : telling_(telling) {}

  void SetUp() override;
  std::unique_ptr<server::IdSource> MakeIds() override;

  // Lives the year and closes its four quarters.
  void LiveTheYear();

  // Called as a quarter closes, between computing and publishing.
  virtual void LookAtDrafts(const std::string& /*period*/) {}

  static const std::vector<std::string>& Payees();

 private:
  // Who an event is about; events of the company are told in their place.
  static constexpr int kCompany = -1;
  using Events = std::multimap<absl::Time, std::function<void()>>;

  struct Customer {
    std::string id;
    std::string currency;
    std::map<std::string, int64_t> owned;  // by product line
    // Loses ARR and is never saved. Who is saved never loses any: a save beside a shrink is signed
    // anew after it, which the records of the year's end don't tell.
    bool shrinks = false;
    bool churned = false;
    std::string last_booking;
    std::vector<std::string> csms;  // the seat's first, then those who share it
    std::vector<std::string> aes;
  };

  // A booking on its way.
  struct Deal {
    std::string booking;
    std::string attribution;
    size_t customer = 0;
    std::map<std::string, int64_t> owned_before;
    bool was_churned = false;
    bool voided = false;
  };

  Client doris() { return As(v1::ROLE_DIRECTOR_REVOPS, "doris"); }

  int Below(int limit);
  bool OneIn(int count) { return Below(count) == 0; }
  static absl::Time StartOf(int quarter);

  // What is to happen at an instant to whom the event at hand is about; of one instant in the order
  // of the calls.
  void At(absl::Time at, std::function<void()> event) { AtOf(about_, at, std::move(event)); }
  void AtOf(int about, absl::Time at, std::function<void()> event) {
    events_[about].emplace(at, std::move(event));
  }
  void TellNext(int about);
  void TellUntil(absl::Time end);

  std::string NextRequestId();

  void HirePeople();
  void MakePlans();
  v1::CompPlan PoolPlan(v1::Role role, const std::string& code, const std::string& currency);
  void ChangePlans();
  void ChangePolicy();
  void ApproveRates();
  void PutRates(const v1::PutExchangeRatesRequest& sheet);

  void Found(int number);
  void Extend(size_t number);
  std::string Csm();
  std::string Ae();
  void Seat(Customer* customer, v1::Role role, const std::string& person);
  void Join(const std::string& person);
  void Leave(const std::string& person, v1::Role role);

  // Accounts to which what chance seldom brings happens: clawbacks at the edges of C-11, and an AE
  // who owes.
  void PlantCases();
  struct Case {
    int about = 0;
    std::string account;
  };
  Case FoundCase(const std::string& account, const std::string& csm, const std::string& ae);
  void Grow(const Case& of, absl::Time at, int64_t from_minor, int64_t to_minor);
  void Lose(const Case& of, absl::Time at, absl::Time voided = absl::InfiniteFuture());
  void BookCase(const std::string& account, int64_t from_minor, int64_t to_minor);
  void LoseCase(const std::string& account, absl::Time voided);
  void VoidBooking(const std::string& booking);
  void PlantAGoodYear();
  void PlantADisputedSave();
  void Meet(const std::string& account, const std::string& type);

  void LiveQuarter(int quarter);
  void Live(size_t number);
  void Act(const std::string& account);

  std::string Begin(const std::string& account);
  void AddChange(const std::string& line, v1::BookingLineKind kind, int64_t now_minor,
                 Customer* customer, v1::Booking* booking);
  void AddLines(Customer* customer, v1::Booking* booking);
  void AddSplits(v1::Booking* booking);
  void Book(size_t number);
  void Churn(size_t number);
  void Follow(const v1::Booking& booking, Deal deal);

  void SignLater(size_t deal);
  void Dispute(size_t deal);
  void Object(size_t deal);
  void Rule(const std::string& dispute, v1::DisputeRuling ruling);
  void RuleOnSplit(size_t deal);
  void Void(size_t deal);

  void Close(int quarter);

  const Telling telling_;
  unsigned seed_ = 0;
  int about_ = kCompany;
  std::map<int, std::mt19937> randoms_;
  std::map<int, int> calls_;
  std::map<int, Events> events_;
  int told_ = 0;
  int closed_ = 0;
  int cases_ = 0;
  std::vector<Customer> customers_;
  std::vector<Deal> deals_;
  std::vector<std::string> csms_ = {"imogen", "tobias"};
  std::vector<std::string> aes_ = {"rosa", "dana", "mira"};
};

}  // namespace baton::testing
