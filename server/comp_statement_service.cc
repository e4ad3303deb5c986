#include "server/comp_statement_service.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/registry.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/compute_run.h"
#include "server/export_run.h"
#include "server/list_request.h"
#include "server/payee_desk.h"
#include "server/place_token.h"
#include "server/request_reader.h"
#include "server/statement_desk.h"
#include "store/payouts.h"
#include "store/statement_lines.h"
#include "store/statements.h"

namespace baton::server {
namespace {

constexpr std::string_view kLineList = "lines";
constexpr int kMaxImportTargetChars = 200;

void CheckImportTarget(const v1::ExportStatementsRequest& request, domain::Violations* violations) {
  if (request.format() == v1::EXPORT_FORMAT_SPIFF) {
    violations->RequireText("import_target", request.import_target(), kMaxImportTargetChars);
  } else if (!request.import_target().empty()) {
    violations->Add("import_target", "belongs to the format spiff alone");
  }
}

// The payee's bare id in a line's name: tenants/t/statements/2027-Q1-rosa/lines/l.
std::string_view PayeeOfLine(const v1::StatementLine& line) {
  const std::string_view name = line.name();
  const size_t lines = name.rfind("/lines/");
  const std::string_view statement = domain::ShortName(name.substr(0, lines));
  const size_t period_end = statement.find('-', statement.find('-') + 1);
  return statement.substr(period_end + 1);
}

// Published lines behind `after` that the caller may see, at most `limit`, by export_seq.
absl::StatusOr<std::vector<v1::StatementLine>> VisibleLines(const Call& call,
                                                            store::Session& session, int64_t after,
                                                            int limit) {
  BATON_ASSIGN_OR_RETURN(const std::optional<std::vector<std::string>> payees,
                         VisiblePayees(call, session));
  if (!payees.has_value()) return store::LinesAfter(session, call.tenant(), after, limit);
  std::vector<v1::StatementLine> visible;
  while (true) {
    BATON_ASSIGN_OR_RETURN(std::vector<v1::StatementLine> lines,
                           store::LinesAfter(session, call.tenant(), after, store::kMaxPageSize));
    for (v1::StatementLine& line : lines) {
      after = line.export_seq();
      const std::string payee = domain::ResourceName(call.tenant(), "people", PayeeOfLine(line));
      if (std::find(payees->begin(), payees->end(), payee) == payees->end()) continue;
      visible.push_back(std::move(line));
      if (static_cast<int>(visible.size()) == limit) return visible;
    }
    if (static_cast<int>(lines.size()) < store::kMaxPageSize) return visible;
  }
}

}  // namespace

CompStatementService::CompStatementService(const Parts& parts)
    : Service("baton.v1.CompStatementService", parts) {
  Unary("CreatePlanVersion", &CompStatementService::CreatePlanVersion);
  Unary("SignPlanVersion", &CompStatementService::SignPlanVersion);
  Unary("GetPlan", &CompStatementService::GetPlan);
  Unary("ListPlanVersions", &CompStatementService::ListPlanVersions);
  Unary("ValidatePlan", &CompStatementService::ValidatePlan);
  Unary("ListPlanTemplates", &CompStatementService::ListPlanTemplates);
  Unary("AssignPlan", &CompStatementService::AssignPlan);
  Unary("ListPlanAssignments", &CompStatementService::ListPlanAssignments);
  ServerStream("ComputeStatements", &CompStatementService::ComputeStatements);
  Unary("GetCompStatement", &CompStatementService::GetCompStatement);
  Unary("ListCompStatements", &CompStatementService::ListCompStatements);
  Unary("ListStatementLines", &CompStatementService::ListStatementLines);
  Unary("PublishStatements", &CompStatementService::PublishStatements);
  ServerStream("ExportStatements", &CompStatementService::ExportStatements);
  Unary("ConfirmPayout", &CompStatementService::ConfirmPayout);
  Unary("EnterCorrection", &CompStatementService::EnterCorrection);
  Unary("ApproveCorrection", &CompStatementService::ApproveCorrection);
  Unary("RejectCorrection", &CompStatementService::RejectCorrection);
  Unary("GetCorrection", &CompStatementService::GetCorrection);
  Unary("ListCorrections", &CompStatementService::ListCorrections);
  Unary("GetPeriod", &CompStatementService::GetPeriod);
  Unary("ListPeriods", &CompStatementService::ListPeriods);
  Unary("ClosePeriod", &CompStatementService::ClosePeriod);
  Unary("ExplainLine", &CompStatementService::ExplainLine);
  ServerStream("SimulateStatements", &CompStatementService::SimulateStatements);
  Unary("VerifyStatement", &CompStatementService::VerifyStatement);
}

void CompStatementService::ComputeStatements(const Call& call,
                                             const v1::ComputeStatementsRequest& request,
                                             Stream<v1::ComputeStatementsResponse> stream) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  CheckComputedPayees(request, &reader);
  const bool faulty = !reader.violations().empty();
  if (!faulty && !reader.status().ok()) return stream.Finish(reader.status());
  store::WriteOptions options = Options(call, "", stream);
  ComputeRun::Start(call, store(), std::move(options), request, reader.violations(), stream);
}

