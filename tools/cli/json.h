// Messages as JSON for programs: the protobuf JSON mapping with the field names of the .proto
// files, fields at their default included.
#pragma once

#include <string>

#include "google/protobuf/message.h"

namespace baton::cli {

// One document over several lines, with its last line break.
std::string JsonDocument(const google::protobuf::Message& message);

// One document on one line, with its line break.
std::string JsonLine(const google::protobuf::Message& message);

}  // namespace baton::cli
