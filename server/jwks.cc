#include "server/jwks.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include <algorithm>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "server/json_object.h"
#include "store/sha256.h"

namespace baton::server {
namespace {

constexpr size_t kCoordinateBytes = 32;  // of P-256
constexpr BN_ULONG kMinExponent = 65537;

using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)>;
using Parameters = std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Number ToNumber(const std::string& bytes) {
  return {BN_bin2bn(Bytes(bytes), static_cast<int>(bytes.size()), nullptr), BN_free};
}

// Null when the parameters make no sound key of that type.
std::shared_ptr<EVP_PKEY> MakeKey(const char* type, const Builder& builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()), OSSL_PARAM_free);
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* key = nullptr;
  if (parameters == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  std::shared_ptr<EVP_PKEY> owned(key, EVP_PKEY_free);
  const KeyContext check(EVP_PKEY_CTX_new(key, nullptr), EVP_PKEY_CTX_free);
  return EVP_PKEY_public_check(check.get()) == 1 ? owned : nullptr;
}

std::shared_ptr<EVP_PKEY> RsaKey(const JsonObject& jwk) {
  const auto modulus = DecodeBase64Url(jwk.Text("n"));
  const auto exponent = DecodeBase64Url(jwk.Text("e"));
  if (!modulus.has_value() || !exponent.has_value()) return nullptr;
  const Number n = ToNumber(*modulus);
  const Number e = ToNumber(*exponent);
  if (BN_num_bits(n.get()) < kMinRsaBits || BN_is_odd(e.get()) == 0) return nullptr;
  const Number least(BN_new(), BN_free);
  BN_set_word(least.get(), kMinExponent);
  if (BN_cmp(e.get(), least.get()) < 0) return nullptr;
  const Builder builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  return MakeKey("RSA", builder);
}

std::shared_ptr<EVP_PKEY> P256Key(const JsonObject& jwk) {
  const auto x = DecodeBase64Url(jwk.Text("x"));
  const auto y = DecodeBase64Url(jwk.Text("y"));
  if (!x.has_value() || !y.has_value() || x->size() != kCoordinateBytes ||
      y->size() != kCoordinateBytes) {
    return nullptr;
  }
  const std::string point = absl::StrCat("\x04", *x, *y);  // uncompressed
  const Builder builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  return MakeKey("EC", builder);
}

std::string Fingerprint(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  if (size <= 0) return {};
  const std::string bytes(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return store::Sha256(bytes);
}

// The algorithm that a key is for; empty for one that isn't used here.
std::string AlgorithmOf(const JsonObject& jwk) {
  std::string algorithm;
  if (jwk.Text("kty") == "RSA") algorithm = "RS256";
  if (jwk.Text("kty") == "EC" && jwk.Text("crv") == "P-256") algorithm = "ES256";
  if (jwk.Has("alg") && jwk.Text("alg") != algorithm) return {};
  if (jwk.Has("use") && jwk.Text("use") != "sig") return {};
  if (jwk.Has("key_ops")) {
    const std::vector<std::string> operations = jwk.Texts("key_ops");
    if (std::find(operations.begin(), operations.end(), "verify") == operations.end()) return {};
  }
  return jwk.Text("kid").empty() ? std::string() : algorithm;
}

// r and s of a JWS as the DER that OpenSSL verifies; empty when they are none.
std::string ToDer(std::string_view signature) {
  if (signature.size() != 2 * kCoordinateBytes) return {};
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(ECDSA_SIG_new(), ECDSA_SIG_free);
  BIGNUM* r = BN_bin2bn(Bytes(signature), kCoordinateBytes, nullptr);
  BIGNUM* s = BN_bin2bn(Bytes(signature.substr(kCoordinateBytes)), kCoordinateBytes, nullptr);
  ECDSA_SIG_set0(pair.get(), r, s);
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  if (size <= 0) return {};
  std::string bytes(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

}  // namespace

absl::StatusOr<KeySet> ParseKeySet(std::string_view json) {
  BATON_ASSIGN_OR_RETURN(const JsonDocument document, JsonDocument::Parse(json));
  const std::optional<std::vector<JsonObject>> jwks = document.root().Objects("keys");
  if (!jwks.has_value()) return absl::InvalidArgumentError("holds no list \"keys\" of objects");
  KeySet keys;
  for (const JsonObject& jwk : *jwks) {
    if (jwk.HasTwice()) return absl::InvalidArgumentError("holds a key with a field twice");
    VerificationKey key;
    key.algorithm = AlgorithmOf(jwk);
    if (key.algorithm.empty()) continue;
    const std::string kid = jwk.Text("kid");
    key.key = key.algorithm == "RS256" ? RsaKey(jwk) : P256Key(jwk);
    if (key.key == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("the key ", kid, " is broken or too short"));
    }
    key.fingerprint = Fingerprint(key.key.get());
    if (!keys.emplace(kid, std::move(key)).second) {
      return absl::InvalidArgumentError(absl::StrCat("two keys are called ", kid));
    }
  }
  return keys;
}

bool Verifies(const VerificationKey& key, std::string_view text, std::string_view signature) {
  const std::string der =
      key.algorithm == "ES256" ? ToDer(signature) : std::string(signature.data(), signature.size());
  if (der.empty()) return false;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(der), der.size(), Bytes(text), text.size()) == 1;
}

std::optional<std::string> DecodeBase64Url(std::string_view text) {
  std::string bytes;
  const absl::string_view view(text.data(), text.size());
  if (!absl::WebSafeBase64Unescape(view, &bytes)) return std::nullopt;
  std::string canonical;
  absl::WebSafeBase64Escape(bytes, &canonical);
  if (canonical != view) return std::nullopt;
  return bytes;
}

}  // namespace baton::server
