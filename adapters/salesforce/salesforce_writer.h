// Writes into Salesforce by its REST API.
//
// A handoff is one graph of the composite API, opportunity and task together or neither: a repeat
// is refused as a duplicate of Expansion_Signal_Id__c, and nothing is made twice. An escalation's
// task is written by its own key, Expansion_Task_Key__c; an outcome by the signal's, and only on an
// opportunity that is there.
#pragma once

#include "adapters/crm_writer.h"

namespace baton::adapters {

class SalesforceWriter : public CrmWriter {
 public:
  absl::string_view vendor() const override { return "salesforce"; }
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
