#include "server/accrual_desk.h"

#include <string>
#include <utility>
#include <vector>

#include "domain/accrual.h"
#include "domain/fiscal.h"
#include "domain/status_macros.h"
#include "store/accruals.h"

namespace baton::server {
namespace {

// Quarters are kept as "2027-Q1", which sorts by time; what asks for one must be written so.
void CheckBound(absl::string_view field, const std::string& period, RequestReader* reader) {
  if (period.empty()) return;
  v1::Policy utc;  // whether a code is one is the same under every policy
  utc.set_time_zone("UTC");
  utc.set_fiscal_first_month(1);
  const absl::StatusOr<domain::Quarter> quarter = domain::ParseQuarter(utc, period);
  if (quarter.ok() && quarter->code == period) return;
  reader->violations().Add(field, "must be a fiscal quarter, as 2027-Q1");
}

}  // namespace

void CheckReport(const v1::CompAccrualRequest& request, RequestReader* reader) {
  CheckBound("from_period", request.from_period(), reader);
  CheckBound("to_period", request.to_period(), reader);
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
