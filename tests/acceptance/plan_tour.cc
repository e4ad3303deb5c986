#include "tests/acceptance/plan_tour.h"

#include <gtest/gtest.h>

#include <vector>

#include "baton/v1/report_service.grpc.pb.h"
#include "domain/payout.h"

namespace baton::testing {

void PlanTour::TourPlans() {
  for (const char* ae : {"rosa", "dana"}) AssignPlan(ae, v1::ROLE_AE);
  AssignPools("imogen", v1::ROLE_CSM, "CSM-POOLS");
  AssignPools("farah", v1::ROLE_MANAGER, "MANAGER-POOLS");
  AssignPools("helen", v1::ROLE_VP_CS, "VP-POOLS");
  v1::ValidatePlanRequest validate;
  validate.set_parent(Tenant());
  *validate.mutable_plan_version()->mutable_plan() = Plan(v1::ROLE_AE);
  validate.mutable_plan_version()->mutable_plan()->set_renewal_rate_bp(400);
  EXPECT_THAT(remy().Call(&StatementStub::ValidatePlan, validate), IsOk());
  v1::GetPlanRequest get;
  get.set_parent(Tenant());
  get.set_code("AE-2026");
  v1::ListPlanVersionsRequest list;
  list.set_parent(Tenant());
  list.set_filter("code = \"AE-2026\"");
  v1::ListPlanTemplatesRequest templates;
  templates.set_parent(Tenant());
  for (const Client& caller : {rosa(), priya(), remy()}) {
    EXPECT_THAT(caller.Call(&StatementStub::GetPlan, get), IsOk());
    EXPECT_THAT(caller.Call(&StatementStub::ListPlanVersions, list), IsOk());
    EXPECT_THAT(caller.Call(&StatementStub::ListPlanTemplates, templates), IsOk());
  }
}

void PlanTour::TourPeriod(const std::string& period, const std::string& ae) {
  v1::ClosePeriodRequest close;
  close.set_name(Name("periods", period));
  const auto closed = camille().Call(&StatementStub::ClosePeriod, close);
  ASSERT_THAT(closed, IsOk());
  ASSERT_EQ(closed->period().state(), v1::PERIOD_STATE_PUBLISHED);
  v1::GetPeriodRequest get;
  get.set_name(close.name());
  EXPECT_THAT(camille().Call(&StatementStub::GetPeriod, get), IsOk());
  for (const Client& caller : {rosa(), priya(), camille()}) {
    const auto statement = Statement(caller, period + "-" + ae);
    ASSERT_THAT(statement, IsOk());
    v1::ExplainLineRequest explain;
    explain.set_name(statement->lines(0).name());
    EXPECT_THAT(caller.Call(&StatementStub::ExplainLine, explain), IsOk());
    v1::VerifyStatementRequest verify;
    verify.set_parent(Tenant());
    *verify.mutable_statement() = *statement;
    EXPECT_THAT(caller.Call(&StatementStub::VerifyStatement, verify), IsOk());
  }
  v1::ConfirmPayoutRequest confirm;
  confirm.set_name(Name("statements", period + "-" + ae));
  *confirm.mutable_amount() = Usd(1);
  EXPECT_THAT(plugin().Call(&StatementStub::ConfirmPayout, confirm), IsOk());
  *confirm.mutable_amount() = domain::PayoutOf(*Statement(camille(), period + "-" + ae));
  EXPECT_THAT(plugin().Call(&StatementStub::ConfirmPayout, confirm), IsOk());
  v1::CompAccrualRequest accrual;
  accrual.set_parent(Tenant());
  EXPECT_THAT(camille().Call(&v1::ReportService::Stub::CompAccrual, accrual), IsOk());
  v1::CompAmortisationRequest amortisation;
  amortisation.set_parent(Tenant());
  EXPECT_THAT(camille().Call(&v1::ReportService::Stub::CompAmortisation, amortisation), IsOk());
}

void PlanTour::TourCorrections(const std::string& period, const std::string& ae) {
  v1::EnterCorrectionRequest enter;
  enter.set_parent(Tenant());
  v1::Correction& correction = *enter.mutable_correction();
  correction.set_payee(Person(ae));
  correction.set_amount_minor(12'500);
  correction.set_currency_code("USD");
  correction.set_reason("The SPIFF of March was left out");
  correction.set_reference("COMP-311");
  correction.set_line(Statement(camille(), period + "-" + ae)->lines(0).name());
  std::vector<std::string> names;
  for (int i = 0; i < 3; ++i) {
    const auto entered = camille().Call(&StatementStub::EnterCorrection, enter);
    ASSERT_THAT(entered, IsOk());
    names.push_back(entered->correction().name());
  }
  v1::ApproveCorrectionRequest approve;
  approve.set_name(names[0]);
  EXPECT_THAT(frank().Call(&StatementStub::ApproveCorrection, approve), IsOk());
  v1::RejectCorrectionRequest reject;
  reject.set_name(names[1]);
  reject.set_note("Entered twice");
  EXPECT_THAT(camille().Call(&StatementStub::RejectCorrection, reject), IsOk());
  v1::GetCorrectionRequest get;
  get.set_name(names[0]);
  for (const Client& caller : {priya(), frank()}) {
    EXPECT_THAT(caller.Call(&StatementStub::GetCorrection, get), IsOk());
  }
}

void PlanTour::TourWhatIf(const std::string& from, const std::string& to) {
  v1::SimulateStatementsRequest request;
  request.set_parent(Tenant());
  request.set_from_period(from);
  request.set_to_period(to);
  request.mutable_policy()->set_credit_scheme(v1::CREDIT_SCHEME_SIGNAL_CREDIT);
  request.mutable_update_mask()->add_paths("credit_scheme");
  *request.add_plans() = Plan(v1::ROLE_AE);
  v1::PlanMove& move = *request.add_moves();
  move.set_payee(Person("dana"));
  move.set_code("AE-2026");
  for (const int32_t version : {0, 1}) {
    if (version != 0) {
      request.clear_policy();
      request.clear_update_mask();
      request.set_policy_version(version);
    }
    auto reader = camille().Stream(&StatementStub::SimulateStatements, request);
    int messages = 0;
    while (reader.Next()) ++messages;
    EXPECT_THAT(reader.Finish(), IsOk());
    EXPECT_GT(messages, 5);
  }
}

void PlanTour::TourConnections() {
  using Stub = v1::IntegrationService::Stub;
  v1::CreateConnectionRequest create;
  create.set_parent(Tenant());
  create.mutable_connection()->set_vendor("gainsight");
  create.mutable_connection()->set_display_name("Gainsight");
  create.mutable_credentials()->set_api_key("key");
  const auto created = Admin().Call(&Stub::CreateConnection, create);
  ASSERT_THAT(created, IsOk());
  const std::string name = created->connection().name();
  const auto named = [&name](auto request) {
    request.set_name(name);
    return request;
  };
  EXPECT_THAT(remy().Call(&Stub::GetConnection, named(v1::GetConnectionRequest())), IsOk());
  v1::ListConnectionsRequest list;
  list.set_parent(Tenant());
  EXPECT_THAT(remy().Call(&Stub::ListConnections, list), IsOk());
  list.set_filter("vendor = gainsight AND state = active");
  EXPECT_THAT(remy().Call(&Stub::ListConnections, list), IsOk());
  v1::UpdateConnectionRequest update;
  *update.mutable_connection() = created->connection();
  *update.mutable_credentials() = create.credentials();
  EXPECT_THAT(Admin().Call(&Stub::UpdateConnection, update), IsOk());
  const auto rotate = named(v1::RotateConnectionSecretRequest());
  EXPECT_THAT(Admin().Call(&Stub::RotateConnectionSecret, rotate), IsOk());
  // It has no address to be called at.
  EXPECT_THAT(remy().Call(&Stub::TestConnection, named(v1::TestConnectionRequest())),
              Refuses(absl::StatusCode::kFailedPrecondition, "CONNECTION_STATE"));
  v1::GetMappingRequest get;
  get.set_name(Name("mappings", "gainsight"));
  const auto shipped = remy().Call(&Stub::GetMapping, get);
  ASSERT_THAT(shipped, IsOk());
  v1::SetMappingRequest set;
  set.mutable_mapping()->set_name(get.name());
  const std::string& content = shipped->mapping().content();
  for (const std::string& own : {content, std::string(), content}) {
    set.mutable_mapping()->set_content(own);
    EXPECT_THAT(remy().Call(&Stub::SetMapping, set), IsOk());
  }
  v1::TestMappingRequest test;
  test.set_name(Name("mappings", name.substr(name.rfind('/') + 1)));
  test.set_payload("{}");
  EXPECT_THAT(remy().Call(&Stub::TestMapping, test), IsOk());
  v1::IngestPayloadRequest ingest;
  ingest.set_parent(Tenant());
  ingest.set_connection(name);
  ingest.set_payload("{");
  EXPECT_FALSE(plugin().Call(&Stub::IngestPayload, ingest).ok());
  v1::IngestPayloadRequest early;
  early.set_parent(Tenant());
  early.set_vendor("generic");
  early.set_payload(R"({"record": "health", "account": "late", "id": "h1", "health": "red"})");
  EXPECT_FALSE(plugin().Call(&Stub::IngestPayload, early).ok());
  v1::ListDeadLettersRequest letters;
  letters.set_parent(Tenant());
  const auto letter = remy().Call(&Stub::ListDeadLetters, letters);
  ASSERT_THAT(letter, IsOk());
  early.set_payload(R"({"record": "account", "id": "late", "name": "Late"})");
  EXPECT_THAT(plugin().Call(&Stub::IngestPayload, early), IsOk());
  int cured = 0;
  for (const v1::DeadLetter& kept : letter->dead_letters()) {
    if (kept.vendor() != "generic" && kept.connection() != name) continue;
    v1::RetryDeadLetterRequest retry;
    retry.set_name(kept.name());
    cured += remy().Call(&Stub::RetryDeadLetter, retry).ok() ? 1 : 0;
  }
  EXPECT_EQ(cured, 1);
  v1::ListDeliveriesRequest deliveries;
  deliveries.set_parent(Tenant());
  const auto delivery = remy().Call(&Stub::ListDeliveries, deliveries);
  ASSERT_THAT(delivery, IsOk());
  v1::RetryDeliveryRequest again;
  again.set_name(delivery->deliveries(0).name());
  EXPECT_THAT(remy().Call(&Stub::RetryDelivery, again), IsOk());
  Stub stub(plugin().channel());
  const auto context = plugin().Context();
  v1::StreamPayloadsResponse streamed;
  const auto writer = stub.StreamPayloads(context.get(), &streamed);
  v1::StreamPayloadsRequest message;
  *message.mutable_request() = ingest;
  EXPECT_TRUE(writer->Write(message));
  writer->WritesDone();
  EXPECT_TRUE(writer->Finish().ok());
  const auto disable = named(v1::DisableConnectionRequest());
  EXPECT_THAT(remy().Call(&Stub::DisableConnection, disable), IsOk());
  EXPECT_THAT(Admin().Call(&Stub::EnableConnection, named(v1::EnableConnectionRequest())), IsOk());
}

}  // namespace baton::testing
