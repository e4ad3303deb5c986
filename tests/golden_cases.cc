#include "tests/golden_cases.h"

namespace baton::golden {
namespace {

struct NamedHandler {
  absl::string_view name;
  Handler handler;
};

constexpr NamedHandler kHandlers[] = {
    {"business_days", RunBusinessDays},
    {"category", RunCategory},
    {"credit", RunCredit},
    {"cs_led", RunCsLed},
    {"growth_band", RunGrowthBand},
    {"pools", RunPools},
    {"rate", RunRate},
    {"routing", RunRouting},
    {"sla", RunSla},
    {"split", RunSplit},
    {"team_credit", RunTeamCredit},
};

}  // namespace

Handler FindHandler(absl::string_view name) {
  for (const NamedHandler& named : kHandlers) {
    if (named.name == name) return named.handler;
  }
  return nullptr;
}

}  // namespace baton::golden
