// Who takes somebody's work while they are away or gone (W-1).
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"

namespace baton::domain {

// How many times work is handed on: to the deputy of a deputy, and so on.
inline constexpr int kMaxStandIns = 5;

// Where somebody is at an instant. People are full names; empty where there is none.
struct Presence {
  // Their end date has come: their work is their manager's.
  bool left = false;
  std::string manager;
  // Who stands in while they are away; empty while they are there.
  std::string deputy;
};

// Answers a person's presence at the instant that is asked about.
using PresenceOf = std::function<absl::StatusOr<Presence>(const std::string& person)>;

// W-1. The person themself while they are there; else the first of deputy, deputy's deputy, ...
// and, behind somebody who has left, their manager, who is. Where nobody is found in kMaxStandIns
// steps, or they go in a circle: the first of those asked who is merely away, so that the work
// keeps an owner. Empty when there is none: it is then RevOps'.
absl::StatusOr<std::string> FindStandIn(const std::string& person, const PresenceOf& presence_of);

}  // namespace baton::domain
