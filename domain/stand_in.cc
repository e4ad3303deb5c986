#include "domain/stand_in.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "domain/status_macros.h"

namespace baton::domain {

absl::StatusOr<std::string> FindStandIn(const std::string& person, const PresenceOf& presence_of) {
  std::string away;  // the first who is away and has not left
  std::vector<std::string> asked;
  std::string next = person;
  for (int step = 0; step <= kMaxStandIns && !next.empty(); ++step) {
    if (std::find(asked.begin(), asked.end(), next) != asked.end()) break;
    BATON_ASSIGN_OR_RETURN(const Presence presence, presence_of(next));
    if (!presence.left && presence.deputy.empty()) return next;
    if (!presence.left && away.empty()) away = next;
    asked.push_back(std::move(next));
    next = presence.left ? presence.manager : presence.deputy;
  }
  return away;
}

}  // namespace baton::domain
