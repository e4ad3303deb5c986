// A company's identity provider: keys, key sets and tokens as it would make them, and as somebody
// would who wants to be taken for it.
#pragma once

#include <openssl/evp.h>

#include <initializer_list>
#include <memory>
#include <string>

namespace baton::testing {

// One key pair.
class SigningKey {
 public:
  static SigningKey Rsa(const std::string& kid, unsigned bits = 2048);
  // On a curve: "P-256".
  static SigningKey Ec(const std::string& kid, const char* curve = "P-256");

  const std::string& kid() const { return kid_; }
  // The public half as a JSON Web Key.
  std::string Jwk() const;
  // The public half in PEM: what a confused server would take as the secret of an HMAC.
  std::string PublicPem() const;
  // A JWS's signature with that hash ("SHA256"); `pss` pads as PS256 does.
  std::string Sign(const std::string& text, const char* hash = "SHA256", bool pss = false) const;
  // The same as OpenSSL writes it: DER for a curve.
  std::string SignRaw(const std::string& text, const char* hash = "SHA256", bool pss = false) const;

 private:
  SigningKey(std::string kid, EVP_PKEY* key) : kid_(std::move(kid)), key_(key, EVP_PKEY_free) {}
  std::string Number(const char* name) const;

  std::string kid_;
  std::shared_ptr<EVP_PKEY> key_;
};

// A key set of these.
std::string Jwks(std::initializer_list<SigningKey> keys);

// base64url without padding.
std::string Base64Url(const std::string& bytes);

// header.claims, to be signed; both are JSON.
std::string Unsigned(const std::string& header, const std::string& claims);

// The token with that signature.
std::string WithSignature(const std::string& unsigned_text, const std::string& signature);

// HMAC-SHA-256.
std::string Hmac(const std::string& key, const std::string& text);

}  // namespace baton::testing
