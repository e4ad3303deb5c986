#include "server/client_ca.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>

#include "store/sha256.h"

namespace baton::server {
namespace {

// OpenSSL's level 2: 112 bits, so RSA from 2,048 and curves from 224 bits on, no SHA-1.
constexpr int kAuthLevel = 2;

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

void FreeStack(STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); }
using Stack = std::unique_ptr<STACK_OF(X509), decltype(&FreeStack)>;

Stack ReadPem(const std::string& pem) {
  Stack stack(sk_X509_new_null(), FreeStack);
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  while (X509* cert = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    sk_X509_push(stack.get(), cert);
  }
  ERR_clear_error();
  return stack;
}

std::string Fingerprint(X509* cert) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(cert, &der);
  if (size <= 0) return {};
  const std::string bytes(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return store::Sha256(bytes);
}

absl::Time EndOf(X509* cert) {
  std::tm parts = {};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(cert), &parts) != 1) return absl::InfinitePast();
  // OpenSSL takes a certificate as expired from that second on.
  return absl::FromUnixSeconds(timegm(&parts));
}

void ReadNames(X509* cert, VerifiedCertificate* verified) {
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(cert, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_EMAIL && name->type != GEN_URI) continue;
    const std::string text(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.ia5)),
                           static_cast<size_t>(ASN1_STRING_length(name->d.ia5)));
    (name->type == GEN_EMAIL ? verified->emails : verified->uris).push_back(text);
  }
}

}  // namespace

absl::StatusOr<ClientCa> ClientCa::Parse(const std::string& pem) {
  ClientCa ca;
  ca.store_ = std::shared_ptr<X509_STORE>(X509_STORE_new(), X509_STORE_free);
  const Stack certs = ReadPem(pem);
  if (sk_X509_num(certs.get()) == 0) {
    return absl::InvalidArgumentError("holds no certificate in PEM");
  }
  for (int i = 0; i < sk_X509_num(certs.get()); ++i) {
    X509* cert = sk_X509_value(certs.get(), i);
    if (X509_check_ca(cert) == 0) {
      return absl::InvalidArgumentError("holds a certificate that is no authority's");
    }
    X509_STORE_add_cert(ca.store_.get(), cert);
    ca.fingerprints_.insert(Fingerprint(cert));
  }
  return ca;
}

std::optional<VerifiedCertificate> ClientCa::Verify(const PeerCertificate& peer,
                                                    absl::Time now) const {
  const Stack leaf = ReadPem(peer.leaf);
  if (sk_X509_num(leaf.get()) != 1) return std::nullopt;
  const Stack chain = ReadPem(peer.chain);
  const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> context(
      X509_STORE_CTX_new(), X509_STORE_CTX_free);
  X509* cert = sk_X509_value(leaf.get(), 0);
  if (X509_STORE_CTX_init(context.get(), store_.get(), cert, chain.get()) != 1) return std::nullopt;
  X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_SSL_CLIENT);
  X509_VERIFY_PARAM_set_auth_level(rules, kAuthLevel);
  X509_VERIFY_PARAM_set_time(rules, absl::ToTimeT(now));
  // A company may trust one issuing authority only, below a root that signs for others, too.
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
  const bool verified = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  if (!verified) return std::nullopt;

  VerifiedCertificate result;
  result.expire_time = absl::InfiniteFuture();
  const STACK_OF(X509)* path = X509_STORE_CTX_get0_chain(context.get());
  for (int i = 0; i < sk_X509_num(path); ++i) {
    result.expire_time = std::min(result.expire_time, EndOf(sk_X509_value(path, i)));
  }
  result.fingerprint = Fingerprint(sk_X509_value(path, sk_X509_num(path) - 1));
  ReadNames(cert, &result);
  return result;
}

}  // namespace baton::server
