#include "server/tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "server/data_folder.h"

namespace baton::server {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

// A cipher of TLS 1.2 that needs a key shared beforehand, of which there is none.
constexpr char kNoCipherOfTls12[] = "PSK-AES256-GCM-SHA384";

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  absl::StatusOr<std::string> pem = ReadFile(path);
  if (!pem.ok()) return absl::InvalidArgumentError(absl::StrCat("TLS: ", pem.status().message()));
  return pem;
}

Bio Over(const std::string& pem) {
  return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free};
}

absl::Status CheckPair(const std::string& cert_path, const std::string& key_path) {
  BATON_ASSIGN_OR_RETURN(const std::string cert_pem, ReadPem(cert_path));
  BATON_ASSIGN_OR_RETURN(const std::string key_pem, ReadPem(key_path));
  const std::unique_ptr<X509, decltype(&X509_free)> cert(
      PEM_read_bio_X509(Over(cert_pem).get(), nullptr, nullptr, nullptr), X509_free);
  // Or OpenSSL would ask for one at the terminal.
  char no_password[] = "";
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(Over(key_pem).get(), nullptr, nullptr, no_password), EVP_PKEY_free);
  const bool match =
      cert != nullptr && key != nullptr && X509_check_private_key(cert.get(), key.get()) == 1;
  ERR_clear_error();
  if (match) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("TLS: ", cert_path, " and ", key_path, " hold no matching certificate and key"));
}

}  // namespace

void RequireTls13() { setenv("GRPC_SSL_CIPHER_SUITES", kNoCipherOfTls12, 0); }

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> TlsCredentials(const std::string& cert,
                                                                        const std::string& key,
                                                                        bool ask_for_certificates) {
  BATON_RETURN_IF_ERROR(CheckPair(cert, key));
  grpc::experimental::TlsServerCredentialsOptions options(
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(key, cert,
                                                                           kTlsRefreshSeconds));
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(ask_for_certificates
                                    ? GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_BUT_DONT_VERIFY
                                    : GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  return grpc::experimental::TlsServerCredentials(options);
}

}  // namespace baton::server
