#include "tests/acceptance/revenue.h"

#include "absl/strings/str_cat.h"
#include "baton/v1/policy_service.grpc.pb.h"
#include "domain/instant.h"

namespace baton::testing {

absl::Time Revenue::Day(int month, int day) {
  return absl::FromCivil(absl::CivilSecond(2026, month, day, 12), absl::UTCTimeZone());
}

void Revenue::Observe(const std::string& account, v1::HealthTier tier, absl::Time at) {
  v1::RecordHealthRequest request;
  request.set_parent(Account(account));
  request.mutable_observation()->set_tier(tier);
  *request.mutable_observation()->mutable_observe_time() = domain::ToTimestamp(at);
  // what happened longer ago is told when it happens.
  const absl::Time now = Now();
  const bool told_then = at > Start() && now - at > absl::Hours(7 * 24);
  if (told_then) SetClock(at);
  ASSERT_THAT(remy().Call(&AccountStub::RecordHealth, request), IsOk());
  if (told_then) SetClock(now);
}

std::string Revenue::OpenOpportunity(const std::string& signal) {
  v1::CreateOpportunityRequest request;
  request.set_parent(Tenant());
  v1::Opportunity& opportunity = *request.mutable_opportunity();
  opportunity.set_signal(signal);
  opportunity.set_creation_source(v1::CREATION_SOURCE_CSM_INITIATED);
  opportunity.set_trigger_event(v1::TRIGGER_EVENT_PROACTIVE_PROPOSAL);
  opportunity.mutable_source()->set_system("salesforce");
  opportunity.mutable_source()->set_record_id("006LM");
  const auto created = remy().Call(&AccountStub::CreateOpportunity, request);
  EXPECT_THAT(created, IsOk());
  return created.ok() ? created->opportunity().name() : "";
}

v1::RecordBookingRequest Revenue::Booking(const std::string& account, v1::BookingLineKind kind,
                                          int64_t prior_minor, int64_t new_minor) const {
  v1::RecordBookingRequest request;
  request.set_parent(Tenant());
  v1::Booking& booking = *request.mutable_booking();
  booking.set_account(Account(account));
  booking.set_currency_code("USD");
  *booking.mutable_booked_time() = domain::ToTimestamp(Now());
  AddLine(kind, "core", prior_minor, new_minor, &booking);
  return request;
}

void Revenue::AddLine(v1::BookingLineKind kind, const std::string& product_line,
                      int64_t prior_minor, int64_t new_minor, v1::Booking* booking) {
  v1::BookingLine& line = *booking->add_lines();
  line.set_kind(kind);
  line.set_product(absl::StrCat(product_line, "-pro"));
  line.set_product_line(product_line);
  line.set_prior_arr_minor(prior_minor);
  line.set_new_arr_minor(new_minor);
}

v1::RecordBookingResponse Revenue::Record(const v1::RecordBookingRequest& request) {
  const auto recorded = remy().Call(&AttributionStub::RecordBooking, request);
  EXPECT_THAT(recorded, IsOk());
  return recorded.value_or(v1::RecordBookingResponse());
}

void Revenue::WinExpansion(const std::string& opportunity, absl::Time at) {
  SetClock(at);
  v1::RecordBookingRequest won =
      Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'800'000);
  won.mutable_booking()->set_opportunity(opportunity);
  SignBoth(Record(won).attribution().name());
}

absl::StatusOr<v1::Attribution> Revenue::Sign(const Client& who, const std::string& attribution,
                                              v1::SigningSide side) {
  v1::SignAttributionRequest request;
  request.set_name(attribution);
  request.set_side(side);
  request.set_health_waiver("No health source is connected yet.");
  const auto signed_now = who.Call(&AttributionStub::SignAttribution, request);
  if (!signed_now.ok()) return signed_now.status();
  return signed_now->attribution();
}

absl::StatusOr<v1::Attribution> Revenue::Attach(const Client& who, const std::string& attribution,
                                                v1::DocumentationKind kind, absl::Time at) {
  v1::AttachEvidenceRequest request;
  request.set_name(attribution);
  request.mutable_evidence()->set_kind(kind);
  request.mutable_evidence()->set_excerpt("As agreed on the phone, we sign for another year.");
  *request.mutable_evidence()->mutable_occur_time() = domain::ToTimestamp(at);
  const auto attached = who.Call(&AttributionStub::AttachEvidence, request);
  if (!attached.ok()) return attached.status();
  return attached->attribution();
}

v1::Attribution Revenue::LookAttribution(const std::string& name) {
  v1::GetAttributionRequest request;
  request.set_name(name);
  const auto response = remy().Call(&AttributionStub::GetAttribution, request);
  EXPECT_THAT(response, IsOk());
  return response.ok() ? response->attribution() : v1::Attribution();
}

void Revenue::Document(const std::string& attribution) {
  const absl::Time booked = domain::ToTime(LookAttribution(attribution).booked_time());
  for (const v1::DocumentationKind kind :
       {v1::DOCUMENTATION_KIND_CSM_ACTIVITY, v1::DOCUMENTATION_KIND_AE_ACTIVITY,
        v1::DOCUMENTATION_KIND_CUSTOMER_CONVERSATION}) {
    ASSERT_THAT(Attach(remy(), attribution, kind, booked), IsOk());
  }
}

