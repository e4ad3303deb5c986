// TLS of the listening port: 1.3 alone, certificate and key read again while the server runs.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/security/server_credentials.h"

namespace baton::server {

// How often the files are looked at. New connections get what they hold then.
inline constexpr int kTlsRefreshSeconds = 1;

// Makes gRPC's TLS speak 1.3 and nothing older. For the whole process; call it before the first
// thread. The library has no setting for the version, so its list of ciphers for TLS 1.2 is set to
// one that can't be used without a shared key. An operator who sets GRPC_SSL_CIPHER_SUITES allows
// TLS 1.2 with those ciphers.
void RequireTls13();

// Credentials from PEM files, which are read again when they change. INVALID_ARGUMENT when they
// can't be read or don't belong together now. When they don't later, the last good ones stay where
// a file can't be read, and new connections fail where the two don't match. With
// `ask_for_certificates` clients may show a certificate, which isn't verified here.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> TlsCredentials(const std::string& cert,
                                                                        const std::string& key,
                                                                        bool ask_for_certificates);

}  // namespace baton::server
