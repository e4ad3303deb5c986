// What it cost to obtain contracts, capitalised and amortised (C-20, ASC 340-40).
//
// A cost is a published payable line of commission or bonus that a booking caused, or such a line
// that was held and released; what takes it back, or gives it back, changes it. Pools, caps,
// guarantees, draws, true-ups and manual corrections are caused by no one contract and are no cost.
//
// A cost is spread evenly over whole months, from the month of booked_date on: month by month the
// shares of one X-1 split, so that they add up to it. A quarter has its months' sum. Months before
// the quarter for which the line was published are caught up in that one. What is taken back of a
// cost in a later quarter is amortised until that one begins; the rest of it is written off then,
// and what is kept goes on by its own split.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "baton/v1/amortisation_report.pb.h"
#include "baton/v1/comp_statement.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/fiscal.h"

namespace baton::domain {

inline constexpr int kDefaultExpansionMonths = 60;
inline constexpr int kDefaultRenewalMonths = 12;
inline constexpr int kMaxAmortisationMonths = 240;
// The practical expedient: a benefit of as many months or fewer may be expensed at once.
inline constexpr int kShortMonths = 12;

struct AmortisationTerms {
  // Of net-new expansion and cross-sell; of everything else. 1 to kMaxAmortisationMonths.
  int expansion_months = kDefaultExpansionMonths;
  int renewal_months = kDefaultRenewalMonths;
  // Whether kShortMonths or less are expensed at once.
  bool expense_short = true;
};

// A line of a published statement.
struct PublishedLine {
  v1::StatementLine line;
  // Its statement's.
  std::string period;
  std::string payee;
  std::string payee_display_name;
  std::string currency_code;
};

// Whether the line is a cost, or changes one.
bool IsCost(const v1::StatementLine& line);
bool ChangesCost(const v1::StatementLine& line);

// Computes the report. Lines are added in the order in which they were published, then Run is
// called once.
class Amortisation {
 public:
  // Up to the end of the quarter `to`. `policy` says what the fiscal quarters are.
  Amortisation(const AmortisationTerms& terms, v1::Policy policy, const Quarter& to);

  // Others than costs and their changes, and what was published for a later quarter, are passed
  // over. InvalidArgument: a period or a booked_date that is none. Internal: a change of a line
  // that was not added.
  absl::Status Add(const PublishedLine& line);

  // Spreads what was added. OutOfRange: sums beyond 64 bits.
  absl::Status Run();

  // From the quarter `from` on, by quarter and currency; a currency's end with the last in which
  // something stood or moved. OutOfRange: sums beyond 64 bits. Internal: rows that don't add up to
  // what remains of the lines.
  absl::StatusOr<std::vector<v1::AmortisationRow>> Rows(const Quarter& from) const;

  // In the order of Add.
  const std::vector<v1::AmortisedLine>& Lines() const { return lines_; }

 private:
  // What was taken back of a cost, or given back, by quarter.
  struct Change {
    absl::CivilMonth quarter;
    int64_t minor = 0;
  };

  struct Cost {
    // First months of the quarter for which it was published, and of the spread.
    absl::CivilMonth published;
    absl::CivilMonth start;
    bool at_once = false;
    std::vector<Change> changes;
  };

  // What a quarter does in one currency.
  struct Flows {
    int64_t capitalised_minor = 0;
    int64_t expensed_minor = 0;
    int64_t amortised_minor = 0;
    int64_t written_off_minor = 0;
  };

  int MonthsOf(v1::AttributionCategory category) const;
  absl::StatusOr<absl::CivilMonth> FirstMonthOf(const std::string& period);
  absl::Status AddCost(const PublishedLine& line, absl::CivilMonth quarter);
  absl::Status AddChange(const PublishedLine& line, absl::CivilMonth quarter);
  absl::Status Spread(const Cost& cost, v1::AmortisedLine* line);
  absl::Status Expense(const Cost& cost, v1::AmortisedLine* line);
  absl::Status WriteOff(int64_t written_off_minor, absl::CivilMonth quarter,
                        v1::AmortisedLine* line);
  absl::StatusOr<v1::AmortisationRow> RowOf(const std::string& currency, absl::CivilMonth quarter,
                                            int64_t opening_minor) const;
  Flows& FlowsOf(const v1::AmortisedLine& line, absl::CivilMonth quarter);
  absl::Status CheckRemaining(const std::map<std::string, int64_t>& closing_minor) const;

  const AmortisationTerms terms_;
  const v1::Policy policy_;
  const absl::CivilMonth end_;                        // the first month behind the last quarter
  std::map<std::string, absl::CivilMonth> quarters_;  // by code
  std::vector<Cost> costs_;
  std::vector<v1::AmortisedLine> lines_;  // of costs_
  std::map<std::string, size_t> by_name_;
  // By currency and first month of the quarter.
  std::map<std::string, std::map<absl::CivilMonth, Flows>> flows_;
};

}  // namespace baton::domain
