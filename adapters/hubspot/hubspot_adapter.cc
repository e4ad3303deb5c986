#include "adapters/hubspot/hubspot_adapter.h"

#include <utility>

#include "adapters/crm_facts.h"
#include "adapters/default_mappings.h"
#include "adapters/faults.h"
#include "adapters/hubspot/envelope.h"
#include "adapters/hubspot/event_reader.h"
#include "adapters/hubspot/fact_reader.h"
#include "adapters/hubspot/signature.h"
#include "domain/status_macros.h"

namespace baton::adapters {

const Mapping& HubSpotAdapter::default_mapping() const {
  static const auto* const kMapping = new Mapping(ParseMapping(DefaultHubSpotMapping()).value());
  return *kMapping;
}

absl::StatusOr<std::vector<v1::Fact>> HubSpotAdapter::Translate(absl::string_view payload,
                                                                const Mapping& mapping) const {
  const auto root = json::Parse(payload);
  if (!root.ok()) return Unreadable("payload", root.status().message());
  Faults faults;
  HubSpotPayload opened = OpenHubSpot(*root, &faults);
  RecogniseHubSpotRecords(mapping, &opened, &faults);
  std::vector<v1::Fact> facts;
  HubSpotEventReader events(mapping, &faults);
  for (const HubSpotItem& event : opened.events) events.Read(event, &facts);
  HubSpotFactReader(mapping, opened, &faults).Read(&facts);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  return InOrder(std::move(facts));
}

absl::Status HubSpotAdapter::CheckSignature(const Webhook& webhook,
                                            absl::string_view secret) const {
  return CheckHubSpotSignature(webhook, secret);
}

}  // namespace baton::adapters
