// Periods and payouts: CompStatementService's calls on what becomes of statements (C-18, C-24).
#include <optional>
#include <string>

#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/comp_statement_service.h"
#include "server/list_request.h"
#include "server/payout_desk.h"
#include "server/period_desk.h"
#include "server/request_reader.h"
#include "server/statement_desk.h"
#include "store/comp_periods.h"

namespace baton::server {

void CompStatementService::PublishStatements(const Call& call,
                                             const v1::PublishStatementsRequest& request,
                                             Reply<v1::PublishStatementsResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, "",
      [&request](store::Transaction& tx) -> absl::StatusOr<v1::PublishStatementsResponse> {
        BATON_ASSIGN_OR_RETURN(const domain::Quarter quarter,
                               QuarterOfCode(tx.session(), tx.tenant(), request.period()));
        return PublishPeriod(tx, quarter);
      },
      reply);
}

void CompStatementService::GetPeriod(const Call& call, const v1::GetPeriodRequest& request,
                                     Reply<v1::GetPeriodResponse> reply) {
  RequestReader reader(call);
  const std::string code = reader.Id("name", request.name(), "periods");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, code](store::Session& session) -> absl::StatusOr<v1::GetPeriodResponse> {
        BATON_ASSIGN_OR_RETURN(const domain::Quarter quarter,
                               QuarterOfCode(session, call.tenant(), code));
        v1::GetPeriodResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_period(),
                               LoadPeriod(session, call.tenant(), quarter, call.now));
        return response;
      },
      reply);
}

void CompStatementService::ListPeriods(const Call& call, const v1::ListPeriodsRequest& request,
                                       Reply<v1::ListPeriodsResponse> reply) {
  const absl::StatusOr<store::ListQuery> query = ParseList(call, request, store::PeriodList(), {});
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListPeriodsResponse> {
        v1::ListPeriodsResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                               store::RunListQuery(session, store::PeriodList(), query,
                                                   [&response] { return response.add_periods(); }));
        return response;
      },
      reply);
}

void CompStatementService::ClosePeriod(const Call& call, const v1::ClosePeriodRequest& request,
                                       Reply<v1::ClosePeriodResponse> reply) {
  RequestReader reader(call);
  const std::string code = reader.Id("name", request.name(), "periods");
  if (!reader.status().ok()) return reply(reader.status());
  // The tenant's key, as publishing: nothing is computed or published beside it.
  Mutate(
      call, "",
      [code](store::Transaction& tx) -> absl::StatusOr<v1::ClosePeriodResponse> {
        BATON_ASSIGN_OR_RETURN(const domain::Quarter quarter,
                               QuarterOfCode(tx.session(), tx.tenant(), code));
        return server::ClosePeriod(tx, quarter);
      },
      reply);
}

void CompStatementService::ConfirmPayout(const Call& call, const v1::ConfirmPayoutRequest& request,
                                         Reply<v1::ConfirmPayoutResponse> reply) {
  RequestReader reader(call);
  const std::string statement = reader.Id("name", request.name(), "statements");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, "statements/" + statement,
      [&request](store::Transaction& tx) { return server::ConfirmPayout(tx, request); }, reply);
}

}  // namespace baton::server
