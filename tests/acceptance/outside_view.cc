#include "tests/acceptance/outside_view.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "baton/v1/account_service.grpc.pb.h"
#include "baton/v1/attribution_service.grpc.pb.h"
#include "baton/v1/audit_service.grpc.pb.h"
#include "baton/v1/comp_statement_service.grpc.pb.h"
#include "baton/v1/integration_service.grpc.pb.h"
#include "baton/v1/signal_handoff_service.grpc.pb.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "tests/acceptance/transcript.h"

namespace baton::testing {
namespace {

using AccountStub = v1::AccountService::Stub;
using AttributionStub = v1::AttributionService::Stub;
using AuditStub = v1::AuditService::Stub;
using HandoffStub = v1::SignalHandoffService::Stub;
using IntegrationStub = v1::IntegrationService::Stub;
using StatementStub = v1::CompStatementService::Stub;

constexpr int kSmallPage = 7;  // so that lists have several

class Reading {
 public:
  explicit Reading(const WorkloadCompany& company) : company_(company) {}

  void ReadLists(const std::string& person);
  void ReadFilteredLists();
  void ReadAccount(const std::string& account);
  void ReadHistory(const std::string& signal);
  void ReadStatements();
  void Export(const std::string& period, v1::ExportFormat format);
  void ReadAudit();
  void ReadReport(const std::string& view);

  OutsideView Take() { return std::move(view_); }

 private:
  const Client& auditor() const { return company_.As("audrey"); }

  // Adds each page of a list, with or without the token of the next one.
  template <class Stub, class Req, class Res>
  void List(const std::string& person,
            grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Res*), Req request,
            bool with_token = true) {
    request.set_page_size(kSmallPage);
    std::string& text =
        view_[absl::StrCat(request.GetDescriptor()->name(), " ", ToText(request), " as ", person)];
    do {
      absl::StatusOr<Res> page = company_.As(person).Call(method, request);
      if (!page.ok()) {
        absl::StrAppend(&text, RefusalText(page.status()));
        return;
      }
      request.set_page_token(page->next_page_token());
      if (!with_token) page->clear_next_page_token();
      absl::StrAppend(&text, ToText(*page), "\n");
    } while (!request.page_token().empty());
  }

  template <class Req>
  Req OfTenant() const {
    Req request;
    request.set_parent(company_.Parent());
    return request;
  }

  template <class Req>
  Req Filtered(const std::string& filter) const {
    Req request = OfTenant<Req>();
    request.set_filter(filter);
    return request;
  }

