#include "adapters/salesforce/salesforce_adapter.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "adapters/crm_facts.h"
#include "adapters/default_mappings.h"
#include "adapters/faults.h"
#include "adapters/salesforce/envelope.h"
#include "adapters/salesforce/fact_reader.h"
#include "adapters/text.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool LooksLikeXml(absl::string_view payload) {
  return absl::StartsWith(Trim(absl::StripPrefix(payload, kByteOrderMark)), "<");
}

}  // namespace

const Mapping& SalesforceAdapter::default_mapping() const {
  static const auto* const kMapping = new Mapping(ParseMapping(DefaultSalesforceMapping()).value());
  return *kMapping;
}

absl::StatusOr<std::vector<v1::Fact>> SalesforceAdapter::Translate(absl::string_view payload,
                                                                   const Mapping& mapping) const {
  Faults faults;
  Envelope envelope;
  json::Value root;
  if (LooksLikeXml(payload)) {
    OpenOutboundMessage(payload, &envelope, &faults);
  } else {
    auto parsed = json::Parse(payload);
    if (!parsed.ok()) return Unreadable("payload", parsed.status().message());
    root = *std::move(parsed);
    OpenJson(root, &envelope, &faults);
  }
  SalesforceFactReader reader(mapping, &faults);
  std::set<std::string> delivered;
  std::vector<v1::Fact> facts;
  for (const Arrival& arrival : envelope.arrivals) {
    const bool repeated =
        !arrival.delivery_id.empty() && !delivered.insert(arrival.delivery_id).second;
    if (!repeated) reader.Read(arrival, &facts);
  }
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  return InOrder(std::move(facts));
}

}  // namespace baton::adapters
