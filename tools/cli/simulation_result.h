// What a simulation sent, put together for people: who gains and who loses (C-16).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "baton/v1/simulation.pb.h"

namespace baton::cli {

// Every message of SimulateStatements.
struct SimulationResult {
  std::vector<v1::SimulatedStatement> statements;
  std::vector<v1::SimulationTotals> totals;  // by currency
};

// One payee over all quarters in one currency; or a kind of line over all payees. Minor units.
struct PayChange {
  std::string name;
  std::string currency_code;
  int64_t before_minor = 0;
  int64_t after_minor = 0;
  int64_t difference_minor = 0;
};

// C-16. The payees of that currency, who gains most first, who loses most last; by name where it is
// the same.
std::vector<PayChange> PayeeChanges(const SimulationResult& result,
                                    absl::string_view currency_code);

// C-16. Of that currency, what the lines of each kind and pool earn, in the order of a statement.
// Kinds that earn nothing either way are left out, and what is carried between statements.
std::vector<PayChange> KindChanges(const SimulationResult& result, absl::string_view currency_code);

// The quarters, by time: "2027-Q1", or "2027-Q1 to 2027-Q4"; empty without a statement.
std::string PeriodsText(const SimulationResult& result);

// Those of the quarters that are published, by time.
std::vector<std::string> PublishedPeriods(const SimulationResult& result);

// "+1,234.56", "-1,234.56", "0.00".
std::string SignedAmount(int64_t amount_minor, absl::string_view currency_code);

// The difference as a share of what was before: "+12.5%"; empty where that is not above 0.
std::string ChangeText(const PayChange& change);

// "1 gains, 2 lose, 5 get the same".
std::string CountsText(const v1::SimulationTotals& totals);

// C-16. A line for each payee and quarter under a header, as RFC 4180 says. Amounts have a decimal
// point and no separators; a text that a spreadsheet would take for a formula has an apostrophe in
// front.
std::string SimulationCsv(const SimulationResult& result);

}  // namespace baton::cli
