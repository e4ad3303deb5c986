#include "domain/amortisation.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/money.h"
#include "domain/revenue_part.h"
#include "domain/statement.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr int kMonthsPerQuarter = 3;

bool IsReleased(const v1::StatementLine& line) { return line.reason_code() == kHoldReleased; }

bool PaysForBooking(const v1::StatementLine& line) {
  return line.status() == v1::LINE_STATUS_PAYABLE && !line.attribution().empty() &&
         line.earning_minor() != 0;
}

// An amount over equal months: what the first 0, 1, 2, ... of them have.
absl::StatusOr<std::vector<int64_t>> FirstMonths(int64_t amount_minor, int32_t months) {
  const std::vector<int64_t> equal(static_cast<size_t>(months), 1);
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> split, Split(amount_minor, equal));
  std::vector<int64_t> sums = {0};
  for (const int64_t month_minor : split) sums.push_back(sums.back() + month_minor);
  return sums;
}

absl::Status AddTo(int64_t more_minor, int64_t* sum_minor) {
  BATON_ASSIGN_OR_RETURN(*sum_minor, AddMinor(*sum_minor, more_minor));
  return absl::OkStatus();
}

absl::StatusOr<std::string> CodeOf(const v1::Policy& policy, absl::CivilMonth quarter) {
  BATON_ASSIGN_OR_RETURN(const absl::Time start,
                         StartOfDate(policy, DateText(absl::CivilDay(quarter))));
  BATON_ASSIGN_OR_RETURN(const Quarter found, QuarterAt(policy, start));
  return found.code;
}

}  // namespace

bool IsCost(const v1::StatementLine& line) {
  if (!PaysForBooking(line)) return false;
  return line.kind() == v1::STATEMENT_LINE_KIND_EARNING ||
         line.kind() == v1::STATEMENT_LINE_KIND_BONUS || IsReleased(line);
}

bool ChangesCost(const v1::StatementLine& line) {
  if (!PaysForBooking(line) || IsReleased(line) || line.adjusts_line().empty()) return false;
  return line.kind() == v1::STATEMENT_LINE_KIND_CLAWBACK ||
         line.kind() == v1::STATEMENT_LINE_KIND_ADJUSTMENT;
}

Amortisation::Amortisation(const AmortisationTerms& terms, v1::Policy policy, const Quarter& to)
    : terms_(terms),
      policy_(std::move(policy)),
      end_(absl::CivilMonth(to.first_day) + kMonthsPerQuarter) {}

int Amortisation::MonthsOf(v1::AttributionCategory category) const {
  return IsExpansion(category) ? terms_.expansion_months : terms_.renewal_months;
}

absl::StatusOr<absl::CivilMonth> Amortisation::FirstMonthOf(const std::string& period) {
  const auto known = quarters_.find(period);
  if (known != quarters_.end()) return known->second;
  BATON_ASSIGN_OR_RETURN(const Quarter quarter, ParseQuarter(policy_, period));
  return quarters_[period] = absl::CivilMonth(quarter.first_day);
}

absl::Status Amortisation::Add(const PublishedLine& line) {
  const bool is_cost = IsCost(line.line);
  if (!is_cost && !ChangesCost(line.line)) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const absl::CivilMonth quarter, FirstMonthOf(line.period));
  if (quarter >= end_) return absl::OkStatus();
  return is_cost ? AddCost(line, quarter) : AddChange(line, quarter);
}

absl::Status Amortisation::AddCost(const PublishedLine& line, absl::CivilMonth quarter) {
  absl::CivilDay booked;
  if (!absl::ParseCivilTime(line.line.booked_date(), &booked)) {
    return absl::InvalidArgumentError(
        absl::StrCat(line.line.name(), " was booked on \"", line.line.booked_date(), "\""));
  }
  const int months = MonthsOf(line.line.category());
  Cost& cost = costs_.emplace_back();
  cost.published = quarter;
  cost.start = absl::CivilMonth(booked);
  cost.at_once = terms_.expense_short && months <= kShortMonths;
  by_name_[line.line.name()] = lines_.size();
  v1::AmortisedLine& row = lines_.emplace_back();
  row.set_line(line.line.name());
  row.set_period(line.period);
  row.set_booking(line.line.booking());
  row.set_account_display_name(line.line.account_display_name());
  row.set_payee(line.payee);
  row.set_payee_display_name(line.payee_display_name);
  row.set_category(line.line.category());
  row.set_currency_code(line.currency_code);
  row.set_amount_minor(line.line.earning_minor());
  row.set_start_month(absl::FormatCivilTime(cost.start));
  row.set_months(months);
  return absl::OkStatus();
}

absl::Status Amortisation::AddChange(const PublishedLine& line, absl::CivilMonth quarter) {
  const auto found = by_name_.find(line.line.adjusts_line());
  if (found == by_name_.end()) {
    return absl::InternalError(absl::StrCat(line.line.name(), " corrects ",
                                            line.line.adjusts_line(), ", which is no cost"));
  }
  costs_[found->second].changes.push_back({quarter, line.line.earning_minor()});
  return absl::OkStatus();
}

absl::Status Amortisation::Run() {
  for (size_t i = 0; i < costs_.size(); ++i) {
    const Cost& cost = costs_[i];
    BATON_RETURN_IF_ERROR(cost.at_once ? Expense(cost, &lines_[i]) : Spread(cost, &lines_[i]));
  }
  return absl::OkStatus();
}

Amortisation::Flows& Amortisation::FlowsOf(const v1::AmortisedLine& line,
                                           absl::CivilMonth quarter) {
  return flows_[line.currency_code()][quarter];
}

