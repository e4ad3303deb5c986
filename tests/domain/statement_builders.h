// What the tests of statements build their inputs from.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/statement.h"
#include "tests/domain/revenue_builders.h"

namespace baton::domain {

// One payee's first quarter of 2027, to be changed by each test before it adds bookings.
struct StatementScene {
  v1::Person payee;
  v1::CompPlan plan;
  // None: `plan` all the time.
  std::vector<PlanPeriod> plan_periods = {};
  Quarter quarter;
  v1::Policy policy;
  std::string currency = "USD";
  bool brokered = true;
  std::vector<StatementBooking> bookings;
  std::vector<StatementBooking> late;
  std::vector<HeldLine> held;
  std::vector<v1::StatementLine> pools;
  std::vector<v1::CompStatement> published;
  std::vector<BookedAttribution> history;
  std::vector<ApprovedCorrection> manual;

  // An attribution of kAe and kCsm with that id, credited by the policy and signed by both sides.
  void Add(const std::string& id, std::vector<v1::AttributionPart> parts,
           absl::string_view booked = "2027-03-11T12:00:00Z");

  absl::StatusOr<v1::CompStatement> Compute(absl::string_view now = "2027-04-02T00:00:00Z") const;
};

// kAe, paid 8% of expansion, 10% of new business, 2.5% of renewals.
StatementScene AeScene();

// kCsm, whose credit pays nothing by itself.
StatementScene CsmScene();

// "1 earning net_new_expansion 4800000 x 800 = 384000 payable", a line each; without a rate
// "2 credit clean_renewal 700 = 0 held not_concurred".
std::vector<std::string> Shown(const v1::CompStatement& statement);

}  // namespace baton::domain
