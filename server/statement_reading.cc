// Pulling, explaining and verifying statements: CompStatementService's reads beside Get and List
// (C-14, X-6).
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/line_explanation.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/comp_statement_service.h"
#include "server/explain_desk.h"
#include "server/place_token.h"
#include "server/request_reader.h"
#include "store/query.h"
#include "store/statement_changes.h"
#include "store/statements.h"

namespace baton::server {
namespace {

constexpr std::string_view kChangeList = "statement_changes";

// Changed statements behind `after` that the caller may see, `limit` at most.
absl::StatusOr<std::vector<v1::CompStatement>> VisibleChanges(const Call& call,
                                                              store::Session& session,
                                                              int64_t after, int limit) {
  BATON_ASSIGN_OR_RETURN(const std::optional<std::vector<std::string>> payees,
                         VisiblePayees(call, session));
  std::vector<v1::CompStatement> visible;
  while (true) {
    BATON_ASSIGN_OR_RETURN(
        std::vector<v1::CompStatement> statements,
        store::StatementsChangedAfter(session, call.tenant(), after, store::kMaxPageSize + 1));
    for (v1::CompStatement& statement : statements) {
      after = statement.change_seq();
      if (payees.has_value() &&
          std::find(payees->begin(), payees->end(), statement.payee()) == payees->end()) {
        continue;
      }
      visible.push_back(std::move(statement));
      if (static_cast<int>(visible.size()) == limit) return visible;
    }
    if (static_cast<int>(statements.size()) <= store::kMaxPageSize) return visible;
  }
}

// The statement's id in the name of a statement or of one of its lines; empty after a fault.
std::string StatementIdOf(const v1::ExplainLineRequest& request, RequestReader* reader) {
  const size_t lines = request.name().find("/lines/");
  const bool is_line = lines != std::string::npos;
  if (is_line && !request.field().empty()) {
    reader->violations().Add("field", "must be empty with a line's name");
  }
  return reader->Id("name", request.name().substr(0, lines), "statements");
}

}  // namespace

void CompStatementService::ListChanged(const Call& call,
                                       const v1::ListCompStatementsRequest& request,
                                       Reply<v1::ListCompStatementsResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  const int page_size = reader.PageSize(request.page_size());
  if (request.after_change_seq() < 0) {
    reader.violations().Add("after_change_seq", "must not be negative");
  }
  if (!request.filter().empty()) {
    reader.violations().Add("filter", "must be empty with after_change_seq");
  }
  const absl::StatusOr<int64_t> place =
      ParsePlaceToken(kChangeList, call.tenant(), request.page_token());
  if (!reader.status().ok()) return reply(reader.status());
  if (!place.ok()) return reply(place.status());
  const int64_t after = std::max(request.after_change_seq(), *place);
  Query(
      call,
      [&call, after,
       page_size](store::Session& session) -> absl::StatusOr<v1::ListCompStatementsResponse> {
        BATON_ASSIGN_OR_RETURN(std::vector<v1::CompStatement> statements,
                               VisibleChanges(call, session, after, page_size + 1));
        v1::ListCompStatementsResponse response;
        if (static_cast<int>(statements.size()) > page_size) {
          statements.resize(page_size);
          response.set_next_page_token(
              PlaceToken(kChangeList, call.tenant(), statements.back().change_seq()));
        }
        for (v1::CompStatement& one : statements) *response.add_statements() = std::move(one);
        return response;
      },
      reply);
}

void CompStatementService::ExplainLine(const Call& call, const v1::ExplainLineRequest& request,
                                       Reply<v1::ExplainLineResponse> reply) {
  RequestReader reader(call);
  const std::string id = StatementIdOf(request, &reader);
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, &request, id](store::Session& session) -> absl::StatusOr<v1::ExplainLineResponse> {
        BATON_ASSIGN_OR_RETURN(const v1::CompStatement statement,
                               store::GetStatement(session, call.tenant(), id));
        BATON_RETURN_IF_ERROR(CheckVisible(call, session, "statement", statement.name(),
                                           {statement.payee()}, Deputies::kLeftOut));
        v1::ExplainLineResponse response;
        if (request.name() == statement.name()) {
          BATON_ASSIGN_OR_RETURN(*response.mutable_explanation(),
                                 domain::ExplainTotal(statement, request.field()));
        } else {
          BATON_ASSIGN_OR_RETURN(*response.mutable_explanation(),
                                 ExplainLineOf(session, call.tenant(), statement, request.name()));
        }
        return response;
      },
      reply);
}

void CompStatementService::VerifyStatement(const Call& call,
                                           const v1::VerifyStatementRequest& request,
                                           Reply<v1::VerifyStatementResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  const std::string id = reader.Id("statement.name", request.statement().name(), "statements");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, &request,
       id](store::Session& session) -> absl::StatusOr<v1::VerifyStatementResponse> {
        BATON_ASSIGN_OR_RETURN(const v1::CompStatement kept,
                               store::GetStatement(session, call.tenant(), id));
        BATON_RETURN_IF_ERROR(CheckVisible(call, session, "statement", kept.name(), {kept.payee()},
                                           Deputies::kLeftOut));
        if (kept.state() == v1::STATEMENT_STATE_DRAFT) {
          return domain::RefuseState(v1::ERROR_REASON_STATEMENT_NOT_PUBLISHED, kept.name(),
                                     "a draft has no digest; publish the period first");
        }
        return CompareStatements(request.statement(), kept);
      },
      reply);
}

}  // namespace baton::server
