// CS-led growth for the CEO and the board (G-2 to G-5).
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "baton/v1/growth_report.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/fiscal.h"
#include "domain/revenue_part.h"

namespace baton::domain {

// Quarters that a report shows, and those before them that its trailing figures and changes over a
// year need: four quarters back from the first shown, and four more for the year before.
inline constexpr int kShownQuarters = 8;
inline constexpr int kReadQuarters = kShownQuarters + 7;

// An account that had a CSM and ARR as a quarter began.
struct ManagedAccount {
  std::string csm;
  v1::Segment segment = v1::SEGMENT_UNSPECIFIED;
  int64_t arr_minor = 0;
};

// One quarter's facts, in the report's currency.
struct GrowthQuarter {
  Quarter quarter;
  std::vector<ManagedAccount> managed;
  // What the CS team costs in it; 0: not stated.
  int64_t cs_cost_minor = 0;
};

struct GrowthFacts {
  // kReadQuarters of them, oldest first; the last is the report's.
  std::vector<GrowthQuarter> quarters;
  // Every part booked in them, in any order.
  std::vector<RevenuePart> parts;
  // G-4. Accounts that both a CSM and an AE touched in the last quarter.
  std::set<std::string> shared_accounts;
  v1::CsLedBase base = v1::CS_LED_BASE_ALL;
  std::string currency_code;
};

// All but the frame and the names of CSMs, whose rows stand by name in bytes. OUT_OF_RANGE where a
// sum does not fit into 64 bits.
absl::StatusOr<v1::CsLedGrowthResponse> CsLedReport(const GrowthFacts& input);

// G-5. "CS-led growth contributed $4.2 M in net-new and retained ARR this quarter, representing
// 6.1% of CS-managed ARR. Trailing 4-quarter trend: +1.5 points." What is not known is said.
std::string BoardSentence(const v1::CsLedQuarter& quarter, absl::string_view currency_code);

}  // namespace baton::domain
