#include "adapters/hubspot/kind.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace baton::adapters {
namespace {

constexpr size_t kMaxIdDigits = 20;

}  // namespace

std::optional<v1::FactKind> HubSpotKind(absl::string_view object) {
  // A line is a part of its deal.
  if (object == "deal" || object == "line_item") return v1::FACT_KIND_OPPORTUNITY_UPDATED;
  if (object == "company") return v1::FACT_KIND_ACCOUNT;
  if (object == "owner" || object == "user") return v1::FACT_KIND_USER;
  for (const absl::string_view activity : {"task", "call", "email", "meeting"}) {
    if (object == activity) return v1::FACT_KIND_ACTIVITY;
  }
  return std::nullopt;
}

bool IsHubSpotId(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxIdDigits &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

}  // namespace baton::adapters
