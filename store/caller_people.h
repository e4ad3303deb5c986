// People as callers whom an identity provider or a certificate names, with what decides whether
// they may come in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/common.pb.h"
#include "store/store.h"

namespace baton::store {

// One person, with everybody who was merged into them.
struct CallerPerson {
  std::string tenant;  // bare id
  std::string person;  // full name
  v1::Role role = v1::ROLE_UNSPECIFIED;
  absl::Time end_time = absl::InfiniteFuture();  // W-1: from then on they are gone
  std::vector<std::string> ids;                  // bare ids, aliases' too
  std::vector<std::string> emails;               // in lower case, aliases' too; none is empty
  std::vector<std::string> aliases;              // full names
};

// Everybody of these tenants, leavers too. Reads the whole of their people: for a server that keeps
// them in memory, at start and when one changed.
absl::StatusOr<std::vector<CallerPerson>> ListCallerPeople(Session& session,
                                                           const std::vector<std::string>& tenants);

}  // namespace baton::store
