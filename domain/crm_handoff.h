// The handoff as the CRM gets it: the five fields, the owner, where the opportunity comes from
// (H-15, T-10). A chat message is never a handoff.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::domain {

// Which CRM an account is in: the first of its external ids that is one of a CRM, "salesforce" or
// "hubspot"; kCrm for an account that has none.
absl::string_view CrmOf(const v1::Account& account);

// T-10. CSM_INITIATED when somebody filed the signal, PLG_TRIGGER when a vendor's rule raised it
// (it has no csm). The trigger event is OTHER, its text the signal's trigger.
v1::CreationSource CreationSourceOf(const v1::Signal& signal);

// H-15. JSON: signal, account, account_name, signal_type {category, trigger, evidence}, named_buyer
// {name, title}, timeline, timeline_date, context_note, urgency, estimated_expansion {amount,
// currency}, product_lines, csm; then owner, co_owner (model C), model, creation_source,
// trigger_event, trigger_text and task {owner, due_time: the acknowledgement's deadline}. What the
// signal does not state is left out.
std::string CrmHandoffBody(const v1::Signal& signal, const v1::Account& account);

// H-5. The same fields without an owner, and with revisit_time.
std::string CrmWatchItemBody(const v1::Signal& signal, const v1::Account& account);

}  // namespace baton::domain
