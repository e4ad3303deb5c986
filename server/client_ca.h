// Client certificates: whom one names, and whether a company's certificate authority says so.
#pragma once

#include <openssl/x509.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace baton::server {

// What a client showed in its TLS handshake, which proved that it holds the key. PEM, as gRPC's
// auth context has them.
struct PeerCertificate {
  std::string leaf;
  std::string chain;  // what it sent beside, to lead to an authority
};

// A certificate that an authority stands for.
struct VerifiedCertificate {
  std::vector<std::string> emails;  // of its subject alternative names
  std::vector<std::string> uris;
  absl::Time expire_time;   // the earliest of its chain
  std::string fingerprint;  // of the authority: SHA-256 of its certificate, 32 bytes
};

// One or more authorities that speak for the same people. Immutable.
class ClientCa {
 public:
  // INVALID_ARGUMENT when the text holds no certificate or one that is no authority's.
  static absl::StatusOr<ClientCa> Parse(const std::string& pem);

  // Nothing when no authority here stands for the certificate at `now`: another signed it, it or
  // its chain has expired or isn't valid yet, it isn't for clients, or its key is too weak.
  std::optional<VerifiedCertificate> Verify(const PeerCertificate& peer, absl::Time now) const;

  // SHA-256 of each authority's certificate.
  const std::set<std::string>& fingerprints() const { return fingerprints_; }

 private:
  std::shared_ptr<X509_STORE> store_;
  std::set<std::string> fingerprints_;
};

}  // namespace baton::server
