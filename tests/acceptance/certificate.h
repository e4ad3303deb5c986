// Certificates for tests, made when a test needs them.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace baton::testing {

struct Certificate {
  std::string cert;  // PEM
  std::string key;   // PEM
};

// Self-signed, for localhost, valid a day to both sides of the machine's present.
Certificate MakeCertificate();

// An authority, self-signed or signed by another one.
Certificate MakeAuthority(const std::string& name, absl::Time from, absl::Time to,
                          const Certificate* signer = nullptr);

// What a certificate that an authority signs is for.
struct LeafOptions {
  std::string names;  // as OpenSSL's configuration writes them: "email:rosa@main.example"
  absl::Time from;
  absl::Time to;
  const char* usage = "clientAuth";
  int rsa_bits = 0;  // 0: a key on P-256
};

Certificate MakeLeaf(const Certificate& signer, const LeafOptions& options);

}  // namespace baton::testing
