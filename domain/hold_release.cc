#include "domain/hold_release.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/calculation_text.h"
#include "domain/clawback.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/plan_period.h"
#include "domain/resource_name.h"
#include "domain/spiff.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

// "bonus", "spiff-Q1": the kind in a line's id.
std::string KindInId(const v1::StatementLine& line) {
  return line.spiff().empty() ? LineKindName(line.kind()) : SpiffLineKind(line.spiff());
}

// C-18. The line as an adjustment of the one that was held.
void AsAdjustment(const LineOwner& owner, const v1::StatementLine& held, v1::StatementLine* line) {
  line->set_name(LineName(owner, held.attribution(), held.part(),
                          absl::StrCat(KindInId(held), "_adjustment")));
  line->set_line_no(0);
  line->set_export_seq(0);
  line->set_kind(v1::STATEMENT_LINE_KIND_ADJUSTMENT);
  line->set_status(v1::LINE_STATUS_PAYABLE);
  line->clear_hold_reason();
  line->set_adjusts_line(held.name());
  line->set_reason_code(std::string(kHoldReleased));
}

v1::StatementLine ReleaseAsItStood(const LineOwner& owner, const HeldLine& held) {
  const v1::StatementLine& from = held.line;
  v1::StatementLine line = from;
  AsAdjustment(owner, from, &line);
  line.clear_explanation();
  for (const v1::ExplanationStep& step : from.explanation()) {
    if (step.rule() != "A-6") *line.add_explanation() = step;
  }
  *line.add_explanation() =
      Step("A-6", absl::StrCat("Payable: CS and Sales both signed by ",
                               FormatMinute(ToTime(held.booking.attribution.concur_time())), "."));
  *line.add_explanation() = Step(
      "C-18", absl::StrCat("Released: it was held on line ", std::string(ShortName(from.name())),
                           " and is paid now as it stood there, by policy version ",
                           from.policy_version(), "."));
  return line;
}

v1::StatementLine ReleaseAsItIs(const LineOwner& owner, const HeldLine& held,
                                v1::StatementLine line) {
  const bool for_rate = held.line.hold_reason() == kHeldNoRate;
  *line.add_explanation() =
      Step("C-18",
           absl::StrCat("Released: it was held on line ", std::string(ShortName(held.line.name())),
                        for_rate ? " for want of an exchange rate, and is paid now"
                                 : ", changed before both sides signed, and is paid now as "
                                   "they signed it,",
                        " by policy version ", line.policy_version(), "."));
  AsAdjustment(owner, held.line, &line);
  return line;
}

// As far as that shows without computing it.
bool MayBeReleased(const HeldLine& held, const std::string& currency_code) {
  if (held.line.status() != v1::LINE_STATUS_HELD) return false;
  if (held.plan.currency_code() != currency_code) return false;
  return held.line.hold_reason() == kHeldNoRate || held.line.hold_reason() == kHeldNotConcurred ||
         held.line.hold_reason() == kHeldDisputed;
}

// Nothing while it can't be paid.
absl::StatusOr<std::optional<v1::StatementLine>> ReleaseLine(const LineOwner& owner,
                                                             const HeldLine& held) {
  BATON_ASSIGN_OR_RETURN(std::optional<v1::StatementLine> now, LineNow(owner, held));
  if (!now.has_value() || now->status() != v1::LINE_STATUS_PAYABLE) return std::nullopt;
  if (held.line.hold_reason() != kHeldNoRate && GiveTheSame({&held.line}, *now)) {
    return ReleaseAsItStood(owner, held);
  }
  return ReleaseAsItIs(owner, held, *std::move(now));
}

std::vector<const HeldLine*> Ordered(absl::Span<const HeldLine> held) {
  std::vector<const HeldLine*> ordered;
  for (const HeldLine& line : held) ordered.push_back(&line);
  std::sort(ordered.begin(), ordered.end(),
            [](const auto* a, const auto* b) { return a->line.name() < b->line.name(); });
  return ordered;
}

}  // namespace

absl::StatusOr<std::optional<v1::StatementLine>> LineNow(const LineOwner& owner,
                                                         const HeldLine& held) {
  LineOwner then = owner;
  const PlanPeriod held_under = {held.plan, absl::InfinitePast(), absl::InfiniteFuture()};
  const absl::Time booked = ToTime(held.booking.attribution.booked_time());
  if (!PlanAtInstant(owner.plan_periods, booked).has_value()) {
    then.plan_periods = absl::MakeConstSpan(&held_under, 1);
  }
  BATON_ASSIGN_OR_RETURN(std::vector<v1::StatementLine> lines, LinesOf(then, held.booking));
  for (v1::StatementLine& line : lines) {
    const bool same = !(KeyOf(line) < KeyOf(held.line)) && !(KeyOf(held.line) < KeyOf(line));
    if (same) return std::make_optional(std::move(line));
  }
  return std::nullopt;
}

absl::StatusOr<std::vector<v1::StatementLine>> ReleasedLines(const LineOwner& owner,
                                                             const StatementInput& input,
                                                             const LineStandings& published) {
  Clawback clawback(input.history);
  BATON_RETURN_IF_ERROR(clawback.Lay());
  std::vector<v1::StatementLine> released;
  std::set<LineKey> paid;  // people who were merged may both have held a line of one key
  for (const HeldLine* held : Ordered(input.held)) {
    if (!MayBeReleased(*held, input.plan.currency_code())) continue;
    const LineKey key = KeyOf(held->line);
    const Standing* standing = published.Find(key);
    if (paid.count(key) > 0 || (standing != nullptr && !standing->live.empty())) continue;
    BATON_ASSIGN_OR_RETURN(std::optional<v1::StatementLine> line, ReleaseLine(owner, *held));
    if (!line.has_value()) continue;
    const LineGift gift = GiftOf(held->line, held->plan, input.plan_periods);
    BATON_ASSIGN_OR_RETURN(const bool taken, clawback.TakesAllOf(*line, gift));
    if (taken) continue;
    paid.insert(key);
    released.push_back(*std::move(line));
  }
  return released;
}

}  // namespace baton::domain
