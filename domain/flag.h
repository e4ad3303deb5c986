// Flags: short words on an attribution or one of its parts that say what a reader must know of it.
// They are kept in alphabetical order, each once.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"

namespace baton::domain {

using Flags = google::protobuf::RepeatedPtrField<std::string>;

bool HasFlag(const Flags& flags, absl::string_view flag);

void AddFlag(absl::string_view flag, Flags* flags);

void DropFlag(absl::string_view flag, Flags* flags);

}  // namespace baton::domain
