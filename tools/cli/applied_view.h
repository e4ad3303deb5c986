// What became of a payload's facts, for people.
#pragma once

#include <string>

#include "baton/v1/fact.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tools/cli/session.h"

namespace baton::cli {

std::string AppliedTable(const google::protobuf::RepeatedPtrField<v1::AppliedFact>& facts,
                         const View& view);

}  // namespace baton::cli
