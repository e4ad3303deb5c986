#include "adapters/adapter.h"

#include "absl/strings/str_cat.h"

namespace baton::adapters {

absl::Status Adapter::CheckSignature(const Webhook&, absl::string_view) const {
  return absl::UnimplementedError(absl::StrCat(vendor(), " signs no webhooks"));
}

}  // namespace baton::adapters
