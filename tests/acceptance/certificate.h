// A self-signed certificate for localhost, made when a test needs one.
#pragma once

#include <string>

namespace baton::testing {

struct Certificate {
  std::string cert;  // PEM
  std::string key;   // PEM
};

Certificate MakeCertificate();

}  // namespace baton::testing
