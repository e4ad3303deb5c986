#include "server/tool_desk.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "store/people.h"

namespace baton::server {

absl::Status CheckToolKnows(store::Session& session, std::string_view tenant, std::string_view tool,
                            const v1::CompStatement& statement) {
  if (tool.empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const bool tells, store::IsAnybodyKnownTo(session, tenant, tool));
  if (!tells) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Person payee,
                         store::GetPerson(session, tenant, statement.payee()));
  const auto& ids = payee.external_ids();
  if (std::any_of(ids.begin(), ids.end(), [&](const auto& id) { return id.system() == tool; })) {
    return absl::OkStatus();
  }
  return domain::RefuseState(
      v1::ERROR_REASON_COMP_INPUT_MISSING, statement.name(),
      absl::StrCat("statement ", statement.name(), ": ",
                   absl::string_view(tool.data(), tool.size()), " does not know the payee ",
                   statement.payee_id(), " (", statement.payee(), ")"));
}

}  // namespace baton::server
