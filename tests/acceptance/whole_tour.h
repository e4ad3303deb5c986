// Calls every method of the API over a real server, for tests that look at all of them at once:
// which statements run, what a foreign name is answered.
#pragma once

#include <string>

#include "tests/acceptance/plan_tour.h"

namespace baton::testing {

class WholeTour : public PlanTour {
 protected:
  WholeTour() { config().demo = true; }  // every service there is

  // The tour. Fails for each method that it left out.
  void Tour();

  void TourHandoffs();
  void TourAccounts();
  void TourPeople();
  void TourMerges();
  void TourPayloads();
  void TourPay();
  void TourReports();
  void TourRevenueReports();
  void TourMoves();
  void TourPolicies();
  void TourPersonalData();
  void TourTheRest();

  std::string signal_;
};

}  // namespace baton::testing
