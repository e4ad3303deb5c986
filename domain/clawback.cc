#include "domain/clawback.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "domain/attribution_reading.h"
#include "domain/comp_plan.h"
#include "domain/credit_share.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/revenue_part.h"
#include "domain/spiff.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

bool IsChurn(const v1::Attribution& attribution) {
  return std::any_of(attribution.parts().begin(), attribution.parts().end(), [](const auto& part) {
    return part.category() == v1::ATTRIBUTION_CATEGORY_CHURN;
  });
}

absl::Time BookedAt(const v1::Attribution& attribution) {
  return ToTime(attribution.booked_time());
}

auto OrderOf(const v1::Attribution& attribution) {
  return std::make_tuple(ToMicros(attribution.booked_time()),
                         absl::string_view(attribution.name()));
}

bool TakesEarningsOf(v1::ClawbackRoles roles, bool of_ae) {
  if (roles == v1::CLAWBACK_ROLES_AE) return of_ae;
  if (roles == v1::CLAWBACK_ROLES_CSM) return !of_ae;
  return true;
}

// The part of a figure that goes with `taken` of `whole`.
absl::StatusOr<int64_t> ShareOf(int64_t figure_minor, int64_t taken_minor, int64_t whole_minor) {
  if (taken_minor == 0) return 0;
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> shares,
                         Split(figure_minor, {taken_minor, whole_minor - taken_minor}));
  return shares[0];
}

absl::StatusOr<LineFigures> SharesOf(const LineFigures& line, int64_t taken_minor,
                                     int64_t whole_minor) {
  LineFigures shares;
  BATON_ASSIGN_OR_RETURN(shares.part_minor, ShareOf(line.part_minor, taken_minor, whole_minor));
  BATON_ASSIGN_OR_RETURN(shares.credited_minor,
                         ShareOf(line.credited_minor, taken_minor, whole_minor));
  BATON_ASSIGN_OR_RETURN(shares.earning_minor,
                         ShareOf(line.earning_minor, taken_minor, whole_minor));
  BATON_ASSIGN_OR_RETURN(shares.booked_earning_minor,
                         ShareOf(line.booked_earning_minor, taken_minor, whole_minor));
  return shares;
}

std::map<std::string, int64_t> ShrinksOf(const v1::Attribution& loss) {
  std::map<std::string, int64_t> shrinks;
  for (const v1::AttributionPart& part : loss.parts()) {
    if (part.category() != v1::ATTRIBUTION_CATEGORY_CONTRACTION) continue;
    shrinks[part.product_line()] -= part.amount_minor();
  }
  return shrinks;
}

}  // namespace

LineFigures FiguresOf(const v1::StatementLine& line) {
  return {line.part_amount_minor(), line.credited_amount_minor(), line.earning_minor(),
          line.booked_earning_minor()};
}

LineGift GiftOf(const v1::StatementLine& line, const v1::CompPlan& plan,
                absl::Span<const PlanPeriod> periods) {
  LineGift gift = {line.kind(), line.kind() == v1::STATEMENT_LINE_KIND_EARNING && line.part() > 0};
  if (line.spiff().empty()) return gift;
  const auto other = std::find_if(periods.begin(), periods.end(), [&](const PlanPeriod& period) {
    return PlanText(period.plan) == line.other_plan();
  });
  gift.of_ae = SpiffRole(other == periods.end() ? plan : other->plan) == v1::ROLE_AE;
  return gift;
}

Clawback::Clawback(absl::Span<const BookedAttribution> history) : history_(history) {
  for (const BookedAttribution& booked : history) {
    if (!Counts(booked.attribution)) continue;
    Sale& sale = sales_.emplace_back();
    sale.booked = &booked;
    for (const v1::AttributionPart& part : booked.attribution.parts()) {
      sale.left.push_back(IsExpansion(part.category()) ? part.amount_minor() : 0);
    }
  }
  std::sort(sales_.begin(), sales_.end(), [](const Sale& a, const Sale& b) {
    return OrderOf(a.booked->attribution) > OrderOf(b.booked->attribution);
  });
}

absl::Status Clawback::Lay() {
  std::vector<const v1::Attribution*> losses;
  for (const Sale& sale : sales_) losses.push_back(&sale.booked->attribution);
  std::reverse(losses.begin(), losses.end());
  for (const v1::Attribution* loss : losses) {
    if (IsChurn(*loss)) Churn(*loss);
    for (const auto& [product_line, amount_minor] : ShrinksOf(*loss)) {
      BATON_RETURN_IF_ERROR(Shrink(*loss, product_line, amount_minor));
    }
  }
  return absl::OkStatus();
}

bool Clawback::Bears(const Sale& sale, const v1::Attribution& loss) const {
  const v1::Attribution& sold = sale.booked->attribution;
  return sold.account() == loss.account() && BookedAt(sold) < BookedAt(loss) &&
         BookedAt(loss) <= BookedAt(sold) + kEarlyLoss;
}

void Clawback::Churn(const v1::Attribution& loss) {
  for (Sale& sale : sales_) {
    if (sale.churned || !Bears(sale, loss)) continue;
    sale.churned = true;
    sale.last_loss = BookedAt(loss);
    for (size_t part = 0; part < sale.left.size(); ++part) {
      if (sale.left[part] == 0) continue;
      sale.takings.push_back({BookedAt(loss), static_cast<int>(part), sale.left[part]});
      sale.left[part] = 0;
    }
  }
}

