#include "server/event_desk.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "domain/delivery.h"
#include "domain/resource_name.h"
#include "domain/signal_event.h"
#include "domain/status_macros.h"
#include "store/connections.h"
#include "store/outbox.h"
#include "store/sha256.h"

namespace baton::server {

namespace {

constexpr size_t kVersionBytes = 8;

// Tells one change of a signal from the next, and sorts behind those before it in the same instant:
// how much had been explained, and a digest, since what a change explains is never the same twice.
std::string VersionOf(const v1::Signal& signal) {
  const std::string digest = store::Sha256(signal.SerializeAsString());
  return absl::StrCat(absl::Dec(signal.explanation_size(), absl::kZeroPad6), "-",
                      absl::BytesToHexString(absl::string_view(digest).substr(0, kVersionBytes)));
}

}  // namespace

absl::Status EventDesk::FindWebhooks() {
  if (webhooks_.has_value()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(webhooks_, store::ActiveWebhooks(tx_.session(), tx_.tenant()));
  return absl::OkStatus();
}

absl::Status EventDesk::Tell(const v1::Signal* before, const v1::Signal& after) {
  const std::vector<std::string> events = domain::SignalEvents(before, after);
  if (events.empty()) return absl::OkStatus();
  BATON_RETURN_IF_ERROR(FindWebhooks());
  if (webhooks_->empty()) return absl::OkStatus();
  const std::string version = VersionOf(after);
  for (const std::string& webhook : *webhooks_) {
    const std::string id(domain::ShortName(webhook));
    for (size_t i = 0; i < events.size(); ++i) {
      v1::Delivery delivery =
          domain::NewDelivery(after, v1::DELIVERY_KIND_EVENT, "",
                              {"event", absl::StrCat(version, "-", i)}, {id, webhook}, tx_.now());
      delivery.set_subject(events[i]);
      delivery.set_body(domain::SignalEventBody(after));
      BATON_RETURN_IF_ERROR(store::AddDelivery(tx_, delivery));
    }
  }
  return absl::OkStatus();
}

}  // namespace baton::server
