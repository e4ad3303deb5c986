#include "server/jwt.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "domain/status_macros.h"
#include "server/jwks.h"

namespace baton::server {
namespace {

absl::StatusOr<JsonDocument> ReadPart(std::string_view part) {
  const std::optional<std::string> json = DecodeBase64Url(part);
  if (!json.has_value()) return absl::InvalidArgumentError("a part is no base64url");
  return JsonDocument::Parse(*json);
}

// RFC 8725, 3.11: a token made for another purpose says so in its type.
bool IsTypeOfCallers(const JsonObject& header) {
  if (!header.Has("typ")) return true;
  const std::string type = header.Text("typ");
  return absl::EqualsIgnoreCase(type, "JWT") || absl::EqualsIgnoreCase(type, "at+jwt") ||
         absl::EqualsIgnoreCase(type, "application/at+jwt");
}

absl::Status ReadHeader(const JsonObject& header, UnverifiedJwt* jwt) {
  if (header.Has("crit")) return absl::InvalidArgumentError("asks for extensions");
  if (!IsTypeOfCallers(header)) return absl::InvalidArgumentError("is a token for something else");
  jwt->algorithm = header.Text("alg");
  jwt->key_id = header.Text("kid");
  if (jwt->algorithm.empty() || jwt->key_id.empty()) {
    return absl::InvalidArgumentError("names no algorithm or no key");
  }
  return absl::OkStatus();
}

absl::Status ReadClaims(const JsonObject& claims, UnverifiedJwt* jwt) {
  jwt->issuer = claims.Text("iss");
  jwt->audiences = claims.Texts("aud");
  if (jwt->issuer.empty() || jwt->audiences.empty()) {
    return absl::InvalidArgumentError("names no issuer or no audience");
  }
  const std::optional<absl::Time> expire_time = claims.Time("exp");
  if (!expire_time.has_value()) return absl::InvalidArgumentError("never expires");
  jwt->expire_time = *expire_time;
  if (claims.Has("nbf")) {
    const std::optional<absl::Time> not_before = claims.Time("nbf");
    if (!not_before.has_value()) return absl::InvalidArgumentError("nbf is no time");
    jwt->not_before = *not_before;
  }
  if (claims.Has("iat") && !claims.Time("iat").has_value()) {
    return absl::InvalidArgumentError("iat is no time");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<UnverifiedJwt> ReadJwt(std::string_view token) {
  const size_t first = token.find('.');
  const size_t second = first == token.npos ? first : token.find('.', first + 1);
  if (second == token.npos || token.find('.', second + 1) != token.npos) {
    return absl::InvalidArgumentError("has not three parts");
  }
  UnverifiedJwt jwt;
  BATON_ASSIGN_OR_RETURN(const JsonDocument header, ReadPart(token.substr(0, first)));
  BATON_RETURN_IF_ERROR(ReadHeader(header.root(), &jwt));
  BATON_ASSIGN_OR_RETURN(jwt.claims, ReadPart(token.substr(first + 1, second - first - 1)));
  BATON_RETURN_IF_ERROR(ReadClaims(jwt.claims.root(), &jwt));
  std::optional<std::string> signature = DecodeBase64Url(token.substr(second + 1));
  if (!signature.has_value() || signature->empty()) {
    return absl::InvalidArgumentError("has no signature");
  }
  jwt.signature = *std::move(signature);
  jwt.signed_text = token.substr(0, second);
  return jwt;
}

bool LooksLikeJwt(std::string_view bearer) { return bearer.find('.') != bearer.npos; }

}  // namespace baton::server
