// Calls every method about what becomes of an attribution, for the tests of all statements.
#pragma once

#include "tests/acceptance/reports.h"

namespace baton::testing {

class AttributionTour : public Reports {
 protected:
  // Two renewals of harborline: one dispute goes to the CRO, the other is agreed on.
  void TourDisputes();
  // A booking that is voided, an account that leaves, and a figure of the CRM that differs.
  void TourVoids();
  // The audit of 2026-Q1.
  void TourAudit();
};

}  // namespace baton::testing