absl::Status Clawback::Shrink(const v1::Attribution& loss, const std::string& product_line,
                              int64_t amount_minor) {
  for (Sale& sale : sales_) {
    if (amount_minor == 0) break;
    if (!Bears(sale, loss)) continue;
    BATON_ASSIGN_OR_RETURN(const int64_t taken_minor,
                           TakeFrom(&sale, product_line, amount_minor, BookedAt(loss)));
    amount_minor -= taken_minor;
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> Clawback::TakeFrom(Sale* sale, const std::string& product_line,
                                           int64_t amount_minor, absl::Time time) {
  const v1::Attribution& sold = sale->booked->attribution;
  std::vector<int64_t> weights(sale->left.size(), 0);
  int64_t whole_minor = 0;
  for (size_t part = 0; part < weights.size(); ++part) {
    if (sold.parts(static_cast<int>(part)).product_line() != product_line) continue;
    weights[part] = sale->left[part];
    BATON_ASSIGN_OR_RETURN(whole_minor, AddMinor(whole_minor, weights[part]));
  }
  const int64_t taken_minor = std::min(amount_minor, whole_minor);
  if (taken_minor == 0) return 0;
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> shares, Split(taken_minor, weights));
  for (size_t part = 0; part < shares.size(); ++part) {
    if (shares[part] == 0) continue;
    sale->left[part] -= shares[part];
    sale->takings.push_back({time, static_cast<int>(part), shares[part]});
  }
  sale->last_loss = time;
  return taken_minor;
}

const Clawback::Sale* Clawback::Find(absl::string_view attribution) const {
  const auto sale = std::find_if(sales_.begin(), sales_.end(), [&](const Sale& sold) {
    return sold.booked->attribution.name() == attribution;
  });
  return sale == sales_.end() || sale->last_loss == absl::Time() ? nullptr : &*sale;
}

int64_t Clawback::TakenOf(const Sale& sale, int part) {
  int64_t taken_minor = 0;
  for (const Taking& taking : sale.takings) {
    if (taking.part == part) taken_minor += taking.amount_minor;
  }
  return taken_minor;
}

absl::StatusOr<LineFigures> Clawback::Of(const v1::StatementLine& line,
                                         const LineGift& gift) const {
  const Sale* sale = Find(line.attribution());
  if (sale == nullptr) return LineFigures();
  const LineFigures whole = FiguresOf(line);
  LineFigures taken;
  if (sale->churned) {
    if (gift.kind != v1::STATEMENT_LINE_KIND_CREDIT || IsExpansion(line.category())) taken = whole;
  } else if (IsExpansion(line.category())) {
    int64_t taken_minor = 0;
    int64_t whole_minor = 0;
    const v1::Attribution& sold = sale->booked->attribution;
    for (int part = 0; part < sold.parts_size(); ++part) {
      const bool of_line = line.part() == 0 ? sold.parts(part).category() == line.category()
                                            : sold.parts(part).part() == line.part();
      if (!of_line) continue;
      taken_minor += TakenOf(*sale, part);
      whole_minor += sold.parts(part).amount_minor();
    }
    BATON_ASSIGN_OR_RETURN(taken, SharesOf(whole, taken_minor, whole_minor));
  }
  if (!TakesEarningsOf(sale->booked->clawback_roles, gift.of_ae)) {
    taken.earning_minor = 0;
    taken.booked_earning_minor = 0;
  }
  return taken;
}

absl::StatusOr<bool> Clawback::TakesAllOf(const v1::StatementLine& line,
                                          const LineGift& gift) const {
  BATON_ASSIGN_OR_RETURN(const LineFigures taken, Of(line, gift));
  return taken == FiguresOf(line) && !(taken == LineFigures());
}

absl::string_view Clawback::ReasonOf(absl::string_view attribution) const {
  const Sale* sale = Find(attribution);
  if (sale == nullptr) return "";
  return sale->churned ? kEarlyChurn : kEarlyContraction;
}

absl::Time Clawback::LossTimeOf(absl::string_view attribution) const {
  return Find(attribution)->last_loss;
}

absl::Status Clawback::AddCreditOf(const Sale& sale, absl::Span<const std::string> people,
                                   std::vector<CreditTakenBack>* credits) const {
  const v1::Attribution& sold = sale.booked->attribution;
  std::map<int, int64_t> taken_minor;         // by part, of its ARR
  std::map<int, int64_t> taken_credit_minor;  // by part, of their credit
  int64_t to_date_minor = 0;
  for (const Taking& taking : sale.takings) {
    const v1::AttributionPart& part = sold.parts(taking.part);
    BATON_ASSIGN_OR_RETURN(const int64_t credit_minor, CsmCreditOf(sold, part, people));
    taken_minor[taking.part] += taking.amount_minor;
    BATON_ASSIGN_OR_RETURN(const int64_t of_part_minor,
                           ShareOf(credit_minor, taken_minor[taking.part], part.amount_minor()));
    const int64_t by_this_minor = of_part_minor - taken_credit_minor[taking.part];
    taken_credit_minor[taking.part] = of_part_minor;
    if (by_this_minor == 0) continue;
    to_date_minor += by_this_minor;
    credits->push_back({&sold, taking.time, to_date_minor, by_this_minor});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<CreditTakenBack>> Clawback::CreditOf(
    absl::Span<const std::string> people) const {
  std::vector<CreditTakenBack> credits;
  for (const Sale& sale : sales_) BATON_RETURN_IF_ERROR(AddCreditOf(sale, people, &credits));
  std::stable_sort(credits.begin(), credits.end(),
                   [](const auto& a, const auto& b) { return a.time < b.time; });
  return credits;
}

}  // namespace baton::domain
