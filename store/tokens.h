// Bearer tokens, known by the SHA-256 of their secret. The secret itself is never kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/token_service.pb.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// A token with what the API doesn't show.
struct StoredToken {
  std::string tenant;       // bare id
  std::string secret_hash;  // SHA-256 of the secret: 32 bytes
  // When its person leaves (W-1): from then on it works no more.
  absl::Time end_time = absl::InfiniteFuture();
  std::vector<std::string> aliases;  // full names of people merged into its person
  v1::Token token;
};

// One row for each v1::Token; leads with the secret's hash in hex.
const Table& TokenTable();
// Newest first; takes no filter.
const ListSpec& TokenList();

// A token is named by full name or bare id. NOT_FOUND when there is none.
absl::StatusOr<v1::Token> GetToken(Session& session, std::string_view tenant,
                                   std::string_view token);

// Over all tenants: the token of that hash (32 bytes), revoked and expired ones too.
absl::StatusOr<std::optional<StoredToken>> FindTokenByHash(Session& session,
                                                           std::string_view secret_hash);

// Every token of every tenant, revoked and expired ones too, by tenant and id. Reads the whole
// table: for a server that keeps them in memory, at start and when one changed.
absl::StatusOr<std::vector<StoredToken>> ListAllTokens(Session& session);

// A person's tokens, by id; revoked and expired ones too.
absl::StatusOr<std::vector<v1::Token>> TokensOfPerson(Session& session, std::string_view tenant,
                                                      std::string_view person);

// Keeps a token with its secret's hash (32 bytes). The person must be known. The audit event holds
// no hash.
absl::Status InsertToken(Transaction& tx, const v1::Token& token, std::string_view secret_hash);
absl::Status UpdateToken(Transaction& tx, const v1::Token& before, const v1::Token& after);

}  // namespace baton::store
