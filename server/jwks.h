// The public keys of an identity provider: a JSON Web Key Set (RFC 7517).
//
// A key verifies one algorithm and no other: an RSA key RS256, a key on P-256 ES256. Which one is a
// matter of the key, never of what a token says of itself (RFC 8725, 3.1). Decision 46.
#pragma once

#include <openssl/evp.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace baton::server {

// Bits of an RSA key at least.
inline constexpr int kMinRsaBits = 2048;

// One public key.
struct VerificationKey {
  std::string algorithm;    // "RS256" or "ES256"
  std::string fingerprint;  // SHA-256 of the public key in DER: 32 bytes
  std::shared_ptr<EVP_PKEY> key;
};

// Keys by their "kid".
using KeySet = std::map<std::string, VerificationKey>;

// Reads a set. Keys of other kinds, for other uses or without a kid are left out; a set of no keys
// is one that trusts nobody. INVALID_ARGUMENT when it is no key set, two keys share a kid, or a key
// that would be used is broken or too short.
absl::StatusOr<KeySet> ParseKeySet(std::string_view json);

// Whether the signature (as in a JWS: for ES256 the 64 bytes of r and s) is the key's over `text`.
bool Verifies(const VerificationKey& key, std::string_view text, std::string_view signature);

// RFC 4648, 5, without padding. Nothing for any other text, also for one that another text than
// the canonical would decode to the same bytes.
std::optional<std::string> DecodeBase64Url(std::string_view text);

}  // namespace baton::server
