// A policy in a file: JSON of the API's Policy, in which only what is to change need stand.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "baton/v1/policy.pb.h"
#include "google/protobuf/field_mask.pb.h"

namespace baton::cli {

struct PolicyFile {
  v1::Policy policy;
  google::protobuf::FieldMask fields;  // what stands in the file, by the names of the .proto
};

// Reads {"revisit_days": 45, "calendar": "berlin"}. A calendar may be a short id of `tenant`
// ("tenants/acme"). InvalidArgument: no JSON of that kind, or nothing in it.
absl::StatusOr<PolicyFile> ParsePolicyFile(absl::string_view json, absl::string_view tenant);

}  // namespace baton::cli
