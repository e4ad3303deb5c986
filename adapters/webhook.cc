#include "adapters/webhook.h"

#include "absl/strings/match.h"

namespace baton::adapters {

absl::string_view Webhook::Header(absl::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

}  // namespace baton::adapters
