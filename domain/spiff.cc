#include "domain/spiff.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "domain/calculation_text.h"
#include "domain/categorise.h"
#include "domain/credit.h"
#include "domain/credit_share.h"
#include "domain/flag.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/money.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

// By what the ids of lines end that correct others.
constexpr std::array<absl::string_view, 3> kCorrectionEnds = {"_adjustment", "_clawback",
                                                              "_reversal"};

bool IsCodeChar(char c) { return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.'; }

// What the payee is credited with on one booking in one category, in the booking's currency.
struct Credited {
  bool no_rate = false;
  int64_t part_minor = 0;
  int64_t credit_minor = 0;
};

absl::StatusOr<Credited> CreditedOf(const v1::Attribution& attribution,
                                    v1::AttributionCategory category, v1::Role role,
                                    const std::string& payee) {
  Credited credited;
  const std::vector<v1::CreditShare> holders = HoldersOf(attribution, role, category);
  if (WeightOf(holders, payee) == 0) return credited;
  for (const v1::AttributionPart& part : attribution.parts()) {
    if (part.category() != category) continue;
    if (HasFlag(part.flags(), kNoRate)) credited.no_rate = true;
    const int64_t of_role = role == v1::ROLE_AE ? part.ae_credit_minor() : part.csm_credit_minor();
    BATON_ASSIGN_OR_RETURN(const int64_t share, PartOf(of_role, holders, payee));
    BATON_ASSIGN_OR_RETURN(credited.part_minor, AddMinor(credited.part_minor, part.amount_minor()));
    BATON_ASSIGN_OR_RETURN(credited.credit_minor, AddMinor(credited.credit_minor, share));
  }
  return credited;
}

// Decides one SPIFF for one booking.
class Decider {
 public:
  Decider(const v1::Spiff& spiff, const v1::CompPlan& plan, const StatementBooking& booking)
      : spiff_(spiff),
        plan_(plan),
        booking_(booking),
        currency_(booking.attribution.currency_code()) {}

  absl::StatusOr<std::optional<SpiffPay>> Decide(const std::string& payee) {
    const absl::Time booked = ToTime(booking_.attribution.booked_time());
    if (booked < ToTime(spiff_.start_time()) || booked >= ToTime(spiff_.end_time())) {
      return std::nullopt;
    }
    BATON_ASSIGN_OR_RETURN(
        credited_, CreditedOf(booking_.attribution, spiff_.category(), SpiffRole(plan_), payee));
    pay_.part_minor = credited_.part_minor;
    if (credited_.no_rate) return Awaiting(SpiffPay::Awaits::kPolicyRate);
    if (credited_.credit_minor <= 0) return std::nullopt;
    return Compare();
  }

 private:
  std::string SpiffText() const {
    return absl::StrCat("SPIFF ", spiff_.code(), ", for ",
                        std::string(CategoryText(spiff_.category())), " booked from ",
                        FormatMinute(ToTime(spiff_.start_time())), " to before ",
                        FormatMinute(ToTime(spiff_.end_time())));
  }

  SpiffPay Awaiting(SpiffPay::Awaits rate) {
    pay_.awaits = rate;
    Explain(absl::StrCat(SpiffText(), "."));
    return std::move(pay_);
  }

  void Explain(absl::string_view text) { pay_.explanation.push_back(Step("C-20", text)); }

  // Whether it is enough, and then what it pays.
  absl::StatusOr<std::optional<SpiffPay>> Compare() {
    std::string text = absl::StrCat(SpiffText(), ": your credit for it on this booking is ",
                                    AmountText(credited_.credit_minor, currency_));
    if (spiff_.min_credited_minor() > 0) {
      int64_t in_plan_minor = credited_.credit_minor;
      if (currency_ != plan_.currency_code()) {
        const ApprovedRate* rate = FindRate(booking_.rates, currency_, plan_.currency_code());
        if (rate == nullptr) return Awaiting(SpiffPay::Awaits::kPlanRate);
        BATON_ASSIGN_OR_RETURN(in_plan_minor, Convert(credited_.credit_minor, rate->rate));
        absl::StrAppend(&text, ", which is ", AmountText(in_plan_minor, plan_.currency_code()),
                        " at ", RateOfDayText(*rate));
      }
      if (in_plan_minor < spiff_.min_credited_minor()) return std::nullopt;
      absl::StrAppend(&text, ", at least ",
                      AmountText(spiff_.min_credited_minor(), plan_.currency_code()));
    }
    Explain(absl::StrCat(text, "."));
    return Pay();
  }

  absl::StatusOr<std::optional<SpiffPay>> Pay() {
    if (spiff_.rate_bp() > 0) {
      pay_.currency_code = currency_;
      BATON_ASSIGN_OR_RETURN(pay_.earned_minor,
                             ApplyRate(spiff_.rate_bp(), credited_.credit_minor));
      Explain(absl::StrCat(
          "It pays ",
          ShareText(spiff_.rate_bp(), credited_.credit_minor, pay_.earned_minor, currency_), "."));
    } else {
      pay_.currency_code = plan_.currency_code();
      pay_.earned_minor = spiff_.amount_minor();
      Explain(absl::StrCat("It pays ", AmountText(pay_.earned_minor, pay_.currency_code),
                           " a booking."));
    }
    return std::move(pay_);
  }

  const v1::Spiff& spiff_;
  const v1::CompPlan& plan_;
  const StatementBooking& booking_;
  const std::string& currency_;  // the booking's
  Credited credited_;
  SpiffPay pay_;
};

}  // namespace

std::string SpiffCodeFault(absl::string_view code) {
  if (!std::all_of(code.begin(), code.end(), IsCodeChar)) {
    return "may have letters, digits, '-', '_' and '.' alone";
  }
  for (const absl::string_view end : kCorrectionEnds) {
    if (absl::EndsWith(code, end)) {
      return absl::StrCat("ends in ", end, ", as the ids of lines that correct others do");
    }
  }
  return "";
}

std::string SpiffLineKind(absl::string_view code) {
  std::string kind = "spiff-";
  // What was signed before codes were checked may have anything in it.
  for (const char c : code) {
    if (IsCodeChar(c)) {
      kind += c;
    } else {
      absl::StrAppendFormat(&kind, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return kind;
}

v1::Role SpiffRole(const v1::CompPlan& plan) {
  return plan.role() == v1::ROLE_AE ? v1::ROLE_AE : v1::ROLE_CSM;
}

absl::StatusOr<std::optional<SpiffPay>> DecideSpiff(const v1::Spiff& spiff,
                                                    const v1::CompPlan& plan,
                                                    const StatementBooking& booking,
                                                    const std::string& payee) {
  return Decider(spiff, plan, booking).Decide(payee);
}

}  // namespace baton::domain
