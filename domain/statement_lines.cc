#include "domain/statement_lines.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/calculation_text.h"
#include "domain/categorise.h"
#include "domain/comp_plan.h"
#include "domain/credit.h"
#include "domain/credit_share.h"
#include "domain/flag.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/revenue_part.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

// C-14. "~" stands in no id, so no two lines share a name.
std::string LineName(const LineOwner& owner, const std::string& attribution, int part,
                     absl::string_view kind) {
  return absl::StrCat(owner.statement, "/lines/", owner.period, "~",
                      std::string(ShortName(owner.payee)), "~", std::string(ShortName(attribution)),
                      "~", part, "~", kind);
}

// Writes the lines of one attribution.
class Writer {
 public:
  Writer(const LineOwner& owner, const StatementBooking& booking)
      : owner_(owner),
        booking_(booking),
        attribution_(booking.attribution),
        terms_(TermsOf(booking.attribution)),
        plan_(PlanAtInstant(owner.plan_periods, ToTime(attribution_.booked_time()))
                  .value_or(owner.plan)) {}

  absl::StatusOr<std::vector<v1::StatementLine>> Write() {
    BATON_ASSIGN_OR_RETURN(booked_date_,
                           DateOf(booking_.policy, ToTime(attribution_.booked_time())));
    for (const v1::AttributionPart& part : attribution_.parts()) {
      BATON_RETURN_IF_ERROR(AddEarning(part));
      BATON_RETURN_IF_ERROR(AddCredit(part));
    }
    if (booking_.signal_csm == owner_.payee && TakesGrowth()) {
      BATON_RETURN_IF_ERROR(AddSignalCredit());
    }
    BATON_RETURN_IF_ERROR(AddBonus());
    return std::move(lines_);
  }

 private:
  v1::StatementLine NewLine(v1::StatementLineKind kind, int part, absl::string_view kind_name) {
    v1::StatementLine line;
    line.set_name(LineName(owner_, attribution_.name(), part, kind_name));
    line.set_kind(kind);
    line.set_booking(attribution_.booking());
    line.set_attribution(attribution_.name());
    line.set_part(part);
    line.set_account_display_name(booking_.account_display_name);
    line.set_crm_opportunity_id(booking_.crm_opportunity_id);
    line.set_booked_date(booked_date_);
    line.set_policy_version(attribution_.policy_version());
    return line;
  }

  v1::StatementLine PartLine(v1::StatementLineKind kind, absl::string_view kind_name,
                             const v1::AttributionPart& part) {
    v1::StatementLine line = NewLine(kind, part.part(), kind_name);
    line.set_category(part.category());
    line.set_booking_line(part.line());
    line.set_part_amount_minor(part.amount_minor());
    return line;
  }

  // Another role's credit is not the payee's affair (C-17).
  void ExplainCredit(const v1::AttributionPart& part, absl::string_view others_step,
                     v1::StatementLine* line) {
    for (const v1::ExplanationStep& step : part.explanation()) {
      if (absl::StartsWith(step.text(), others_step)) continue;
      *line->add_explanation() = step;
    }
  }

  // C-13. A plan of renewal credit and save bonuses alone.
  bool TakesGrowth() const { return plan_.kind() != v1::PLAN_KIND_RENEWALS; }

  bool IsForeign() const { return attribution_.currency_code() != owner_.plan.currency_code(); }

  void Hold(absl::string_view reason, absl::string_view rule, absl::string_view text,
            v1::StatementLine* line) {
    line->set_status(v1::LINE_STATUS_HELD);
    line->set_hold_reason(std::string(reason));
    *line->add_explanation() = Step(rule, text);
  }

  // Decides whether a finished line may be paid, and keeps it. A missing rate comes first: a line
  // held for it must not be released by the signatures.
  void Keep(bool waits_for_threshold, v1::StatementLine line) {
    if (waits_for_threshold) {
      Hold(kHeldNoRate, "C-3",
           absl::StrCat("Held: there is no exchange rate from ", attribution_.currency_code(),
                        " to ", booking_.policy.currency_code(), ", the policy's currency."),
           &line);
    } else if (IsForeign()) {
      Hold(kHeldNoRate, "C-21",
           absl::StrCat("Held: there is no exchange rate from ", attribution_.currency_code(),
                        " to ", owner_.plan.currency_code(), ", the plan's currency."),
           &line);
    } else if (attribution_.state() != v1::ATTRIBUTION_STATE_CONCURRED) {
      Hold(kHeldNotConcurred, "A-6", "Held: CS and Sales have not both signed yet.", &line);
    } else if (!attribution_.open_dispute().empty()) {
      Hold(kHeldDisputed, "A-8", "Held: a dispute about it is open.", &line);
    } else {
      line.set_status(v1::LINE_STATUS_PAYABLE);
      *line.add_explanation() =
          Step("A-6", absl::StrCat("Payable: CS and Sales both signed by ",
                                   FormatMinute(ToTime(attribution_.concur_time())), "."));
    }
    lines_.push_back(std::move(line));
  }

