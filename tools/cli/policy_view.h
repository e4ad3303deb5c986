// Policies for people.
#pragma once

#include <string>
#include <vector>

#include "baton/v1/policy_service.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tools/cli/session.h"

namespace baton::cli {

// Every field by its name, in the unit that the name ends in: _bp as a rate, _minor as money. Where
// the version stands and who signed it come first; an unspecified state is left out.
std::string PolicyDetail(const v1::Policy& policy, v1::PolicyVersionState state, const View& view);

// Who must still sign: "another person of RevOps", "cfo, vp_cs"; empty when nobody must.
std::string MissingSignatures(const v1::Policy& policy);

// One line a version.
std::string PolicyVersionTable(const std::vector<v1::PolicyVersion>& versions, const View& view);

// One line a change under a heading; says so where there is none.
std::string PolicyChangeBlock(const google::protobuf::RepeatedPtrField<v1::PolicyChange>& changes,
                              const View& view);

// A paragraph a warning under a heading; says so where there is none.
std::string PolicyWarningBlock(
    const google::protobuf::RepeatedPtrField<v1::PolicyWarning>& warnings, const View& view);

}  // namespace baton::cli
