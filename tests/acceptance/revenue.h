// Bookings, signatures and statements of the company, for the tests of what people earn.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/attribution_service.grpc.pb.h"
#include "baton/v1/comp_statement_service.grpc.pb.h"
#include "tests/acceptance/company.h"

namespace baton::testing {

using AttributionStub = v1::AttributionService::Stub;

// What a whole run of ComputeStatements sent.
struct Computed {
  std::vector<v1::ComputeStatementsResponse> messages;
  absl::Status status;
};

class Revenue : public Company {
 protected:
  static absl::Time Day(int month, int day);

  void Observe(const std::string& account, v1::HealthTier tier, absl::Time at);

  // An opportunity from a signal, begun by its CSM. Answers its name.
  std::string OpenOpportunity(const std::string& signal);

  // A booking of now, in USD, with one line.
  v1::RecordBookingRequest Booking(const std::string& account, v1::BookingLineKind kind,
                                   int64_t prior_minor, int64_t new_minor) const;
  // Adds a line of another product line.
  static void AddLine(v1::BookingLineKind kind, const std::string& product_line,
                      int64_t prior_minor, int64_t new_minor, v1::Booking* booking);
  // Records it as remy, who must succeed.
  v1::RecordBookingResponse Record(const v1::RecordBookingRequest& request);
  // Harborline's expansion of 48,000.00, booked at `at` and signed by both sides.
  void WinExpansion(const std::string& opportunity, absl::Time at);

  // Does without a health history.
  absl::StatusOr<v1::Attribution> Sign(const Client& who, const std::string& attribution,
                                       v1::SigningSide side);
  // Attaches what A-7 asks for: a CSM's and an AE's activity and a conversation, of the booking's
  // time.
  void Document(const std::string& attribution);
  absl::StatusOr<v1::Attribution> Attach(const Client& who, const std::string& attribution,
                                         v1::DocumentationKind kind, absl::Time at);
  v1::Attribution LookAttribution(const std::string& name);
  // Documented; helen for CS, victor for Sales.
  void SignBoth(const std::string& attribution);

  // Rates of 10%, 12% and 5% for an AE; a CSM has none.
  static v1::CompPlan Plan(v1::Role role);
  absl::StatusOr<v1::PlanAssignment> Assign(const Client& who, const std::string& person,
                                            const std::string& code,
                                            std::optional<absl::Time> start = std::nullopt);
  // Plan(role), signed as from 2025 on, from the current quarter on.
  void AssignPlan(const std::string& person, v1::Role role);
  // The same with a plan of that code that pays 25,000.00 USD a year in pools of 45%, 35% and 20%,
  // at 95% GRR, 10% expansion and an EBR on each account.
  void AssignPools(const std::string& person, v1::Role role, const std::string& code);
  // A version of the policy in which those fields are as in `policy`, from its effective_time on;
  // made by remy, signed by the three officers.
  void PutPolicyVersion(const v1::Policy& policy, const std::vector<std::string>& fields);
  // Of those people alone, where some are named: bare ids.
  Computed Compute(const std::string& period, const std::vector<std::string>& payees = {});
  absl::StatusOr<v1::PublishStatementsResponse> Publish(const std::string& period);
  absl::StatusOr<v1::CompStatement> Statement(const Client& who, const std::string& id);
  // All bytes of an export, and how many rows they hold.
  std::string Export(const std::string& period, v1::ExportFormat format, int* rows);

 private:
  std::set<std::string> signed_plans_;  // codes
};

}  // namespace baton::testing
