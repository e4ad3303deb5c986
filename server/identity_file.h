// The table of trust: which identity provider and which certificate authority speak for which
// tenant. A JSON file that the operator writes (--identity); decision 46.
//
//   {"issuers": [{"tenant": "acme", "issuer": "https://login.acme.example/", "audience": "baton",
//                 "jwks": "acme-jwks.json", "claim": "email", "names": "email"}],
//    "client_cas": [{"tenant": "acme", "file": "acme-ca.pem", "san": "email"}]}
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace baton::server {

// What a claim or a name in a certificate holds.
enum class PersonKey {
  kEmail,  // the person's mail address, whatever the case of its letters
  kId,     // the person's id
};

// One identity provider for one tenant.
struct IssuerRule {
  std::string tenant;  // bare id
  std::string issuer;  // "iss", compared byte for byte
  std::string audience;
  std::string jwks;   // path of the key set
  std::string claim;  // which claim names the person
  PersonKey names = PersonKey::kEmail;
};

// Certificate authorities for one tenant.
struct ClientCaRule {
  std::string tenant;  // bare id
  std::string file;    // path of the certificates
  PersonKey names = PersonKey::kEmail;
  // With kId: what a URI in the certificate begins with; the person's id is the rest.
  std::string prefix;
};

struct IdentityRules {
  std::vector<IssuerRule> issuers;
  std::vector<ClientCaRule> client_cas;
};

// Reads the file's content; paths in it are taken from `folder` unless they are absolute.
// INVALID_ARGUMENT names every fault, one a line: what is missing or unknown, an issuer with the
// same audience twice, a file of authorities twice.
absl::StatusOr<IdentityRules> ParseIdentityFile(std::string_view json, const std::string& folder);

}  // namespace baton::server
