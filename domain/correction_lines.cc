#include "domain/correction_lines.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/attribution_reading.h"
#include "domain/calculation_text.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/money.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

absl::StatusOr<LineFigures> Less(const LineFigures& a, const LineFigures& b) {
  LineFigures less;
  BATON_ASSIGN_OR_RETURN(less.part_minor, SubtractMinor(a.part_minor, b.part_minor));
  BATON_ASSIGN_OR_RETURN(less.credited_minor, SubtractMinor(a.credited_minor, b.credited_minor));
  BATON_ASSIGN_OR_RETURN(less.earning_minor, SubtractMinor(a.earning_minor, b.earning_minor));
  BATON_ASSIGN_OR_RETURN(less.booked_earning_minor,
                         SubtractMinor(a.booked_earning_minor, b.booked_earning_minor));
  return less;
}

bool IsReleased(const v1::StatementLine& line) { return line.reason_code() == kHoldReleased; }

// Whether the line gives something of its own accord.
bool Gives(const v1::StatementLine& line) {
  if (line.attribution().empty() || line.status() != v1::LINE_STATUS_PAYABLE) return false;
  return line.adjusts_line().empty() || IsReleased(line);
}

// Neither money nor credit: what is left of the part says nothing.
bool IsNothing(const LineFigures& figures) {
  return figures.credited_minor == 0 && figures.earning_minor == 0 &&
         figures.booked_earning_minor == 0;
}

// Why a line stands no more, and by which rule.
struct Cause {
  v1::StatementLineKind kind = v1::STATEMENT_LINE_KIND_ADJUSTMENT;
  absl::string_view reason;
  absl::string_view rule;
  std::string text;
};

class Corrector {
 public:
  Corrector(const LineOwner& owner, const StatementInput& input,
            const std::set<std::string>& withdrawn)
      : owner_(owner), input_(input), withdrawn_(withdrawn), clawback_(input.history) {}

  absl::Status Prepare() {
    for (const BookedAttribution& booked : input_.history) {
      attributions_[booked.attribution.name()] = &booked.attribution;
    }
    for (const v1::CompStatement& statement : input_.published) {
      for (const v1::StatementLine& line : statement.lines()) {
        BATON_RETURN_IF_ERROR(Note(line, statement.plan()));
      }
    }
    return clawback_.Lay();
  }

  // Of a line that stands on a statement of that plan.
  absl::Status Correct(const v1::StatementLine& line, const v1::CompPlan& plan) {
    const auto found = attributions_.find(line.attribution());
    if (!Gives(line) || found == attributions_.end()) return absl::OkStatus();
    const v1::Attribution& attribution = *found->second;
    LineFigures target = FiguresOf(line);
    if (Counts(attribution) && !IsWithdrawn(line)) {
      BATON_ASSIGN_OR_RETURN(target, clawback_.Of(line, GiftOfLine(line, plan)));
    }
    BATON_ASSIGN_OR_RETURN(const LineFigures more, Less(target, taken_[line.name()]));
    if (IsNothing(more)) return absl::OkStatus();
    corrections_.push_back(LineOf(line, more, CauseOf(line, attribution, more)));
    return absl::OkStatus();
  }

  std::vector<v1::StatementLine> Take() && { return std::move(corrections_); }

 private:
  // Remembers what a published line is, or what it took of another.
  absl::Status Note(const v1::StatementLine& line, const v1::CompPlan& plan) {
    gifts_[line.name()] = GiftOf(line, plan, input_.plan_periods);
    if (line.adjusts_line().empty() || IsReleased(line)) return absl::OkStatus();
    if (line.reason_code() == kSignedAnew) withdrawn_before_.insert(line.adjusts_line());
    LineFigures& taken = taken_[line.adjusts_line()];
    BATON_ASSIGN_OR_RETURN(taken, Less(taken, FiguresOf(line)));
    return absl::OkStatus();
  }

  // That of the line, or of the one that it released.
  LineGift GiftOfLine(const v1::StatementLine& line, const v1::CompPlan& plan) const {
    const auto held = gifts_.find(line.adjusts_line());
    return held == gifts_.end() ? GiftOf(line, plan, input_.plan_periods) : held->second;
  }

  // By now, or on a statement before.
  bool IsWithdrawn(const v1::StatementLine& line) const {
    return withdrawn_.count(line.name()) > 0 || withdrawn_before_.count(line.name()) > 0;
  }