  bool IsOtherPlan() const {
    return plan_.code() != owner_.plan.code() || plan_.version() != owner_.plan.version();
  }

  std::string RateName(v1::AttributionCategory category) const {
    const absl::string_view rate = CommissionRateText(category);
    if (!IsOtherPlan()) return absl::StrCat("the plan's ", rate);
    return absl::StrCat("the ", rate, " of ", PlanText(plan_),
                        ", the plan in force when it was booked");
  }

  // W-4. What the payee has of a role's amount, and how it is shared where others have some of it.
  absl::StatusOr<int64_t> ShareRole(const std::vector<v1::CreditShare>& holders,
                                    int64_t amount_minor, v1::StatementLine* line) {
    BATON_ASSIGN_OR_RETURN(const int64_t share, PartOf(amount_minor, holders, owner_.payee));
    if (holders.size() == 1) return share;
    const int32_t weight_bp = WeightOf(holders, owner_.payee);
    line->set_role_weight_bp(weight_bp);
    *line->add_explanation() = Step(
        "W-4",
        absl::StrCat("Shared by ", holders.size(), " people: yours is ",
                     ShareText(weight_bp, amount_minor, share, attribution_.currency_code()), "."));
    return share;
  }

  absl::Status AddEarning(const v1::AttributionPart& part) {
    const auto holders = HoldersOf(attribution_, v1::ROLE_AE, part.category());
    const bool no_rate = HasFlag(part.flags(), kNoRate);
    if (WeightOf(holders, owner_.payee) == 0) return absl::OkStatus();
    if (part.ae_credit_minor() == 0 && !no_rate) return absl::OkStatus();
    v1::StatementLine line = PartLine(v1::STATEMENT_LINE_KIND_EARNING, "earning", part);
    line.set_credit_share_bp(SharesOf(part.category(), terms_, booking_.policy).ae.bp);
    ExplainCredit(part, kCsmStep, &line);
    BATON_ASSIGN_OR_RETURN(const int64_t credit, ShareRole(holders, part.ae_credit_minor(), &line));
    line.set_credited_amount_minor(credit);
    const int32_t rate_bp = CommissionRateBp(plan_, part.category());
    line.set_rate_bp(rate_bp);
    if (IsOtherPlan()) line.set_other_plan(PlanText(plan_));
    if (!no_rate && !IsForeign()) {
      BATON_ASSIGN_OR_RETURN(const int64_t earning, ApplyRate(rate_bp, credit));
      line.set_earning_minor(earning);
      *line.add_explanation() =
          Step("C-4",
               absl::StrCat("Commission at ", RateName(part.category()), ": ",
                            ShareText(rate_bp, credit, earning, owner_.plan.currency_code()), "."));
    }
    Keep(no_rate, std::move(line));
    return absl::OkStatus();
  }

  absl::Status AddCredit(const v1::AttributionPart& part) {
    if (IsExpansion(part.category()) && !TakesGrowth()) return absl::OkStatus();
    const auto holders = HoldersOf(attribution_, v1::ROLE_CSM, part.category());
    const bool no_rate = HasFlag(part.flags(), kNoRate);
    if (WeightOf(holders, owner_.payee) == 0) return absl::OkStatus();
    if (part.csm_credit_minor() == 0 && !no_rate) return absl::OkStatus();
    v1::StatementLine line = PartLine(v1::STATEMENT_LINE_KIND_CREDIT, "credit", part);
    line.set_credit_share_bp(SharesOf(part.category(), terms_, booking_.policy).csm.bp);
    ExplainCredit(part, kAeStep, &line);
    BATON_ASSIGN_OR_RETURN(const int64_t credit,
                           ShareRole(holders, part.csm_credit_minor(), &line));
    line.set_credited_amount_minor(credit);
    *line.add_explanation() =
        Step("C-14", "Credit counts for the payee's targets; it pays nothing by itself.");
    Keep(no_rate, std::move(line));
    return absl::OkStatus();
  }

