#include "server/admin_token.h"

#include <algorithm>
#include <cstdio>

#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/callers.h"
#include "server/data_folder.h"
#include "server/token_service.h"
#include "store/tenants.h"
#include "store/tokens.h"

namespace baton::server {
namespace {

constexpr char kMadeElsewhere[] = "made elsewhere";

bool IsWorkingAdmin(const store::StoredToken& stored, absl::Time now) {
  return stored.token.role() == v1::ROLE_ADMIN && !stored.token.has_revoke_time() &&
         now < domain::ToTime(stored.token.expire_time());
}

absl::StatusOr<bool> HasWorkingAdmin(store::Session& session, absl::Time now) {
  BATON_ASSIGN_OR_RETURN(const std::vector<store::StoredToken> tokens,
                         store::ListAllTokens(session));
  return std::any_of(tokens.begin(), tokens.end(), [now](const store::StoredToken& stored) {
    return IsWorkingAdmin(stored, now);
  });
}

absl::StatusOr<bool> HasWorkingAdmin(store::Store& store, absl::Time now) {
  bool found = false;
  BATON_RETURN_IF_ERROR(store.ReadAndWait([&](store::Session& session) -> absl::Status {
    BATON_ASSIGN_OR_RETURN(found, HasWorkingAdmin(session, now));
    return absl::OkStatus();
  }));
  return found;
}

}  // namespace

absl::StatusOr<bool> EnsureAdminToken(store::Store& store, IdSource& ids, const std::string& tenant,
                                      const std::string& file, absl::Time now) {
  BATON_ASSIGN_OR_RETURN(const bool found, HasWorkingAdmin(store, now));
  if (found) return false;
  BATON_ASSIGN_OR_RETURN(const std::string secret, NewSecret());
  v1::Token token;
  token.set_name(domain::ResourceName(tenant, "tokens", ids.Next(now)));
  token.set_role(v1::ROLE_ADMIN);
  token.set_note("made by the server's start");
  *token.mutable_create_time() = domain::ToTimestamp(now);
  *token.mutable_expire_time() = domain::ToTimestamp(now + kTokenLife);
  // The file comes first: a crash in between leaves a secret that opens nothing, and the next start
  // comes here again. The other way round nobody would know the token.
  BATON_RETURN_IF_ERROR(WriteFileDurably(file, secret + "\n"));
  const std::string hash = HashSecret(secret);
  store::WriteOptions options;
  options.tenant = tenant;
  options.actor = "system/start";
  options.method = "Start";
  options.now = now;
  const auto written = store.WriteAndWait(
      std::move(options),
      [&token, &hash, now](store::Transaction& transaction) -> absl::StatusOr<std::string> {
        // Another server of this store may have been quicker.
        BATON_ASSIGN_OR_RETURN(const bool made, HasWorkingAdmin(transaction.session(), now));
        if (made) return std::string(kMadeElsewhere);
        BATON_RETURN_IF_ERROR(store::EnsureTenant(transaction));
        BATON_RETURN_IF_ERROR(store::InsertToken(transaction, token, hash));
        return std::string();
      });
  if (!written.ok()) return written.status();
  if (*written != kMadeElsewhere) return true;
  std::remove(file.c_str());
  return false;
}

}  // namespace baton::server
