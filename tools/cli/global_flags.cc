#include "tools/cli/global_flags.h"

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "tools/cli/errors.h"
#include "tools/cli/file_io.h"
#include "tools/cli/time_text.h"

namespace baton::cli {
namespace {

constexpr char kGroup[] = "Every command";

std::string FromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

absl::StatusOr<std::string> ReadToken(const std::string& path) {
  BATON_ASSIGN_OR_RETURN(const std::string content, ReadFile(path));
  const std::string token(absl::StripAsciiWhitespace(content));
  if (token.empty()) return UsageError("the token file " + path + " is empty");
  return token;
}

absl::StatusOr<std::string> ResolveToken(const GlobalFlags& flags) {
  if (!flags.token.empty()) return flags.token;
  if (!flags.token_file.empty()) return ReadToken(flags.token_file);
  const std::string token = FromEnvironment("BATON_TOKEN");
  if (!token.empty()) return token;
  const std::string path = FromEnvironment("BATON_TOKEN_FILE");
  return path.empty() ? std::string() : ReadToken(path);
}

}  // namespace

void DeclareGlobalFlags(Options& options, GlobalFlags& flags) {
  options.Add("--address", flags.address, "Host and port of the server")
      .Environment("BATON_ADDRESS")
      .ShowDefault()
      .Group(kGroup);
  const Option token = options.Add("--token", flags.token, "Bearer token (env BATON_TOKEN)");
  token.Group(kGroup);
  options
      .Add("--token-file", flags.token_file,
           "File that holds the bearer token (env BATON_TOKEN_FILE)")
      .Excludes(token)
      .Group(kGroup);
  options.Add("--tenant", flags.tenant, "Tenant; default: the token's own").Group(kGroup);
  options.Add("--tls-ca", flags.tls_ca_file, "Use TLS and trust these PEM certificates")
      .Environment("BATON_TLS_CA")
      .Group(kGroup);
  options
      .AddFlag("--json", flags.json,
               "Print JSON for programs: the answer as one document; lists, streams and several "
               "answers as one line an item")
      .Group(kGroup);
  options
      .Add("--request-id", flags.request_id,
           "Name of this change: repeating it with the same content changes nothing")
      .Group(kGroup);
  options
      .AddParsed(
          "--timeout",
          [&flags](const std::string& text) {
            flags.timeout = text;
            return ParseSpan(text).status();
          },
          "Give up after this long, as 5s or 2m; default 30s, none for streams")
      .Group(kGroup);
}

absl::StatusOr<ClientOptions> ResolveClientOptions(const GlobalFlags& flags) {
  ClientOptions options;
  options.address = flags.address;
  options.request_id = flags.request_id;
  BATON_ASSIGN_OR_RETURN(options.token, ResolveToken(flags));
  if (!flags.tls_ca_file.empty()) {
    BATON_ASSIGN_OR_RETURN(options.tls_ca_pem, ReadFile(flags.tls_ca_file));
  }
  if (!flags.timeout.empty()) {
    BATON_ASSIGN_OR_RETURN(options.timeout, ParseSpan(flags.timeout));
    options.timeout_on_streams = true;
  }
  return options;
}

}  // namespace baton::cli