void Revenue::SignBoth(const std::string& attribution) {
  Document(attribution);
  ASSERT_THAT(Sign(helen(), attribution, v1::SIGNING_SIDE_CS), IsOk());
  const auto concurred = Sign(victor(), attribution, v1::SIGNING_SIDE_SALES);
  ASSERT_THAT(concurred, IsOk());
  EXPECT_EQ(concurred->state(), v1::ATTRIBUTION_STATE_CONCURRED);
}

v1::CompPlan Revenue::Plan(v1::Role role) {
  v1::CompPlan plan;
  plan.set_code(role == v1::ROLE_AE ? "AE-2026" : "CSM-2026");
  plan.set_role(role);
  plan.set_currency_code("USD");
  if (role == v1::ROLE_AE) {
    plan.set_expansion_rate_bp(1'000);
    plan.set_new_business_rate_bp(1'200);
    plan.set_renewal_rate_bp(500);
  }
  return plan;
}

absl::StatusOr<v1::PlanAssignment> Revenue::Assign(const Client& who, const std::string& person,
                                                   const std::string& code,
                                                   std::optional<absl::Time> start) {
  v1::AssignPlanRequest request;
  request.set_parent(Tenant());
  request.mutable_assignment()->set_payee(Person(person));
  request.mutable_assignment()->mutable_plan()->set_code(code);
  if (start.has_value()) {
    *request.mutable_assignment()->mutable_start_time() = domain::ToTimestamp(*start);
  }
  const auto assigned = who.Call(&StatementStub::AssignPlan, request);
  if (!assigned.ok()) return assigned.status();
  return assigned->assignment();
}

void Revenue::AssignPlan(const std::string& person, v1::Role role) {
  const v1::CompPlan plan = Plan(role);
  if (signed_plans_.insert(plan.code()).second) SignedPlan(plan, Day(1, 1) - absl::Hours(24 * 365));
  ASSERT_THAT(Assign(camille(), person, plan.code()), IsOk());
}

void Revenue::AssignPools(const std::string& person, v1::Role role, const std::string& code) {
  v1::CompPlan plan = Plan(role);
  plan.set_code(code);
  plan.set_variable_minor(2'500'000);
  plan.set_grr_pool_bp(4'500);
  plan.set_expansion_pool_bp(3'500);
  plan.set_mbo_pool_bp(2'000);
  plan.set_grr_target_bp(9'500);
  plan.set_expansion_target_bp(1'000);
  v1::MboTarget& ebrs = *plan.add_mbos();
  ebrs.set_kind(v1::MBO_KIND_EBR_COMPLETION);
  ebrs.set_target_bp(10'000);
  SignedPlan(plan, Day(1, 1) - absl::Hours(12));
  ASSERT_THAT(Assign(camille(), person, code), IsOk());
}

void Revenue::PutPolicyVersion(const v1::Policy& policy, const std::vector<std::string>& fields) {
  using PolicyStub = v1::PolicyService::Stub;
  v1::CreatePolicyVersionRequest request;
  request.set_parent(Tenant());
  *request.mutable_policy() = policy;
  for (const std::string& field : fields) request.mutable_update_mask()->add_paths(field);
  const auto created = remy().Call(&PolicyStub::CreatePolicyVersion, request);
  ASSERT_THAT(created, IsOk());
  ASSERT_EQ(created->policy().approval(), v1::POLICY_APPROVAL_OFFICERS);
  v1::SignPolicyVersionRequest sign;
  sign.set_name(created->policy().name());
  for (const Client& officer : {helen(), otto(), frank()}) {
    ASSERT_THAT(officer.Call(&PolicyStub::SignPolicyVersion, sign), IsOk());
  }
}

Computed Revenue::Compute(const std::string& period, const std::vector<std::string>& payees) {
  v1::ComputeStatementsRequest request;
  request.set_parent(Tenant());
  request.set_period(period);
  for (const std::string& payee : payees) request.add_payees(Person(payee));
  auto reader = camille().Stream(&StatementStub::ComputeStatements, request);
  Computed computed;
  while (auto message = reader.Next()) computed.messages.push_back(*std::move(message));
  computed.status = reader.Finish();
  return computed;
}

absl::StatusOr<v1::PublishStatementsResponse> Revenue::Publish(const std::string& period) {
  v1::PublishStatementsRequest request;
  request.set_parent(Tenant());
  request.set_period(period);
  return camille().Call(&StatementStub::PublishStatements, request);
}

absl::StatusOr<v1::CompStatement> Revenue::Statement(const Client& who, const std::string& id) {
  v1::GetCompStatementRequest request;
  request.set_name(Name("statements", id));
  const auto got = who.Call(&StatementStub::GetCompStatement, request);
  if (!got.ok()) return got.status();
  return got->statement();
}

std::string Revenue::Export(const std::string& period, v1::ExportFormat format, int* rows) {
  v1::ExportStatementsRequest request;
  request.set_parent(Tenant());
  request.set_period(period);
  request.set_format(format);
  auto reader = plugin().Stream(&StatementStub::ExportStatements, request);
  std::string bytes;
  *rows = 0;
  while (const auto message = reader.Next()) {
    bytes += message->chunk();
    *rows += message->row_count();
  }
  EXPECT_THAT(reader.Finish(), IsOk());
  return bytes;
}

}  // namespace baton::testing
