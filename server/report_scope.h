// What every report asks first: which quarter, by which policy, and whose figures may be shown.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "baton/v1/policy.pb.h"
#include "domain/fiscal.h"
#include "server/call.h"
#include "store/sql.h"

namespace baton::server {

// The quarter, and the policy at its end (now, while it lasts): its limits and bands count.
struct ReportPeriod {
  domain::Quarter quarter;
  v1::Policy policy;
};

// Of a code, by the policy in force now; of an empty one the current quarter.
absl::StatusOr<ReportPeriod> PeriodOf(const Call& call, store::Session& session,
                                      const std::string& code);

// People by their full names; nothing: everybody.
using ReportPeople = std::optional<std::set<std::string>>;

// Those within the caller's reach, of them only `person`, and only `manager` with everybody below
// (full names; empty: not asked). NOT_FOUND when one who is named is unknown or out of reach.
absl::StatusOr<ReportPeople> PeopleOfReport(const Call& call, store::Session& session,
                                            const std::string& person, const std::string& manager);

bool Includes(const ReportPeople& people, const std::string& name);

// The names to display, each read once.
class DisplayNames {
 public:
  DisplayNames(const Call& call, store::Session& session) : call_(call), session_(session) {}

  // Of a person and an account, by full name; its last part where there is none.
  absl::StatusOr<std::string> Person(const std::string& name);
  absl::StatusOr<std::string> Account(const std::string& name);

 private:
  const Call& call_;
  store::Session& session_;
  std::map<std::string, std::string> known_;
};

}  // namespace baton::server
