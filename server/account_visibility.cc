#include "server/account_visibility.h"

#include <string>
#include <vector>

#include "domain/status_macros.h"
#include "server/visibility.h"
#include "store/accounts.h"

namespace baton::server {

absl::Status CheckAccountVisible(const Call& call, store::Session& session,
                                 const v1::Account& view) {
  std::vector<std::string> team;
  for (const v1::TeamMember& member : view.team()) team.push_back(member.person());
  return CheckVisible(call, session, "account", view.name(), team);
}

absl::Status CheckAccountVisible(const Call& call, store::Session& session,
                                 std::string_view account) {
  if (call.reach == Reach::kAll) {
    return store::GetAccount(session, call.tenant(), account).status();
  }
  BATON_ASSIGN_OR_RETURN(const v1::Account view,
                         store::LoadAccountView(session, call.tenant(), account, call.now));
  return CheckAccountVisible(call, session, view);
}

}  // namespace baton::server
