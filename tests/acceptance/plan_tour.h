// Calls every method about plans, periods and connections, for the tests of all statements.
#pragma once

#include <string>

#include "tests/acceptance/attribution_tour.h"

namespace baton::testing {

class PlanTour : public AttributionTour {
 protected:
  // Plans for rosa, dana and imogen, made, signed, assigned and shown.
  void TourPlans();
  // Closes the quarter, whose statements are computed, and asks all there is about an AE's.
  void TourPeriod(const std::string& period, const std::string& ae);
  // Corrections of an AE, about the first line of that published quarter's statement: entered,
  // approved, rejected, shown. They stand on the statement of now.
  void TourCorrections(const std::string& period, const std::string& ae);
  // Tries other plans, moves and policies on the two quarters, published or open.
  void TourWhatIf(const std::string& from, const std::string& to);
  // A connection from its making to its end, its mapping, a letter and a delivery tried again.
  void TourConnections();
};

}  // namespace baton::testing
