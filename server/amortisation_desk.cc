#include "server/amortisation_desk.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/amortisation.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "server/accrual_desk.h"
#include "server/policy_source.h"
#include "store/list.h"
#include "store/page_token.h"
#include "store/published_lines.h"

namespace baton::server {
namespace {

void CheckMonths(absl::string_view field, int32_t months, RequestReader* reader) {
  if (months >= 0 && months <= domain::kMaxAmortisationMonths) return;
  reader->violations().Add(
      field, absl::StrCat("is ", months, "; it must be 1 to ", domain::kMaxAmortisationMonths));
}

domain::AmortisationTerms TermsOf(const v1::CompAmortisationRequest& request) {
  domain::AmortisationTerms terms;
  if (request.expansion_months() > 0) terms.expansion_months = request.expansion_months();
  if (request.renewal_months() > 0) terms.renewal_months = request.renewal_months();
  if (request.has_expense_short()) terms.expense_short = request.expense_short();
  return terms;
}

// What a page token holds for: everything that was asked but the page.
std::string ArgumentsOf(v1::CompAmortisationRequest request) {
  request.clear_page_size();
  request.clear_page_token();
  request.clear_table();
  return request.SerializeAsString();
}

// How many lines are on the pages before.
absl::StatusOr<int> FirstOf(const v1::CompAmortisationRequest& request) {
  if (request.page_token().empty()) return 0;
  const auto position = store::ReadPageToken(ArgumentsOf(request), request.page_token());
  // A token is no secret, so what it says is looked at.
  const bool holds = position.has_value() && position->order.integer >= 0 &&
                     position->order.integer <= std::numeric_limits<int>::max();
  if (holds) return static_cast<int>(position->order.integer);
  return domain::Refuse(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_PAGE_TOKEN_INVALID,
                        "page_token is broken or belongs to a report with other arguments");
}

}  // namespace

void CheckReport(const v1::CompAmortisationRequest& request, RequestReader* reader) {
  CheckQuarterCode("from_period", request.from_period(), reader);
  CheckQuarterCode("to_period", request.to_period(), reader);
  CheckMonths("expansion_months", request.expansion_months(), reader);
  CheckMonths("renewal_months", request.renewal_months(), reader);
  reader->PageSize(request.page_size());
  if (!v1::AmortisationTable_IsValid(request.table())) {
    reader->violations().Add("table", "is none that this server knows");
  }
}

absl::StatusOr<v1::CompAmortisationResponse> WholeReport(
    const Call& call, store::Session& session, const v1::CompAmortisationRequest& request) {
  v1::CompAmortisationResponse response;
  BATON_ASSIGN_OR_RETURN(const std::optional<store::PublishedPeriods> periods,
                         store::FindPublishedPeriods(session, call.tenant()));
  if (!periods.has_value()) return response;
  const std::string& from = request.from_period().empty() ? periods->first : request.from_period();
  const std::string& to = request.to_period().empty() ? periods->last : request.to_period();
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy, PolicyInForce(session, call.tenant(), call.now));
  BATON_ASSIGN_OR_RETURN(const domain::Quarter first, domain::ParseQuarter(policy, from));
  BATON_ASSIGN_OR_RETURN(const domain::Quarter last, domain::ParseQuarter(policy, to));
  domain::Amortisation amortisation(TermsOf(request), policy, last);
  BATON_ASSIGN_OR_RETURN(const std::vector<domain::PublishedLine> lines,
                         store::PublishedBookingLines(session, call.tenant(), to));
  for (const domain::PublishedLine& line : lines) BATON_RETURN_IF_ERROR(amortisation.Add(line));
  BATON_RETURN_IF_ERROR(amortisation.Run());
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::AmortisationRow> rows, amortisation.Rows(first));
  response.mutable_rows()->Add(rows.begin(), rows.end());
  response.mutable_lines()->Add(amortisation.Lines().begin(), amortisation.Lines().end());
  return response;
}

absl::StatusOr<v1::CompAmortisationResponse> Report(const Call& call, store::Session& session,
                                                    const v1::CompAmortisationRequest& request) {
  BATON_ASSIGN_OR_RETURN(const int first, FirstOf(request));
  BATON_ASSIGN_OR_RETURN(v1::CompAmortisationResponse whole, WholeReport(call, session, request));
  const int size = request.page_size() == 0 ? store::kDefaultPageSize
                                            : std::min(request.page_size(), store::kMaxPageSize);
  v1::CompAmortisationResponse page;
  page.mutable_rows()->Swap(whole.mutable_rows());
  const int end = first + std::min(size, std::max(0, whole.lines_size() - first));
  for (int i = first; i < end; ++i) page.add_lines()->Swap(whole.mutable_lines(i));
  if (end < whole.lines_size()) {
    page.set_next_page_token(
        store::WritePageToken(ArgumentsOf(request), {int64_t{end}, std::string()}));
  }
  return page;
}

}  // namespace baton::server
