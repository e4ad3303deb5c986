// The containers of README-crm.md that are ours and not the vendors': a signed webhook, and what an
// outbound case gives.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "adapters/crm_writer.h"
#include "adapters/webhook.h"

namespace baton::payloads {

// The secret that every signed webhook of the payloads is signed with.
inline constexpr char kClientSecret[] = "synthetic-client-secret-48210377";

// The webhook that a payload is; nothing for a payload that is none.
std::optional<adapters::Webhook> ParseWebhook(const std::string& payload);

// {"requests": [...]} that a CRM's writer makes of what is given: an escalation, an outcome, else a
// handoff. InvalidArgument when the model can't hold what is given.
absl::StatusOr<std::string> RenderGiven(const adapters::CrmWriter& writer,
                                        const nlohmann::json& given);

}  // namespace baton::payloads
