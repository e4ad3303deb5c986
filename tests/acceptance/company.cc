#include "tests/acceptance/company.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "baton/v1/audit_service.grpc.pb.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "google/rpc/error_details.pb.h"
#include "tests/acceptance/outbox.h"

namespace baton::testing {
namespace {

constexpr absl::Duration kKnownFor = absl::Hours(60 * 24);

template <class Res>
absl::StatusOr<v1::Signal> SignalIn(const absl::StatusOr<Res>& result) {
  if (!result.ok()) return result.status();
  return result->signal();
}

}  // namespace

std::map<std::string, std::string> MetadataOn(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  domain::FindDetail(status, &info);
  return {info.metadata().begin(), info.metadata().end()};
}

void Company::SetUp() {
  ServerFixture::SetUp();
  AddPerson("clara", v1::ROLE_CRO);
  AddPerson("helen", v1::ROLE_VP_CS, "clara");
  AddPerson("victor", v1::ROLE_VP_SALES, "clara");
  AddPerson("otto", v1::ROLE_VP_REVOPS, "clara");
  AddPerson("remy", v1::ROLE_REVOPS, "otto");
  AddPerson("camille", v1::ROLE_COMP_ADMIN, "otto");
  AddPerson("farah", v1::ROLE_MANAGER, "helen");
  AddPerson("priya", v1::ROLE_MANAGER, "victor");
  AddPerson("imogen", v1::ROLE_CSM, "farah");
  AddPerson("tobias", v1::ROLE_CSM, "farah");
  AddPerson("rosa", v1::ROLE_AE, "priya");
  AddPerson("dana", v1::ROLE_AE, "priya");
  AddAccount(NewAccount("harborline"));
}

v1::Money Company::Usd(int64_t amount_minor) {
  v1::Money money;
  money.set_amount_minor(amount_minor);
  money.set_currency_code("USD");
  return money;
}

v1::Account Company::NewAccount(const std::string& id) const {
  v1::Account account;
  account.set_name(Account(id));
  account.set_display_name(absl::StrCat(id, " Inc."));
  account.set_segment(v1::SEGMENT_MID_MARKET);
  *account.mutable_opening_time() = domain::ToTimestamp(Now() - kKnownFor);
  v1::OwnedProductLine& core = *account.add_opening_lines();
  core.set_product_line("core");
  *core.mutable_arr() = Usd(18'000'000);
  return account;
}

void Company::AddAccount(const v1::Account& account, const std::string& csm,
                         const std::string& ae) {
  v1::UpsertAccountRequest upsert;
  *upsert.mutable_account() = account;
  ASSERT_THAT(remy().Call(&AccountStub::UpsertAccount, upsert), IsOk());
  for (const auto& [role, person] : {std::pair(v1::ROLE_CSM, csm), std::pair(v1::ROLE_AE, ae)}) {
    if (person.empty()) continue;
    v1::SetAccountTeamRequest team;
    team.set_account(account.name());
    team.mutable_member()->set_role(role);
    team.mutable_member()->set_person(Person(person));
    *team.mutable_member()->mutable_start_time() = domain::ToTimestamp(Now() - kKnownFor);
    ASSERT_THAT(remy().Call(&AccountStub::SetAccountTeam, team), IsOk());
  }
}

v1::FileSignalRequest Company::Filing(const std::string& account) {
  v1::FileSignalRequest request;
  request.set_parent(Tenant());
  v1::Signal& signal = *request.mutable_signal();
  signal.set_account(Account(account));
  signal.set_trigger(v1::TRIGGER_SEAT_UTILIZATION);
  signal.set_evidence("Seat utilization at 93%");
  signal.mutable_buyer()->set_name("Lena Whitcombe");
  signal.mutable_buyer()->set_title("VP Operations");
  signal.set_timeline("Seats needed by 5 March");
  signal.set_context_note(
      "The new hub fills 279 of 300 seats. Lena asked what 75 more would cost.");
  v1::Qualification& answers = *signal.mutable_qualification();
  answers.mutable_budget_conversation()->set_yes(true);
  answers.mutable_timeline()->set_yes(true);
  answers.mutable_named_buyer()->set_yes(true);
  answers.mutable_product_fit()->set_yes(true);
  return request;
}

v1::Signal Company::File(const v1::FileSignalRequest& request) {
  const auto filed = imogen().Call(&HandoffStub::FileSignal, request);
  EXPECT_THAT(filed, IsOk());
  return filed.ok() ? filed->signal() : v1::Signal();
}

absl::StatusOr<v1::Signal> Company::Acknowledge(const Client& who, const std::string& name,
                                                const std::string& request_id) {
  v1::AcknowledgeSignalRequest request;
  request.set_name(name);
  request.set_request_id(request_id);
  return SignalIn(who.Call(&HandoffStub::AcknowledgeSignal, request));
}

absl::StatusOr<v1::Signal> Company::Contact(const Client& who, const std::string& name) {
  v1::RecordContactRequest request;
  request.set_name(name);
  request.set_note("Called Lena: 75 seats, a quote by Friday.");
  return SignalIn(who.Call(&HandoffStub::RecordContact, request));
}

absl::StatusOr<v1::Signal> Company::Report(const Client& who, const std::string& name,
                                           const v1::SignalOutcome& outcome) {
  v1::ReportOutcomeRequest request;
  request.set_name(name);
  *request.mutable_outcome() = outcome;
  return SignalIn(who.Call(&HandoffStub::ReportOutcome, request));
}

absl::StatusOr<v1::Signal> Company::Get(const Client& who, const std::string& name) {
  v1::GetSignalRequest request;
  request.set_name(name);
  return SignalIn(who.Call(&HandoffStub::GetSignal, request));
}

v1::Signal Company::Look(const std::string& name) {
  const auto signal = Get(remy(), name);
  EXPECT_THAT(signal, IsOk());
  return signal.value_or(v1::Signal());
}

absl::StatusOr<v1::PlanVersion> Company::MakePlan(const v1::CompPlan& plan, absl::Time start) {
  v1::CreatePlanVersionRequest request;
  request.set_parent(Tenant());
  *request.mutable_plan_version()->mutable_plan() = plan;
  *request.mutable_plan_version()->mutable_effective_time() = domain::ToTimestamp(start);
  const auto made = camille().Call(&StatementStub::CreatePlanVersion, request);
  if (!made.ok()) return made.status();
  return made->plan_version();
}

absl::StatusOr<v1::PlanVersion> Company::SignPlan(const Client& who, const std::string& name) {
  v1::SignPlanVersionRequest request;
  request.set_name(name);
  const auto signed_version = who.Call(&StatementStub::SignPlanVersion, request);
  if (!signed_version.ok()) return signed_version.status();
  return signed_version->plan_version();
}

v1::PlanVersion Company::SignedPlan(const v1::CompPlan& plan, absl::Time start) {
  absl::StatusOr<v1::PlanVersion> version = MakePlan(plan, start);
  // Nobody signs a plan of their own; their manager does.
  const Client vp = plan.role() == v1::ROLE_VP_CS ? clara() : helen();
  for (const Client& officer : {vp, otto(), frank()}) {
    EXPECT_THAT(version, IsOk());
    if (!version.ok()) return v1::PlanVersion();
    version = SignPlan(officer, version->name());
  }
  EXPECT_THAT(version, IsOk());
  return version.value_or(v1::PlanVersion());
}

std::vector<v1::Delivery> Company::Deliveries(const std::string& record) {
  return ListOutbox(remy(), Tenant(),
                    record.empty() ? "" : absl::StrCat("record = \"", record, "\""));
}

int64_t Company::AuditEvents() {
  v1::VerifyAuditRequest request;
  request.set_parent(Tenant());
  const auto verified = Admin().Call(&v1::AuditService::Stub::VerifyAudit, request);
  EXPECT_THAT(verified, IsOk());
  if (!verified.ok()) return -1;
  EXPECT_TRUE(verified->intact()) << verified->fault();
  return verified->event_count();
}

}  // namespace baton::testing
