// What a refusal names, for the tests of rules.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "domain/refusal.h"
#include "google/rpc/error_details.pb.h"

namespace baton::testing {

// The fields of its BadRequest, in order; none when it has none.
inline std::vector<std::string> ViolatedFields(const absl::Status& status) {
  std::vector<std::string> fields;
  google::rpc::BadRequest bad;
  if (!domain::FindDetail(status, &bad)) return fields;
  for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
  return fields;
}

}  // namespace baton::testing
