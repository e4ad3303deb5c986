// Checks that several requests share. Each adds to `violations` what is wrong with `field`.
#pragma once

#include "absl/strings/string_view.h"
#include "domain/refusal.h"
#include "google/protobuf/timestamp.pb.h"

namespace baton::domain {

// A timestamp as protobuf defines it: years 1 to 9999, nanoseconds 0 to 999,999,999.
void CheckInstant(absl::string_view field, const google::protobuf::Timestamp& time,
                  Violations* violations);

// An ISO 4217 code with a minor unit; empty counts as missing.
void CheckCurrency(absl::string_view field, absl::string_view code, Violations* violations);

}  // namespace baton::domain
