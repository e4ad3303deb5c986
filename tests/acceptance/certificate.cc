#include "tests/acceptance/certificate.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <cstdlib>
#include <memory>

#include "absl/time/clock.h"

namespace baton::testing {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Cert = std::unique_ptr<X509, decltype(&X509_free)>;

std::string Text(BIO* bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<size_t>(size));
}

Bio Over(const std::string& text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
}

// What all certificates here have in common: version, serial, times, key, subject.
Cert Begin(const std::string& name, absl::Time from, absl::Time to, EVP_PKEY* key) {
  static std::atomic<int> serial{1};
  Cert cert(X509_new(), X509_free);
  X509_set_version(cert.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), serial++);
  ASN1_TIME_set(X509_getm_notBefore(cert.get()), absl::ToTimeT(from));
  ASN1_TIME_set(X509_getm_notAfter(cert.get()), absl::ToTimeT(to));
  X509_set_pubkey(cert.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(cert.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  return cert;
}

void Extend(X509* cert, int what, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
  if (extension == nullptr) std::abort();
  X509_add_ext(cert, extension, -1);
  X509_EXTENSION_free(extension);
}

// Signed by `signer`, or by its own key.
Certificate Finish(const Cert& cert, const Key& key, const Certificate* signer) {
  if (signer == nullptr) {
    X509_set_issuer_name(cert.get(), X509_get_subject_name(cert.get()));
    if (X509_sign(cert.get(), key.get(), EVP_sha256()) == 0) std::abort();
  } else {
    const Cert ca(PEM_read_bio_X509(Over(signer->cert).get(), nullptr, nullptr, nullptr),
                  X509_free);
    const Key ca_key(PEM_read_bio_PrivateKey(Over(signer->key).get(), nullptr, nullptr, nullptr),
                     EVP_PKEY_free);
    X509_set_issuer_name(cert.get(), X509_get_subject_name(ca.get()));
    if (X509_sign(cert.get(), ca_key.get(), EVP_sha256()) == 0) std::abort();
  }
  const Bio cert_text(BIO_new(BIO_s_mem()), BIO_free);
  const Bio key_text(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_X509(cert_text.get(), cert.get());
  PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return {Text(cert_text.get()), Text(key_text.get())};
}

}  // namespace

Certificate MakeCertificate() {
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const absl::Time now = absl::Now();
  const Cert cert = Begin("localhost", now - absl::Hours(24), now + absl::Hours(24), key.get());
  Extend(cert.get(), NID_subject_alt_name, "DNS:localhost");
  return Finish(cert, key, nullptr);
}

Certificate MakeAuthority(const std::string& name, absl::Time from, absl::Time to,
                          const Certificate* signer) {
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const Cert cert = Begin(name, from, to, key.get());
  Extend(cert.get(), NID_basic_constraints, "critical,CA:TRUE");
  Extend(cert.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  return Finish(cert, key, signer);
}

Certificate MakeLeaf(const Certificate& signer, const LeafOptions& options) {
  const Key key(options.rsa_bits == 0 ? EVP_EC_gen("P-256")
                                      : EVP_RSA_gen(static_cast<unsigned>(options.rsa_bits)),
                EVP_PKEY_free);
  const Cert cert = Begin("a client", options.from, options.to, key.get());
  Extend(cert.get(), NID_basic_constraints, "critical,CA:FALSE");
  Extend(cert.get(), NID_ext_key_usage, options.usage);
  if (!options.names.empty()) Extend(cert.get(), NID_subject_alt_name, options.names);
  return Finish(cert, key, &signer);
}

}  // namespace baton::testing
