// TokenService: gives out and takes back bearer tokens, and says who a caller is.
//
// The pattern of every service: a handler reads the request and reports every fault at once, hands
// a body to the store, and answers with what the body returned.
#pragma once

#include "absl/time/time.h"
#include "baton/v1/token_service.pb.h"
#include "server/service.h"

namespace baton::server {

// How long a token works unless it says otherwise.
inline constexpr absl::Duration kTokenLife = absl::Hours(365 * 24);

// Characters of a token's note at most.
inline constexpr int kMaxTokenNote = 200;

class TokenService final : public Service {
 public:
  explicit TokenService(const Parts& parts);

 private:
  void CreateToken(const Call& call, const v1::CreateTokenRequest& request,
                   Reply<v1::CreateTokenResponse> reply);
  void ListTokens(const Call& call, const v1::ListTokensRequest& request,
                  Reply<v1::ListTokensResponse> reply);
  void RevokeToken(const Call& call, const v1::RevokeTokenRequest& request,
                   Reply<v1::RevokeTokenResponse> reply);
  void WhoAmI(const Call& call, const v1::WhoAmIRequest& request, Reply<v1::WhoAmIResponse> reply);

  // Answers once the table of callers shows the change, so that it holds from the next call on.
  template <class Res>
  void AnswerAfterReload(const absl::StatusOr<Res>& result, Reply<Res> reply);
};

}  // namespace baton::server