  Cause CauseOf(const v1::StatementLine& line, const v1::Attribution& attribution,
                const LineFigures& more) const {
    if (attribution.state() == v1::ATTRIBUTION_STATE_VOIDED) {
      return {v1::STATEMENT_LINE_KIND_ADJUSTMENT, kLineVoided, "A-12",
              "Taken back: the booking was voided."};
    }
    if (attribution.state() == v1::ATTRIBUTION_STATE_SUPERSEDED) return Superseded(attribution);
    if (IsWithdrawn(line)) {
      return {v1::STATEMENT_LINE_KIND_ADJUSTMENT, kSignedAnew, "A-8",
              absl::StrCat("Taken back: both sides signed the booking anew by ",
                           FormatMinute(ToTime(attribution.concur_time())),
                           ", and by that it gives something else. What it gives now stands on "
                           "lines of its own.")};
    }
    if (more.credited_minor < 0 || more.earning_minor < 0) {
      return {v1::STATEMENT_LINE_KIND_ADJUSTMENT, kLossVoided, "C-11",
              "Given back: less was lost than was taken back before."};
    }
    const absl::string_view reason = clawback_.ReasonOf(attribution.name());
    const std::string when = FormatMinute(clawback_.LossTimeOf(attribution.name()));
    return {v1::STATEMENT_LINE_KIND_CLAWBACK, reason, "C-11",
            absl::StrCat("Taken back: the account ",
                         reason == kEarlyChurn ? "churned" : "shrank in this product line", " at ",
                         when, ", within 90 days of the booking.")};
  }

  Cause Superseded(const v1::Attribution& attribution) const {
    const auto anew = attributions_.find(attribution.superseded_by());
    const bool ruled =
        anew != attributions_.end() && anew->second->ruled_by() != attribution.ruled_by();
    const std::string now(ShortName(attribution.superseded_by()));
    if (ruled) {
      return {v1::STATEMENT_LINE_KIND_ADJUSTMENT, kSplitRuled, "C-12",
              absl::StrCat("Taken back: the deal desk ruled the split anew; see ", now, ".")};
    }
    return {
        v1::STATEMENT_LINE_KIND_ADJUSTMENT, kRecategorised, "A-8",
        absl::StrCat("Taken back: a dispute put another category in its place; see ", now, ".")};
  }

  // "{statement}/lines/{this period}~{payee}~{attribution}~{part}~{kind}_{cause}"
  std::string NameOf(const v1::StatementLine& line, v1::StatementLineKind kind) const {
    const std::string id(ShortName(line.name()));
    return absl::StrCat(owner_.statement, "/lines/", owner_.period, id.substr(id.find('~')), "_",
                        kind == v1::STATEMENT_LINE_KIND_CLAWBACK ? "clawback" : "reversal");
  }

  v1::StatementLine LineOf(const v1::StatementLine& from, const LineFigures& more,
                           const Cause& cause) const {
    v1::StatementLine line = from;
    line.set_name(NameOf(from, cause.kind));
    line.set_line_no(0);
    line.set_export_seq(0);
    line.set_kind(cause.kind);
    line.set_part_amount_minor(-more.part_minor);
    line.set_credited_amount_minor(-more.credited_minor);
    line.set_earning_minor(-more.earning_minor);
    line.set_booked_earning_minor(-more.booked_earning_minor);
    line.set_adjusts_line(from.name());
    line.set_reason_code(std::string(cause.reason));
    line.clear_explanation();
    *line.add_explanation() = Step(cause.rule, cause.text);
    *line.add_explanation() = Step(
        "C-19", absl::StrCat(more == FiguresOf(from) ? "It negates the stored amounts of line "
                                                     : "It is part of the stored amounts of line ",
                             std::string(ShortName(from.name())), "."));
    return line;
  }

  const LineOwner& owner_;
  const StatementInput& input_;
  const std::set<std::string>& withdrawn_;
  std::set<std::string> withdrawn_before_;
  Clawback clawback_;
  std::map<std::string, const v1::Attribution*> attributions_;
  std::map<std::string, LineGift> gifts_;
  std::map<std::string, LineFigures> taken_;
  std::vector<v1::StatementLine> corrections_;
};

}  // namespace

absl::StatusOr<std::vector<v1::StatementLine>> CorrectionLines(
    const LineOwner& owner, const StatementInput& input, const std::set<std::string>& withdrawn,
    const google::protobuf::RepeatedPtrField<v1::StatementLine>& drawn) {
  Corrector corrector(owner, input, withdrawn);
  BATON_RETURN_IF_ERROR(corrector.Prepare());
  for (const v1::CompStatement& statement : input.published) {
    if (statement.plan().currency_code() != owner.plan.currency_code()) continue;
    for (const v1::StatementLine& line : statement.lines()) {
      BATON_RETURN_IF_ERROR(corrector.Correct(line, statement.plan()));
    }
  }
  for (const v1::StatementLine& line : drawn) {
    BATON_RETURN_IF_ERROR(corrector.Correct(line, owner.plan));
  }
  std::vector<v1::StatementLine> lines = std::move(corrector).Take();
  std::sort(lines.begin(), lines.end(),
            [](const auto& a, const auto& b) { return a.name() < b.name(); });
  return lines;
}

}  // namespace baton::domain
