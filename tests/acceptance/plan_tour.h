// Calls every method about plans, for the tests of all statements.
#pragma once

#include "tests/acceptance/attribution_tour.h"

namespace baton::testing {

class PlanTour : public AttributionTour {
 protected:
  // Plans for rosa, dana and imogen, made, signed, assigned and shown.
  void TourPlans();
};

}  // namespace baton::testing
