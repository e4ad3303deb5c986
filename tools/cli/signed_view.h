// Where a version of a policy or a plan stands and who signed it, for people.
#pragma once

#include <string>

#include "baton/v1/policy.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tools/cli/render.h"

namespace baton::cli {

// "in_force", in the colour of how it stands.
Cell StateCell(v1::PolicyVersionState state);

// "vp_cs: helen, cfo: frank"
std::string SignedText(const google::protobuf::RepeatedPtrField<v1::PolicySignature>& signatures);

// Which of VP CS, VP RevOps and CFO have yet to sign: "vp_revops, cfo".
std::string MissingOfficers(
    const google::protobuf::RepeatedPtrField<v1::PolicySignature>& signatures);

}  // namespace baton::cli
