#include "server/accrual_desk.h"

#include <string>
#include <utility>
#include <vector>

#include "domain/accrual.h"
#include "domain/fiscal.h"
#include "domain/status_macros.h"
#include "store/accruals.h"

namespace baton::server {

void CheckQuarterCode(absl::string_view field, const std::string& period, RequestReader* reader) {
  if (period.empty()) return;
  v1::Policy utc;  // whether a code is one is the same under every policy
  utc.set_time_zone("UTC");
  utc.set_fiscal_first_month(1);
  const absl::StatusOr<domain::Quarter> quarter = domain::ParseQuarter(utc, period);
  if (quarter.ok() && quarter->code == period) return;
  reader->violations().Add(field, "must be a fiscal quarter, as 2027-Q1");
}

void CheckReport(const v1::CompAccrualRequest& request, RequestReader* reader) {
  CheckQuarterCode("from_period", request.from_period(), reader);
  CheckQuarterCode("to_period", request.to_period(), reader);
}

absl::StatusOr<v1::CompAccrualResponse> Report(const Call& call, store::Session& session,
                                               const v1::CompAccrualRequest& request) {
  BATON_ASSIGN_OR_RETURN(
      const std::vector<v1::AccrualRow> rows,
      store::Accruals(session, call.tenant(), request.from_period(), request.to_period()));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::AccrualRow> totals, domain::AccrualTotals(rows));
  v1::CompAccrualResponse response;
  response.mutable_rows()->Add(rows.begin(), rows.end());
  response.mutable_totals()->Add(totals.begin(), totals.end());
  return response;
}

}  // namespace baton::server
