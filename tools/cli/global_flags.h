// The flags that every command takes.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "tools/cli/client.h"
#include "tools/cli/option.h"

namespace baton::cli {

struct GlobalFlags {
  std::string address = "127.0.0.1:7411";
  std::string token;
  std::string token_file;
  std::string tenant;
  std::string tls_ca_file;
  std::string request_id;
  std::string timeout;
  bool json = false;
};

void DeclareGlobalFlags(Options& options, GlobalFlags& flags);

// Reads the files that the flags name. A flag wins over the environment, BATON_TOKEN over
// BATON_TOKEN_FILE. A usage error says which file can't be read.
absl::StatusOr<ClientOptions> ResolveClientOptions(const GlobalFlags& flags);

}  // namespace baton::cli
