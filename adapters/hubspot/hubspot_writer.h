// Writes into HubSpot by its CRM API.
//
// A handoff is two requests, for HubSpot makes no deal and task in one: the deal with its company
// and contact, then the task, which needs the deal's id. Each has a key that HubSpot keeps unique,
// expansion_signal_id and expansion_task_key; a repeat is refused as a conflict, after which the
// deal's id is read by its key and the task is sent. An outcome is written by the signal's key.
#pragma once

#include "adapters/crm_writer.h"

namespace baton::adapters {

class HubSpotWriter : public CrmWriter {
 public:
  absl::string_view vendor() const override { return "hubspot"; }
  absl::StatusOr<HttpRequests> RenderHandoff(const CrmHandoff& handoff,
                                             const CrmSettings& settings) const override;
  absl::StatusOr<HttpRequests> RenderEscalation(const CrmEscalation& escalation,
                                                const CrmSettings& settings) const override;
  absl::StatusOr<HttpRequests> RenderOutcome(const CrmOutcome& outcome,
                                             const CrmSettings& settings) const override;
  absl::StatusOr<HttpRequests> RenderWatchItem(const CrmWatchItem& item,
                                               const CrmSettings& settings) const override;
  absl::StatusOr<HttpRequests> RenderClose(const CrmClose& close,
                                           const CrmSettings& settings) const override;
};

}  // namespace baton::adapters