  absl::Status AddBonus() {
    const auto holders =
        HoldersOf(attribution_, v1::ROLE_CSM, v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
    if (WeightOf(holders, owner_.payee) == 0) return absl::OkStatus();
    const std::vector<v1::AttributionPart> parts(attribution_.parts().begin(),
                                                 attribution_.parts().end());
    BATON_ASSIGN_OR_RETURN(const auto bonus,
                           DecideSaveBonus(parts, attribution_.currency_code(), booking_.policy));
    const bool no_rate = HasFlag(attribution_.flags(), kNoRate) && !attribution_.has_save_bonus();
    if (!bonus.has_value() || (!attribution_.has_save_bonus() && !no_rate)) {
      return absl::OkStatus();
    }
    v1::StatementLine line = NewLine(v1::STATEMENT_LINE_KIND_BONUS, 0, "bonus");
    line.set_category(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
    line.set_part_amount_minor(bonus->saved_minor);
    if (bonus->rate_bp.has_value()) line.set_rate_bp(*bonus->rate_bp);
    *line.add_explanation() = bonus->step;
    BATON_ASSIGN_OR_RETURN(const int64_t share,
                           ShareRole(holders, attribution_.save_bonus().amount_minor(), &line));
    if (!no_rate && !IsForeign()) line.set_earning_minor(share);
    Keep(no_rate, std::move(line));
    return absl::OkStatus();
  }

  absl::Status AddSignalCredit() {
    if (booking_.policy.credit_scheme() != v1::CREDIT_SCHEME_SIGNAL_CREDIT) return absl::OkStatus();
    if (attribution_.ae().empty() || terms_.net_new_minor == 0) return absl::OkStatus();
    if (!booking_.ae_plan.has_value()) {
      return RefuseState(v1::ERROR_REASON_COMP_INPUT_MISSING, attribution_.ae(),
                         "the AE has no plan, so the CSM's share of their commission is unknown",
                         {{"attribution", attribution_.name()}});
    }
    const std::vector<v1::AttributionPart> parts(attribution_.parts().begin(),
                                                 attribution_.parts().end());
    BATON_ASSIGN_OR_RETURN(
        const int64_t earning,
        SignalCredit(parts, booking_.ae_plan->expansion_rate_bp(), booking_.policy));
    if (earning == 0) return absl::OkStatus();
    v1::StatementLine line = NewLine(v1::STATEMENT_LINE_KIND_EARNING, 0, "signal_credit");
    line.set_category(v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION);
    line.set_part_amount_minor(terms_.net_new_minor);
    line.set_rate_bp(booking_.policy.signal_credit_bp());
    if (!IsForeign()) line.set_earning_minor(earning);
    *line.add_explanation() = Step(
        "C-1", absl::StrCat("Signal credit: your signal was won with this booking, so you earn ",
                            RateText(booking_.policy.signal_credit_bp()),
                            " of the AE's commission on its net-new expansion."));
    Keep(false, std::move(line));
    return absl::OkStatus();
  }

  const LineOwner& owner_;
  const StatementBooking& booking_;
  const v1::Attribution& attribution_;
  const CreditTerms terms_;
  // In force when it was booked; the statement's own where there was none.
  const v1::CompPlan plan_;
  std::string booked_date_;
  std::vector<v1::StatementLine> lines_;
};

}  // namespace

absl::StatusOr<std::vector<v1::StatementLine>> LinesOf(const LineOwner& owner,
                                                       const StatementBooking& booking) {
  return Writer(owner, booking).Write();
}

bool IsReleased(const HeldLine& held, absl::string_view currency_code) {
  return held.line.status() == v1::LINE_STATUS_HELD &&
         (held.line.hold_reason() == kHeldNotConcurred ||
          held.line.hold_reason() == kHeldDisputed) &&
         held.attribution.state() == v1::ATTRIBUTION_STATE_CONCURRED &&
         held.attribution.open_dispute().empty() && held.currency_code == currency_code;
}

v1::StatementLine ReleaseLine(const LineOwner& owner, const HeldLine& held) {
  const v1::StatementLine& from = held.line;
  v1::StatementLine line = from;
  line.set_name(LineName(owner, from.attribution(), from.part(),
                         absl::StrCat(LineKindName(from.kind()), "_adjustment")));
  line.set_line_no(0);
  line.set_export_seq(0);
  line.set_kind(v1::STATEMENT_LINE_KIND_ADJUSTMENT);
  line.set_status(v1::LINE_STATUS_PAYABLE);
  line.clear_hold_reason();
  line.set_adjusts_line(from.name());
  line.set_reason_code(std::string(kHoldReleased));
  line.clear_explanation();
  for (const v1::ExplanationStep& step : from.explanation()) {
    if (step.rule() != "A-6") *line.add_explanation() = step;
  }
  *line.add_explanation() =
      Step("A-6", absl::StrCat("Payable: CS and Sales both signed by ",
                               FormatMinute(ToTime(held.attribution.concur_time())), "."));
  *line.add_explanation() = Step(
      "C-18", absl::StrCat("Released: it was held on line ", std::string(ShortName(from.name())),
                           " and is paid now as it stood there, by policy version ",
                           from.policy_version(), "."));
  return line;
}

}  // namespace baton::domain
