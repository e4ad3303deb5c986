// Team credit: one expansion opportunity's ARR, split among the teams that brought it about
// (T-2 to T-7, T-9).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "domain/opportunity_origin.h"

namespace baton::domain {

enum class Team {
  kCs,
  kSales,
  kProduct,
  kCustomer,
  kMarketing,
  kPartner,
  kSupport,
  // Nobody's: an unknown source, or one outside its window.
  kUnattributed,
};

enum class TouchpointKind {
  // The account's usage passed a threshold.
  kUsageTrigger,
  // A renewal was talked over.
  kRenewalConversation,
  kOther,
};

// One contact with the customer between the first idea and the close.
struct Touchpoint {
  absl::Time at;
  Team team = Team::kCs;
  TouchpointKind kind = TouchpointKind::kOther;
  // Breaks ties between touchpoints of one instant; of equal ids the earlier in the list is first.
  std::string record_id;
  // The record's full name, for those who ask what an assist was.
  std::string name;
  // A renewal conversation in which expansion came up.
  bool expansion_discussed = false;
  // The customer took part: a call, a meeting, an EBR or QBR, an answered email.
  bool two_way = false;
  // Sales talked about another product.
  bool cross_sell_conversation = false;
};

// T-4. How the assists' part is shared: equally by touchpoint, or equally by team and within each
// team equally by touchpoint.
enum class AssistShare { kPerTouch, kByTeamFirst };

struct TeamCreditPolicy {
  // T-4, 0 to 10,000 each. Where there are no assists, source and close share equally (T-7).
  int64_t source_weight_bp = 4'000;
  int64_t close_weight_bp = 4'000;
  int64_t assist_weight_bp = 2'000;
  AssistShare assist_share = AssistShare::kPerTouch;
  // T-5, in days of 24 hours before the close.
  int window_days = 90;
  int large_account_source_window_days = 180;
};

struct TeamCreditInput {
  int64_t amount_minor = 0;
  OpportunityOrigin origin;
  absl::Time created_at;
  absl::Time closed_at;
  // That of the person who closed.
  Team closed_by_team = Team::kSales;
  // The account's segment is enterprise or strategic.
  bool large_account = false;
  // In any order. Those that count for nothing are left out.
  absl::Span<const Touchpoint> touchpoints;
};

enum class CreditRole { kSource, kAssist, kClose };

struct TeamShare {
  CreditRole role = CreditRole::kSource;
  Team team = Team::kUnattributed;
  int64_t amount_minor = 0;
  // An assist's place in TeamCreditInput::touchpoints; -1 for source and close.
  int touchpoint = -1;
};

struct TeamCredit {
  Motion motion = Motion::kUnknown;
  // Source, assists by time, close. They add up to the amount.
  std::vector<TeamShare> shares;
};

// The most assists that one opportunity's credit is shared among.
inline constexpr size_t kMaxAssists = 1'000'000;
// By team first, up to so many are shared out in the one split; more in a split by teams and then
// one within each team, which differs from it by single minor units at most.
inline constexpr size_t kMaxAssistsInOneSplit = 500;

// T-3. The team that brought the opportunity up, whatever its age.
Team SourceTeam(const TeamCreditInput& input);

// T-5. Whether the opportunity was created recently enough before its close to be its source.
bool SourceInWindow(const TeamCreditInput& input, const TeamCreditPolicy& policy);

// T-2 to T-7. One X-1 split in the order source, assists by time, close. InvalidArgument: weights
// out of range or all 0, too many assists, an assist of kUnattributed.
absl::StatusOr<TeamCredit> DecideTeamCredit(const TeamCreditInput& input,
                                            const TeamCreditPolicy& policy);

// T-9. The sums of the shares, for each team that has one.
std::map<Team, int64_t> AmountByTeam(absl::Span<const TeamShare> shares);

// Names in records and reports: "cs", "source", "initiated".
absl::string_view TeamName(Team team);
absl::string_view CreditRoleName(CreditRole role);
absl::string_view MotionName(Motion motion);

}  // namespace baton::domain
