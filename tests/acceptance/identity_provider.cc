#include "tests/acceptance/identity_provider.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace baton::testing {
namespace {

const unsigned char* Bytes(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string Base64Url(const std::string& bytes) { return absl::WebSafeBase64Escape(bytes); }

SigningKey SigningKey::Rsa(const std::string& kid, unsigned bits) {
  return SigningKey(kid, EVP_RSA_gen(bits));
}

SigningKey SigningKey::Ec(const std::string& kid, const char* curve) {
  return SigningKey(kid, EVP_EC_gen(curve));
}

// A public number in base64url, as long as the curve wants it.
std::string SigningKey::Number(const char* name) const {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key_.get(), name, &number) != 1) std::abort();
  const bool is_ec = EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_EC;
  const int size = is_ec ? (EVP_PKEY_get_bits(key_.get()) + 7) / 8 : BN_num_bytes(number);
  std::string bytes(static_cast<size_t>(size), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), size);
  BN_free(number);
  return Base64Url(bytes);
}

std::string SigningKey::Jwk() const {
  if (EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_RSA) {
    return absl::StrCat(R"({"kty":"RSA","use":"sig","kid":")", kid_, R"(","n":")",
                        Number(OSSL_PKEY_PARAM_RSA_N), R"(","e":")", Number(OSSL_PKEY_PARAM_RSA_E),
                        R"("})");
  }
  const int bits = EVP_PKEY_get_bits(key_.get());
  return absl::StrCat(R"({"kty":"EC","use":"sig","kid":")", kid_, R"(","crv":"P-)", bits,
                      R"(","x":")", Number(OSSL_PKEY_PARAM_EC_PUB_X), R"(","y":")",
                      Number(OSSL_PKEY_PARAM_EC_PUB_Y), R"("})");
}

std::string SigningKey::PublicPem() const {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PUBKEY(bio.get(), key_.get());
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

std::string SigningKey::SignRaw(const std::string& text, const char* hash, bool pss) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  EVP_PKEY_CTX* parameters = nullptr;
  EVP_DigestSignInit(context.get(), &parameters, EVP_get_digestbyname(hash), nullptr, key_.get());
  if (pss) EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING);
  size_t size = 0;
  EVP_DigestSign(context.get(), nullptr, &size, Bytes(text), text.size());
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     Bytes(text), text.size()) != 1) {
    std::abort();
  }
  signature.resize(size);
  return signature;
}

std::string SigningKey::Sign(const std::string& text, const char* hash, bool pss) const {
  const std::string raw = SignRaw(text, hash, pss);
  if (EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_RSA) return raw;
  const unsigned char* at = Bytes(raw);
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(
      d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(raw.size())), ECDSA_SIG_free);  // NOLINT
  const int half = (EVP_PKEY_get_bits(key_.get()) + 7) / 8;
  std::string signature(static_cast<size_t>(2 * half), '\0');
  auto* out = reinterpret_cast<unsigned char*>(signature.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, half);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + half, half);
  return signature;
}

std::string Jwks(std::initializer_list<SigningKey> keys) {
  std::string text;
  for (const SigningKey& key : keys) absl::StrAppend(&text, text.empty() ? "" : ",", key.Jwk());
  return absl::StrCat(R"({"keys":[)", text, "]}");
}

std::string Unsigned(const std::string& header, const std::string& claims) {
  return absl::StrCat(Base64Url(header), ".", Base64Url(claims));
}

std::string WithSignature(const std::string& unsigned_text, const std::string& signature) {
  return absl::StrCat(unsigned_text, ".", Base64Url(signature));
}

std::string Hmac(const std::string& key, const std::string& text) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Bytes(text), text.size(), bytes,
       &size);
  return std::string(reinterpret_cast<char*>(bytes), size);
}

}  // namespace baton::testing