  const WorkloadCompany& company_;
  OutsideView view_;
};

void Reading::ReadLists(const std::string& person) {
  List(person, &AccountStub::ListAccounts, OfTenant<v1::ListAccountsRequest>());
  List(person, &AccountStub::ListPeople, OfTenant<v1::ListPeopleRequest>());
  List(person, &AccountStub::ListOpportunities, OfTenant<v1::ListOpportunitiesRequest>());
  List(person, &AttributionStub::ListBookings, OfTenant<v1::ListBookingsRequest>());
  List(person, &AttributionStub::ListAttributions, OfTenant<v1::ListAttributionsRequest>());
  List(person, &IntegrationStub::ListDeliveries, OfTenant<v1::ListDeliveriesRequest>());
  List(person, &HandoffStub::ListSignals, OfTenant<v1::ListSignalsRequest>());
  List(person, &StatementStub::ListPlanVersions, OfTenant<v1::ListPlanVersionsRequest>());
  List(person, &StatementStub::ListPlanAssignments, OfTenant<v1::ListPlanAssignmentsRequest>());
  List(person, &StatementStub::ListCompStatements, OfTenant<v1::ListCompStatementsRequest>());
  List(person, &StatementStub::ListStatementLines, OfTenant<v1::ListStatementLinesRequest>());
}

void Reading::ReadFilteredLists() {
  for (const char* order : {"file_time", "next_due_time"}) {
    auto request = Filtered<v1::ListSignalsRequest>("file_time >= \"2026-01-12T09:00:00Z\"");
    request.set_order_by(order);
    List("audrey", &HandoffStub::ListSignals, request);
  }
  List("audrey", &HandoffStub::ListSignals,
       Filtered<v1::ListSignalsRequest>("urgency = hot AND kind = expansion"));
  List("audrey", &AttributionStub::ListAttributions,
       Filtered<v1::ListAttributionsRequest>("state = proposed"));
  List("audrey", &IntegrationStub::ListDeliveries,
       Filtered<v1::ListDeliveriesRequest>("kind = direct_message"));
}

void Reading::ReadAccount(const std::string& account) {
  v1::GetAccountRequest get;
  get.set_name(account);
  const auto held = auditor().Call(&AccountStub::GetAccount, get);
  view_["GetAccount " + account] = held.ok() ? ToText(*held) : RefusalText(held.status());
  v1::ListHealthObservationsRequest health;
  health.set_parent(account);
  List("audrey", &AccountStub::ListHealthObservations, health);
  v1::ListActivitiesRequest activities;
  activities.set_parent(account);
  List("audrey", &AccountStub::ListActivities, activities);
}

// Its tokens are places in the audit log.
void Reading::ReadHistory(const std::string& signal) {
  v1::ListSignalHistoryRequest request;
  request.set_parent(signal);
  List("audrey", &HandoffStub::ListSignalHistory, request, /*with_token=*/false);
}

void Reading::ReadStatements() {
  auto request = OfTenant<v1::ListCompStatementsRequest>();
  request.set_page_size(1'000);
  const auto statements = auditor().Call(&StatementStub::ListCompStatements, request);
  if (!statements.ok()) return;  // ReadLists() shows it
  for (const v1::CompStatement& statement : statements->statements()) {
    v1::GetCompStatementRequest get;
    get.set_name(statement.name());
    const auto whole = auditor().Call(&StatementStub::GetCompStatement, get);
    view_["GetCompStatement " + statement.name()] =
        whole.ok() ? ToText(*whole) : RefusalText(whole.status());
  }
}

void Reading::Export(const std::string& period, v1::ExportFormat format) {
  auto request = OfTenant<v1::ExportStatementsRequest>();
  request.set_period(period);
  request.set_format(format);
  auto reader = company_.As("plugin").Stream(&StatementStub::ExportStatements, request);
  std::string& text = view_["ExportStatements " + ToText(request)];
  while (const auto message = reader.Next()) text += message->chunk();
  absl::StrAppend(&text, RefusalText(reader.Finish()));
}

void Reading::ReadAudit() {
  auto request = OfTenant<v1::ListAuditEventsRequest>();
  request.set_page_size(1'000);
  do {
    const auto page = auditor().Call(&AuditStub::ListAuditEvents, request);
    if (!page.ok()) {
      view_["ListAuditEvents"] = RefusalText(page.status());
      return;
    }
    for (v1::AuditEvent event : page->events()) {
      event.clear_name();
      event.clear_sequence();
      event.clear_hash();
      absl::StrAppend(&view_["ListAuditEvents of " + event.record()], ToText(event), "\n");
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  auto verified = auditor().Call(&AuditStub::VerifyAudit, OfTenant<v1::VerifyAuditRequest>());
  if (verified.ok()) verified->clear_head_hash();  // of the events' order
  view_["VerifyAudit"] = verified.ok() ? ToText(*verified) : RefusalText(verified.status());
}

// The columns that both engines have in common, in their order.
absl::StatusOr<std::vector<std::string>> ColumnsOf(store::Session& session,
                                                   const std::string& view) {
  static const store::Sql& sql = *new store::Sql{
      "SELECT name FROM pragma_table_info(:p1) ORDER BY cid", "t",
      "SELECT column_name::text FROM information_schema.columns WHERE table_name = :p1 "
      "ORDER BY ordinal_position"};
  std::vector<std::string> columns;
  const auto rows = session.Query(sql, {view});
  while (rows->Next()) columns.push_back(rows->Text(0));
  if (!rows->status().ok()) return rows->status();
  return columns;
}

void Reading::ReadReport(const std::string& view) {
  std::vector<std::string> lines;
  const absl::Status read =
      company_.server().store().ReadAndWait([&](store::Session& session) -> absl::Status {
        BATON_ASSIGN_OR_RETURN(const std::vector<std::string> columns, ColumnsOf(session, view));
        const std::string row =
            absl::StrJoin(columns, " || '|' || ", [](std::string* out, const std::string& column) {
              absl::StrAppend(out, "coalesce(CAST(", column, " AS text), 'null')");
            });
        const store::Sql sql = {absl::StrCat("SELECT ", row, " FROM ", view, " WHERE tenant = :p1"),
                                "t"};
        const auto rows = session.Query(sql, {domain::ShortName(company_.Parent())});
        while (rows->Next()) lines.push_back(rows->Text(0));
        return rows->status();
      });
  std::sort(lines.begin(), lines.end());
  view_[view] = absl::StrCat(absl::StrJoin(lines, "\n"), "\n", read.ToString());
}

}  // namespace

OutsideView ReadAll(const WorkloadCompany& company, const std::vector<std::string>& accounts,
                    const std::vector<std::string>& signals,
                    const std::vector<std::string>& periods) {
  Reading reading(company);
  for (const char* person : {"audrey", "dana.2", "priya"}) reading.ReadLists(person);
  reading.ReadFilteredLists();
  for (const std::string& account : accounts) reading.ReadAccount(account);
  for (const std::string& signal : signals) reading.ReadHistory(signal);
  reading.ReadStatements();
  for (const std::string& period : periods) {
    reading.Export(period, v1::EXPORT_FORMAT_CSV);
    reading.Export(period, v1::EXPORT_FORMAT_CAPTIVATEIQ);
  }
  reading.ReadAudit();
  for (const char* view :
       {"report_signals", "report_attribution_parts", "report_statement_lines"}) {
    reading.ReadReport(view);
  }
  return reading.Take();
}

std::string FirstDifference(const OutsideView& one, const OutsideView& other) {
  for (const auto& [page, text] : one) {
    const auto found = other.find(page);
    if (found == other.end()) return absl::StrCat(page, " is missing in the other");
    if (text == found->second) continue;
    const std::vector<std::string> lines = absl::StrSplit(text, '\n');
    const std::vector<std::string> others = absl::StrSplit(found->second, '\n');
    for (size_t i = 0; i < lines.size() && i < others.size(); ++i) {
      if (lines[i] != others[i]) return absl::StrCat(page, ":\n", lines[i], "\n", others[i]);
    }
    return absl::StrCat(page, ": ", lines.size(), " and ", others.size(), " lines");
  }
  for (const auto& [page, _] : other) {
    if (one.count(page) == 0) return absl::StrCat(page, " is missing in the one");
  }
  return "";
}

}  // namespace baton::testing
