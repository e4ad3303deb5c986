#include "domain/handoff_wording.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/handoff_place.h"
#include "domain/resource_name.h"
#include "domain/trigger_catalogue.h"

namespace baton::domain {
namespace {

std::string AccountText(const v1::Account& account, const v1::Signal& signal) {
  return account.display_name().empty() ? Short(signal.account()) : account.display_name();
}

}  // namespace

std::string Short(std::string_view name) { return std::string(ShortName(name)); }

std::string Whose(const v1::Signal& signal, const HandoffParties& parties) {
  std::string text = AccountText(parties.account, signal);
  if (!signal.buyer().name().empty()) {
    absl::StrAppend(&text, " (buyer ", signal.buyer().name(), ")");
  }
  return text;
}

std::string Summary(const v1::Signal& signal) {
  return absl::StrCat(signal.name(), ": ", UrgencyName(signal.urgency()), " ",
                      TriggerName(signal.trigger()), ", \"", signal.evidence(), "\". ",
                      signal.context_note());
}

Addressee Csm(const MessageContext& context) {
  const std::string& csm = CsmOf(context.decision->signal, context.parties);
  if (csm.empty()) return {"revops", kRevopsQueue};
  return {"csm", csm};
}

void Send(const MessageContext& context, v1::DeliveryKind kind, const Addressee& addressee,
          const Message& message) {
  v1::Delivery delivery = NewDelivery(context.decision->signal, kind, message.rule,
                                      message.occasion, addressee, context.now);
  delivery.set_subject(message.subject);
  delivery.set_body(message.body);
  context.decision->deliveries.push_back(std::move(delivery));
}

Addressee Manager(const HandoffParties& parties) {
  if (parties.holder_manager.empty() || parties.holder_manager_is_cro) {
    return {"revops", kRevopsQueue};
  }
  return {"manager", parties.holder_manager};
}

bool HasSourceSystem(const v1::Signal& signal) {
  const std::string& system = signal.source().system();
  return !system.empty() && system != "api" && system != "baton";
}

}  // namespace baton::domain
