#include "domain/book_line.h"

#include <vector>

#include "domain/attribution_reading.h"
#include "domain/credit_share.h"
#include "domain/money.h"
#include "domain/revenue_part.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

bool IsLoss(v1::AttributionCategory category) {
  return category == v1::ATTRIBUTION_CATEGORY_CONTRACTION ||
         category == v1::ATTRIBUTION_CATEGORY_CHURN;
}

bool IsGain(v1::AttributionCategory category) {
  return IsExpansion(category) || category == v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT;
}

}  // namespace

bool IsSameLine(const BookedPart& a, const BookedPart& b) {
  return a.attribution == b.attribution && a.line_no == b.line_no;
}

BookChange ChangeOf(absl::Span<const BookedPart> line) {
  const BookedPart& first = line.front();
  const bool renews = first.line_kind == v1::BOOKING_LINE_KIND_RENEWAL;
  BookChange change;
  change.booking = first.booking;
  change.at = renews ? first.renewal : first.effective;
  for (const BookedPart& part : line) {
    if (part.category == v1::ATTRIBUTION_CATEGORY_CHURN) change.churn = true;
    if (IsLoss(part.category)) change.loss_minor -= part.amount_minor;
    if (IsGain(part.category)) change.gain_minor += part.amount_minor;
  }
  if (renews || change.churn) change.renewed_minor = first.prior_minor;
  return change;
}

bool IsExtension(const BookedPart& part) {
  return part.concurred && part.category == v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT &&
         part.line_kind != v1::BOOKING_LINE_KIND_ADD_ON &&
         part.effective >= part.booked_at + kExtension;
}

absl::StatusOr<int64_t> ExpansionCredit(const v1::Attribution& attribution,
                                        absl::Span<const std::string> people) {
  int64_t credit = 0;
  const bool concurred = attribution.state() == v1::ATTRIBUTION_STATE_CONCURRED;
  if (!concurred || !Counts(attribution) || !attribution.open_dispute().empty()) return credit;
  for (const v1::AttributionPart& part : attribution.parts()) {
    if (!IsExpansion(part.category())) continue;
    BATON_ASSIGN_OR_RETURN(const int64_t theirs, CsmCreditOf(attribution, part, people));
    BATON_ASSIGN_OR_RETURN(credit, AddMinor(credit, theirs));
  }
  return credit;
}

}  // namespace baton::domain
