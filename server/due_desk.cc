#include "server/due_desk.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"
#include "server/booking_desk.h"
#include "server/handoff_desk.h"

namespace baton::server {

absl::Status HandleDue(store::Transaction& transaction, const store::Deadline& deadline) {
  const std::string& tenant = deadline.tenant;
  const std::string_view signal = domain::ResourceId(deadline.subject, tenant, "signals");
  if (!signal.empty()) return SignalDue(transaction, signal, deadline.what);
  const std::string_view attribution = domain::ResourceId(deadline.subject, tenant, "attributions");
  if (!attribution.empty()) return AttributionDue(transaction, attribution);
  return absl::InternalError(absl::StrCat("nobody handles deadlines of ", deadline.subject));
}

}  // namespace baton::server
