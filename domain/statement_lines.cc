#include "domain/statement_lines.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/attribution.h"
#include "domain/calculation_text.h"
#include "domain/categorise.h"
#include "domain/comp_plan.h"
#include "domain/credit.h"
#include "domain/credit_share.h"
#include "domain/credit_wording.h"
#include "domain/exchange_rate.h"
#include "domain/flag.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/late_rate.h"
#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/revenue_part.h"
#include "domain/spiff.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

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
    BATON_RETURN_IF_ERROR(AddPlanSpiffs());
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
  void ShowCreditSteps(const v1::AttributionPart& part, absl::string_view others_step,
                       v1::StatementLine* line) {
    for (const v1::ExplanationStep& step : part.explanation()) {
      if (absl::StartsWith(step.text(), others_step)) continue;
      *line->add_explanation() = step;
    }
  }

  // Which rate a line waits for.
  enum class Awaits { kNothing, kPolicyRate, kPlanRate, kSpiffRate };

  // C-13. A plan of renewal credit and save bonuses alone.
  bool TakesGrowth() const { return plan_.kind() != v1::PLAN_KIND_RENEWALS; }

  bool IsForeign() const { return attribution_.currency_code() != owner_.plan.currency_code(); }

  // C-21. What was earned in that currency, in the plan's.
  absl::StatusOr<Awaits> Earn(int64_t earned_minor, const std::string& currency_code,
                              v1::StatementLine* line) {
    const std::string& plan_currency = owner_.plan.currency_code();
    if (currency_code == plan_currency) {
      line->set_earning_minor(earned_minor);
      return Awaits::kNothing;
    }
    line->set_booked_currency_code(currency_code);
    line->set_booked_earning_minor(earned_minor);
    const ApprovedRate* rate = FindRate(booking_.rates, currency_code, plan_currency);
    if (rate == nullptr) return Awaits::kPlanRate;
    BATON_ASSIGN_OR_RETURN(const int64_t converted, Convert(earned_minor, rate->rate));
    line->set_earning_minor(converted);
    *line->add_explanation() =
        Step("C-21", absl::StrCat(AmountText(earned_minor, currency_code), " = ",
                                  AmountText(converted, plan_currency), " at ",
                                  RateOfDayText(*rate), ", rounded half to even, once."));
    return Awaits::kNothing;
  }

  // C-21. ARR stays in the currency that it was booked in; where that isn't the plan's, the line
  // says so and shows it in the plan's.
  absl::StatusOr<Awaits> ShowCredit(int64_t credit_minor, v1::StatementLine* line) {
    if (!IsForeign()) return Awaits::kNothing;
    const std::string& booked = attribution_.currency_code();
    line->set_booked_currency_code(booked);
    const ApprovedRate* rate = FindRate(booking_.rates, booked, owner_.plan.currency_code());
    if (rate == nullptr) return Awaits::kPlanRate;
    BATON_ASSIGN_OR_RETURN(const int64_t converted, Convert(credit_minor, rate->rate));
    *line->add_explanation() =
        Step("C-21", absl::StrCat("Credited in ", booked, ", so it is not in the statement's ",
                                  "totals; ", AmountText(converted, owner_.plan.currency_code()),
                                  " at ", RateOfDayText(*rate), "."));
    return Awaits::kNothing;
  }

  // The share in whole basis points; where no one share says it (bands read as marginal, or at the
  // rate of then), what the credit is of the part.
  absl::StatusOr<int32_t> ShareBp(const Shares& shares, const Share& share, int64_t credit_minor,
                                  const v1::AttributionPart& part) {
    const bool by_credit = shares.marginal || shares.no_rate;
    if (!by_credit || part.amount_minor() == 0) return share.bp;
    BATON_ASSIGN_OR_RETURN(const int64_t bp, RatioBp(credit_minor, part.amount_minor()));
    return static_cast<int32_t>(bp);
  }

  void Hold(absl::string_view reason, absl::string_view rule, absl::string_view text,
            v1::StatementLine* line) {
    line->set_status(v1::LINE_STATUS_HELD);
    line->set_hold_reason(std::string(reason));
    *line->add_explanation() = Step(rule, text);
  }

  // Decides whether a finished line may be paid, and keeps it. A missing rate comes first: a line
  // held for it must not be released by the signatures.
  void Keep(Awaits awaits, v1::StatementLine line) {
    if (awaits == Awaits::kPolicyRate) {
      Hold(kHeldNoRate, "C-3",
           absl::StrCat("Held: there is no exchange rate from ", attribution_.currency_code(),
                        " to ", booking_.policy.currency_code(), ", the policy's currency."),
           &line);
    } else if (awaits == Awaits::kPlanRate) {
      Hold(kHeldNoRate, "C-21",
           absl::StrCat("Held: there is no exchange rate from ", line.booked_currency_code(),
                        " to ", owner_.plan.currency_code(), ", the plan's currency."),
           &line);
    } else if (awaits == Awaits::kSpiffRate) {
      Hold(kHeldNoRate, "C-21",
           absl::StrCat("Held: there is no exchange rate from ", attribution_.currency_code(),
                        " to ", plan_.currency_code(), ", in which the least credit is stated."),
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
    const Shares shares = SharesOf(part.category(), terms_, booking_.policy);
    BATON_ASSIGN_OR_RETURN(const int32_t share_bp,
                           ShareBp(shares, shares.ae, part.ae_credit_minor(), part));
    line.set_credit_share_bp(share_bp);
    ShowCreditSteps(part, kCsmStep, &line);
    BATON_ASSIGN_OR_RETURN(const int64_t credit, ShareRole(holders, part.ae_credit_minor(), &line));
    line.set_credited_amount_minor(credit);
    line.set_rate_bp(CommissionRateBp(plan_, part.category()));
    if (IsOtherPlan()) line.set_other_plan(PlanText(plan_));
    Awaits awaits = Awaits::kPolicyRate;
    if (!no_rate) {
      BATON_ASSIGN_OR_RETURN(awaits, EarnCommission(part.category(), &line));
    }
    Keep(awaits, std::move(line));
    return absl::OkStatus();
  }

  // C-4.
  absl::StatusOr<Awaits> EarnCommission(v1::AttributionCategory category, v1::StatementLine* line) {
    const int64_t credit = line->credited_amount_minor();
    BATON_ASSIGN_OR_RETURN(const int64_t earning, ApplyRate(line->rate_bp(), credit));
    *line->add_explanation() = Step(
        "C-4", absl::StrCat(
                   "Commission at ", RateName(category), ": ",
                   ShareText(line->rate_bp(), credit, earning, attribution_.currency_code()), "."));
    return Earn(earning, attribution_.currency_code(), line);
  }

  absl::Status AddCredit(const v1::AttributionPart& part) {
    if (IsExpansion(part.category()) && !TakesGrowth()) return absl::OkStatus();
    const auto holders = HoldersOf(attribution_, v1::ROLE_CSM, part.category());
    const bool no_rate = HasFlag(part.flags(), kNoRate);
    if (WeightOf(holders, owner_.payee) == 0) return absl::OkStatus();
    if (part.csm_credit_minor() == 0 && !no_rate) return absl::OkStatus();
    v1::StatementLine line = PartLine(v1::STATEMENT_LINE_KIND_CREDIT, "credit", part);
    const Shares shares = SharesOf(part.category(), terms_, booking_.policy);
    BATON_ASSIGN_OR_RETURN(const int32_t share_bp,
                           ShareBp(shares, shares.csm, part.csm_credit_minor(), part));
    line.set_credit_share_bp(share_bp);
    ShowCreditSteps(part, kAeStep, &line);
    BATON_ASSIGN_OR_RETURN(const int64_t credit,
                           ShareRole(holders, part.csm_credit_minor(), &line));
    line.set_credited_amount_minor(credit);
    *line.add_explanation() =
        Step("C-14", "Credit counts for the payee's targets; it pays nothing by itself.");
    BATON_ASSIGN_OR_RETURN(const Awaits awaits, ShowCredit(credit, &line));
    Keep(no_rate ? Awaits::kPolicyRate : awaits, std::move(line));
    return absl::OkStatus();
  }

  // What the attribution says of its bonus, so that the step fits the amount whatever rate it was
  // read at. Where there is none yet, why.
  v1::ExplanationStep BonusStep() const {
    v1::ExplanationStep step;
    for (const v1::ExplanationStep& one : attribution_.explanation()) {
      if (one.rule() == "C-5" || one.rule() == "C-3") step = one;
    }
    return step;
  }

  absl::Status AddBonus() {
    const auto holders =
        HoldersOf(attribution_, v1::ROLE_CSM, v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
    if (WeightOf(holders, owner_.payee) == 0) return absl::OkStatus();
    const std::vector<v1::AttributionPart> parts(attribution_.parts().begin(),
                                                 attribution_.parts().end());
    BATON_ASSIGN_OR_RETURN(const int64_t saved_minor, SavedArr(parts));
    const bool no_rate = HasFlag(attribution_.flags(), kNoRate) && !attribution_.has_save_bonus();
    if (saved_minor == 0 || (!attribution_.has_save_bonus() && !no_rate)) return absl::OkStatus();
    v1::StatementLine line = NewLine(v1::STATEMENT_LINE_KIND_BONUS, 0, "bonus");
    line.set_category(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
    line.set_part_amount_minor(saved_minor);
    *line.add_explanation() = BonusStep();
    Awaits awaits = Awaits::kPolicyRate;
    if (!no_rate) {
      const int64_t bonus_minor = attribution_.save_bonus().amount_minor();
      BATON_ASSIGN_OR_RETURN(const int64_t by_rate_minor,
                             ApplyRate(booking_.policy.save_bonus_bp(), saved_minor));
      if (bonus_minor == by_rate_minor) line.set_rate_bp(booking_.policy.save_bonus_bp());
      BATON_ASSIGN_OR_RETURN(const int64_t share, ShareRole(holders, bonus_minor, &line));
      BATON_ASSIGN_OR_RETURN(awaits, Earn(share, attribution_.currency_code(), &line));
    }
    Keep(awaits, std::move(line));
    return absl::OkStatus();
  }

  // C-1, W-4. What all AEs have as commission lines on the net-new expansion, each by their own
  // plan and each a whole number of minor units. Notes their rates.
  absl::StatusOr<int64_t> CommissionsOfAes(std::set<int32_t>* rates_bp) const {
    const auto holders =
        HoldersOf(attribution_, v1::ROLE_AE, v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION);
    int64_t commissions = 0;
    for (const v1::CreditShare& ae : holders) {
      if (ae.share_bp() == 0) continue;
      const auto plan = booking_.ae_plans.find(ae.person());
      if (plan == booking_.ae_plans.end()) {
        return RefuseState(v1::ERROR_REASON_COMP_INPUT_MISSING, ae.person(),
                           "the AE has no plan, so the CSM's share of their commission is unknown",
                           {{"attribution", attribution_.name()}});
      }
      const int32_t rate_bp = plan->second.expansion_rate_bp();
      rates_bp->insert(rate_bp);
      std::vector<v1::AttributionPart> parts(attribution_.parts().begin(),
                                             attribution_.parts().end());
      for (v1::AttributionPart& part : parts) {
        BATON_ASSIGN_OR_RETURN(const int64_t share,
                               PartOf(part.ae_credit_minor(), holders, ae.person()));
        part.set_ae_credit_minor(share);
      }
      BATON_ASSIGN_OR_RETURN(const int64_t theirs, AeCommissions(parts, rate_bp));
      BATON_ASSIGN_OR_RETURN(commissions, AddMinor(commissions, theirs));
    }
    return commissions;
  }

  absl::Status AddSignalCredit() {
    if (booking_.policy.credit_scheme() != v1::CREDIT_SCHEME_SIGNAL_CREDIT) return absl::OkStatus();
    if (terms_.net_new_minor == 0) return absl::OkStatus();
    if (booking_.policy.signal_spiff_minor() > 0) return AddSpiff();
    std::set<int32_t> rates_bp;
    BATON_ASSIGN_OR_RETURN(const int64_t commissions, CommissionsOfAes(&rates_bp));
    BATON_ASSIGN_OR_RETURN(const int64_t earning,
                           ApplyRate(booking_.policy.signal_credit_bp(), commissions));
    if (earning == 0) return absl::OkStatus();
    v1::StatementLine line = SignalLine("signal_credit");
    line.set_rate_bp(booking_.policy.signal_credit_bp());
    *line.add_explanation() = Step(
        "C-1", absl::StrCat("Signal credit: your signal was won with this booking, so you earn ",
                            RateText(booking_.policy.signal_credit_bp()),
                            " of the AE's commission on its net-new expansion",
                            AeRateText(commissions, rates_bp), "."));
    BATON_ASSIGN_OR_RETURN(const Awaits awaits, Earn(earning, attribution_.currency_code(), &line));
    Keep(awaits, std::move(line));
    return absl::OkStatus();
  }

  v1::StatementLine SignalLine(absl::string_view kind_name) {
    v1::StatementLine line = NewLine(v1::STATEMENT_LINE_KIND_EARNING, 0, kind_name);
    line.set_category(v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION);
    line.set_part_amount_minor(terms_.net_new_minor);
    return line;
  }

  // C-17.
  std::string AeRateText(int64_t commissions_minor, const std::set<int32_t>& rates_bp) const {
    if (!booking_.policy.show_ae_rate()) return "";
    const auto add_rate = [](std::string* text, int32_t rate_bp) {
      absl::StrAppend(text, RateText(rate_bp));
    };
    return absl::StrCat(
        ", ", AmountText(commissions_minor, attribution_.currency_code()),
        rates_bp.size() > 1 ? " at their expansion rates of " : " at their expansion rate of ",
        absl::StrJoin(rates_bp, " and ", add_rate));
  }

  // C-1. In the policy's currency, and only where a share of the AE's commission would be paid.
  absl::Status AddSpiff() {
    const bool credited =
        std::any_of(attribution_.parts().begin(), attribution_.parts().end(),
                    [](const v1::AttributionPart& part) {
                      return part.category() == v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION &&
                             part.ae_credit_minor() != 0;
                    });
    if (!credited) return absl::OkStatus();
    const int64_t spiff_minor = booking_.policy.signal_spiff_minor();
    v1::StatementLine line = SignalLine("signal_spiff");
    *line.add_explanation() =
        Step("C-1", absl::StrCat("Signal spiff: your signal was won with this booking, for which "
                                 "the policy pays ",
                                 AmountText(spiff_minor, booking_.policy.currency_code()), "."));
    BATON_ASSIGN_OR_RETURN(const Awaits awaits,
                           Earn(spiff_minor, booking_.policy.currency_code(), &line));
    Keep(awaits, std::move(line));
    return absl::OkStatus();
  }

  // C-20. Those of the plan in force when it was booked alone, so that a code that stands in two
  // versions pays a booking once.
  absl::Status AddPlanSpiffs() {
    const auto plan = PlanAtInstant(owner_.plan_periods, ToTime(attribution_.booked_time()));
    if (!plan.has_value()) return absl::OkStatus();
    for (const v1::Spiff& spiff : plan->spiffs()) {
      if (IsExpansion(spiff.category()) && !TakesGrowth()) continue;
      BATON_ASSIGN_OR_RETURN(const std::optional<SpiffPay> pay,
                             DecideSpiff(spiff, *plan, booking_, owner_.payee));
      if (pay.has_value()) BATON_RETURN_IF_ERROR(AddPlanSpiff(spiff, *pay));
    }
    return absl::OkStatus();
  }

  absl::Status AddPlanSpiff(const v1::Spiff& spiff, const SpiffPay& pay) {
    v1::StatementLine line = NewLine(v1::STATEMENT_LINE_KIND_BONUS, 0, SpiffLineKind(spiff.code()));
    line.set_category(spiff.category());
    line.set_part_amount_minor(pay.part_minor);
    line.set_spiff(spiff.code());
    if (spiff.rate_bp() > 0) line.set_rate_bp(spiff.rate_bp());
    if (IsOtherPlan()) line.set_other_plan(PlanText(plan_));
    line.mutable_explanation()->Assign(pay.explanation.begin(), pay.explanation.end());
    Awaits awaits = Awaits::kPolicyRate;
    if (pay.awaits == SpiffPay::Awaits::kPlanRate) awaits = Awaits::kSpiffRate;
    if (pay.awaits == SpiffPay::Awaits::kNothing) {
      BATON_ASSIGN_OR_RETURN(awaits, Earn(pay.earned_minor, pay.currency_code, &line));
    }
    Keep(awaits, std::move(line));
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

std::string LineName(const LineOwner& owner, const std::string& attribution, int part,
                     absl::string_view kind) {
  return absl::StrCat(owner.statement, "/lines/", owner.period, "~",
                      std::string(ShortName(owner.payee)), "~", std::string(ShortName(attribution)),
                      "~", part, "~", kind);
}

absl::StatusOr<std::vector<v1::StatementLine>> LinesOf(const LineOwner& owner,
                                                       const StatementBooking& booking) {
  const ApprovedRate* rate =
      FindRate(booking.rates, booking.attribution.currency_code(), booking.policy.currency_code());
  if (rate == nullptr || !AwaitsRate(booking.attribution)) return Writer(owner, booking).Write();
  StatementBooking at_rate = booking;
  BATON_ASSIGN_OR_RETURN(at_rate.attribution,
                         ReadAtRate(booking.attribution, *rate, booking.policy));
  return Writer(owner, at_rate).Write();
}

}  // namespace baton::domain
