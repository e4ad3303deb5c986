// Who may do what: one table for every method of baton.v1.
//
// Each row says for each role whose records the role may touch through that method. The edge asks
// it before it looks at anything else of a request; the services then narrow what is read or
// changed to the reach granted (see visibility.h). A method without a row is not served: the server
// refuses to start, and a test walks the descriptors.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "baton/v1/common.pb.h"

namespace baton::server {

// Whose records.
enum class Reach : char {
  kNone,    // not even called
  kOwn,     // the caller's own: they are the record's CSM, AE, holder, owner or payee
  kPeople,  // those, and the same of everybody below them by Person.manager
  kAll,     // the whole tenant's
};

// One row of the table.
struct AccessRow {
  std::string_view method;  // "SignalHandoffService.GetSignal"
  std::array<Reach, v1::Role_ARRAYSIZE> reach;

  Reach For(v1::Role role) const;
};

// Every row, in the order of the services' protos.
const std::vector<AccessRow>& AccessTable();

// The row of a method, or null.
const AccessRow* FindAccess(std::string_view method);

// "ae", "vp_cs": a role as messages, logs and the CLI write it.
std::string RoleText(v1::Role role);

// PERMISSION_DENIED, reason ROLE_NOT_ALLOWED.
absl::Status RefuseRole(std::string_view method, v1::Role role);

}  // namespace baton::server
