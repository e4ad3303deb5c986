// JSON Web Tokens in compact form (RFC 7515, 7519), taken apart and not yet believed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/json_object.h"

namespace baton::server {

// What a token says. Nothing of it may be believed before its signature is verified.
struct UnverifiedJwt {
  std::string algorithm;  // "alg"
  std::string key_id;     // "kid"
  std::string issuer;     // "iss"
  std::vector<std::string> audiences;
  absl::Time expire_time;
  absl::Time not_before = absl::InfinitePast();
  JsonDocument claims;
  std::string_view signed_text;  // of the token that was read
  std::string signature;
};

// Takes a token apart. INVALID_ARGUMENT for anything but three parts in canonical base64url with a
// header and claims in JSON without a field twice; for critical extensions, another type than a
// JWT's or an access token's, a missing alg, kid, iss, aud or exp, and an nbf or iat that is no
// time.
absl::StatusOr<UnverifiedJwt> ReadJwt(std::string_view token);

// Whether a bearer's text can only be a JWT: it has a dot, which no secret of ours has.
bool LooksLikeJwt(std::string_view bearer);

}  // namespace baton::server
