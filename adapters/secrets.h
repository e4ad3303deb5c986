// Secrets that some vendors send inside their payloads, which must not be kept with them.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace baton::adapters {

// `payload` with "REDACTED" for the values of these keys, whatever their case, in JSON, in JSON
// inside a JSON text, and in forms (key=value&...). It need not be well formed: what can't be read
// is kept above all. A JSON text stays one. Linear in the payload's length for each key.
std::string WithoutSecrets(absl::string_view payload, const std::vector<std::string>& keys);

}  // namespace baton::adapters