absl::Status Amortisation::Expense(const Cost& cost, v1::AmortisedLine* line) {
  int64_t expensed_minor = line->amount_minor();
  BATON_RETURN_IF_ERROR(AddTo(expensed_minor, &FlowsOf(*line, cost.published).expensed_minor));
  for (const Change& change : cost.changes) {
    BATON_RETURN_IF_ERROR(AddTo(change.minor, &FlowsOf(*line, change.quarter).expensed_minor));
    BATON_RETURN_IF_ERROR(AddTo(change.minor, &expensed_minor));
  }
  line->set_expensed_minor(expensed_minor);
  line->set_taken_back_minor(line->amount_minor() - expensed_minor);
  return absl::OkStatus();
}

absl::Status Amortisation::WriteOff(int64_t written_off_minor, absl::CivilMonth quarter,
                                    v1::AmortisedLine* line) {
  line->set_written_off_minor(line->written_off_minor() + written_off_minor);
  return AddTo(written_off_minor, &FlowsOf(*line, quarter).written_off_minor);
}

absl::Status Amortisation::Spread(const Cost& cost, v1::AmortisedLine* line) {
  int64_t kept_minor = line->amount_minor();
  BATON_RETURN_IF_ERROR(AddTo(kept_minor, &FlowsOf(*line, cost.published).capitalised_minor));
  BATON_ASSIGN_OR_RETURN(std::vector<int64_t> sums, FirstMonths(kept_minor, line->months()));
  absl::CivilMonth last_change = cost.published;
  for (const Change& change : cost.changes) last_change = std::max(last_change, change.quarter);
  size_t before = 0;  // months amortised as the quarter begins
  for (absl::CivilMonth quarter = cost.published; quarter < end_; quarter += kMonthsPerQuarter) {
    const bool over = quarter >= cost.start + line->months() || kept_minor == 0;
    if (over && quarter > last_change) break;
    for (const Change& change : cost.changes) {
      if (change.quarter != quarter) continue;
      const int64_t left_minor = kept_minor - sums[before];
      BATON_ASSIGN_OR_RETURN(kept_minor, AddMinor(kept_minor, change.minor));
      BATON_ASSIGN_OR_RETURN(sums, FirstMonths(kept_minor, line->months()));
      BATON_RETURN_IF_ERROR(WriteOff(left_minor - (kept_minor - sums[before]), quarter, line));
    }
    const size_t months = static_cast<size_t>(
        std::clamp<int64_t>(quarter + kMonthsPerQuarter - cost.start, 0, line->months()));
    const int64_t amortised_minor = sums[months] - sums[before];
    BATON_RETURN_IF_ERROR(AddTo(amortised_minor, &FlowsOf(*line, quarter).amortised_minor));
    line->set_amortised_minor(line->amortised_minor() + amortised_minor);
    before = months;
  }
  line->set_taken_back_minor(line->amount_minor() - kept_minor);
  line->set_remaining_minor(line->amount_minor() - line->amortised_minor() -
                            line->written_off_minor());
  return absl::OkStatus();
}

absl::Status Amortisation::CheckRemaining(
    const std::map<std::string, int64_t>& closing_minor) const {
  std::map<std::string, int64_t> remaining_minor;
  for (const v1::AmortisedLine& line : lines_) {
    BATON_RETURN_IF_ERROR(AddTo(line.remaining_minor(), &remaining_minor[line.currency_code()]));
  }
  for (const auto& [currency, minor] : closing_minor) {
    if (remaining_minor[currency] == minor) continue;
    return absl::InternalError(absl::StrCat("C-20: the roll-forward closes with ", minor, " ",
                                            currency, ", of the lines remain ",
                                            remaining_minor[currency]));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::AmortisationRow> Amortisation::RowOf(const std::string& currency,
                                                        absl::CivilMonth quarter,
                                                        int64_t opening_minor) const {
  const auto& flows = flows_.at(currency);
  const auto found = flows.find(quarter);
  const Flows flow = found == flows.end() ? Flows() : found->second;
  v1::AmortisationRow row;
  BATON_ASSIGN_OR_RETURN(*row.mutable_period(), CodeOf(policy_, quarter));
  row.set_currency_code(currency);
  row.set_opening_minor(opening_minor);
  row.set_capitalised_minor(flow.capitalised_minor);
  row.set_expensed_minor(flow.expensed_minor);
  row.set_amortised_minor(flow.amortised_minor);
  row.set_written_off_minor(flow.written_off_minor);
  BATON_ASSIGN_OR_RETURN(int64_t closing_minor, AddMinor(opening_minor, flow.capitalised_minor));
  BATON_ASSIGN_OR_RETURN(closing_minor, SubtractMinor(closing_minor, flow.amortised_minor));
  BATON_ASSIGN_OR_RETURN(closing_minor, SubtractMinor(closing_minor, flow.written_off_minor));
  row.set_closing_minor(closing_minor);
  return row;
}

absl::StatusOr<std::vector<v1::AmortisationRow>> Amortisation::Rows(const Quarter& from) const {
  std::vector<v1::AmortisationRow> rows;
  std::map<std::string, int64_t> closing_minor;
  for (const auto& [currency, flows] : flows_) {
    int64_t& standing_minor = closing_minor[currency];
    for (absl::CivilMonth quarter = flows.begin()->first; quarter <= flows.rbegin()->first;
         quarter += kMonthsPerQuarter) {
      BATON_ASSIGN_OR_RETURN(v1::AmortisationRow row, RowOf(currency, quarter, standing_minor));
      standing_minor = row.closing_minor();
      if (quarter >= absl::CivilMonth(from.first_day)) rows.push_back(std::move(row));
    }
  }
  BATON_RETURN_IF_ERROR(CheckRemaining(closing_minor));
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.period() < b.period(); });
  return rows;
}

}  // namespace baton::domain