void CompStatementService::GetCompStatement(const Call& call,
                                            const v1::GetCompStatementRequest& request,
                                            Reply<v1::GetCompStatementResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "statements");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, id](store::Session& session) -> absl::StatusOr<v1::GetCompStatementResponse> {
        v1::GetCompStatementResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_statement(),
                               store::GetStatement(session, call.tenant(), id));
        const v1::CompStatement& statement = response.statement();
        BATON_RETURN_IF_ERROR(CheckVisible(call, session, "statement", statement.name(),
                                           {statement.payee()}, Deputies::kLeftOut));
        BATON_RETURN_IF_ERROR(
            store::MarkPaid(session, call.tenant(), response.mutable_statement()));
        return response;
      },
      reply);
}

void CompStatementService::ListCompStatements(const Call& call,
                                              const v1::ListCompStatementsRequest& request,
                                              Reply<v1::ListCompStatementsResponse> reply) {
  if (request.has_after_change_seq()) return ListChanged(call, request, reply);
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::StatementList(), VisibleScope(call, {"payee_person_id"}));
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [&call,
       query = *query](store::Session& session) -> absl::StatusOr<v1::ListCompStatementsResponse> {
        v1::ListCompStatementsResponse response;
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_next_page_token(),
            store::RunListQuery(session, store::StatementList(), query,
                                [&response] { return response.add_statements(); }));
        for (v1::CompStatement& statement : *response.mutable_statements()) {
          BATON_RETURN_IF_ERROR(store::MarkPaid(session, call.tenant(), &statement));
        }
        return response;
      },
      reply);
}

void CompStatementService::ListStatementLines(const Call& call,
                                              const v1::ListStatementLinesRequest& request,
                                              Reply<v1::ListStatementLinesResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  const int page_size = reader.PageSize(request.page_size());
  if (request.after_export_seq() < 0) {
    reader.violations().Add("after_export_seq", "must not be negative");
  }
  const absl::StatusOr<int64_t> place =
      ParsePlaceToken(kLineList, call.tenant(), request.page_token());
  if (!reader.status().ok()) return reply(reader.status());
  if (!place.ok()) return reply(place.status());
  const int64_t after = std::max(request.after_export_seq(), *place);
  Query(
      call,
      [&call, after,
       page_size](store::Session& session) -> absl::StatusOr<v1::ListStatementLinesResponse> {
        BATON_ASSIGN_OR_RETURN(std::vector<v1::StatementLine> lines,
                               VisibleLines(call, session, after, page_size + 1));
        v1::ListStatementLinesResponse response;
        if (static_cast<int>(lines.size()) > page_size) {
          lines.resize(page_size);
          response.set_next_page_token(
              PlaceToken(kLineList, call.tenant(), lines.back().export_seq()));
        }
        for (v1::StatementLine& line : lines) *response.add_lines() = std::move(line);
        return response;
      },
      reply);
}

void CompStatementService::ExportStatements(const Call& call,
                                            const v1::ExportStatementsRequest& request,
                                            Stream<v1::ExportStatementsResponse> stream) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  const adapters::Exporter* exporter = adapters::FindExporter(request.format());
  if (exporter == nullptr) reader.violations().Add("format", "is missing or unknown");
  CheckImportTarget(request, &reader.violations());
  if (!reader.status().ok()) return stream.Finish(reader.status());
  ExportRun::Start(call, store(), *exporter, request, stream);
}

}  // namespace baton::server
