#include "server/config_values.h"

#include <arpa/inet.h>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"

namespace baton::server {
namespace {

constexpr const char* kLevels[] = {"debug", "info", "warning", "error", "off"};

// A text as TOML writes it; the file's reader knows no escapes.
std::string Quote(const std::string& text) {
  const char* quote = absl::StrContains(text, '"') || absl::StrContains(text, '\\') ? "'" : "\"";
  return absl::StrCat(quote, text, quote);
}

std::string SetAddress(const std::string& text, std::string* address) {
  std::string host;
  int port = 0;
  if (!SplitAddress(text, &host, &port)) {
    return absl::StrCat("\"", text, "\" is no host:port with a port of 0 to 65535");
  }
  *address = text;
  return {};
}

std::string SetInteger(const std::string& text, int64_t min, int64_t max, int64_t* value) {
  int64_t read = 0;
  if (!absl::SimpleAtoi(text, &read) || read < min || read > max) {
    return absl::StrCat("\"", text, "\" is no whole number of ", min, " to ", max);
  }
  *value = read;
  return {};
}

std::string SetInt(const std::string& text, int min, int max, int* value) {
  int64_t read = *value;
  std::string fault = SetInteger(text, min, max, &read);
  *value = static_cast<int>(read);
  return fault;
}

std::string SetNonempty(const std::string& text, std::string* value) {
  *value = text;
  return text.empty() ? "must not be empty" : "";
}

std::string SetStore(const std::string& text, Config* config) {
  config->store = text;
  for (const absl::string_view scheme : {"sqlite:", "postgresql://"}) {
    if (absl::StartsWith(text, scheme) && text.size() > scheme.size()) return {};
  }
  return "is no store; write sqlite: and the path of a file, or postgresql:// and a database";
}

// For what is printed: the password in a URL's user part is left out.
std::string WithoutPassword(const std::string& url) {
  const size_t user = url.find("://");
  const size_t at = url.find('@');
  const size_t colon = user == std::string::npos ? user : url.find(':', user + 3);
  if (at == std::string::npos || colon == std::string::npos || colon > at) return url;
  return absl::StrCat(url.substr(0, colon), ":...", url.substr(at));
}

std::string SetDemo(const std::string& text, Config* config) {
  config->demo = text == "true";
  return text == "true" || text == "false" ? "" : "must be true or false";
}

std::string SetDemoStart(const std::string& text, Config* config) {
  std::string fault;
  if (absl::ParseTime(absl::RFC3339_full, text, &config->demo_start, &fault)) return {};
  return absl::StrCat("\"", text, "\" is no instant like 2026-01-01T00:00:00Z");
}

std::string SetLevel(const std::string& text, Config* config) {
  for (size_t i = 0; i < std::size(kLevels); ++i) {
    if (text == kLevels[i]) {
      config->log_level = static_cast<LogLevel>(i);
      return {};
    }
  }
  return absl::StrCat("\"", text, "\" is none of debug, info, warning, error, off");
}

std::string SetDrain(const std::string& text, Config* config) {
  if (absl::ParseDuration(text, &config->drain_timeout) &&
      config->drain_timeout >= absl::ZeroDuration() && config->drain_timeout <= absl::Seconds(60)) {
    return {};
  }
  return absl::StrCat("\"", text, "\" is no duration of 0s to 60s, as 10s");
}

std::vector<Setting> Network() {
  return {
      {"listen", "HOST:PORT", "Where callers connect; port 0 picks one. Default 127.0.0.1:7411.",
       false, [](const std::string& text, Config* c) { return SetAddress(text, &c->listen); },
       [](const Config& c) { return Quote(c.listen); }},
      {"metrics", "HOST:PORT", "Where Prometheus reads; loopback, or off. Default 127.0.0.1:7412.",
       false,
       [](const std::string& text, Config* c) {
         c->metrics = text;
         if (text == "off") return std::string();
         const std::string fault = SetAddress(text, &c->metrics);
         return fault.empty() && !IsLoopback(text) ? std::string("must be loopback") : fault;
       },
       [](const Config& c) { return Quote(c.metrics); }},
      {"http", "HOST:PORT",
       "Where webhooks and the API over HTTP are served, or off. Default 127.0.0.1:7413.", false,
       [](const std::string& text, Config* c) {
         c->http = text;
         return text == "off" ? std::string() : SetAddress(text, &c->http);
       },
       [](const Config& c) { return Quote(c.http); }},
      {"tls-cert", "FILE", "PEM file of the certificate chain. Without TLS: loopback only.", false,
       [](const std::string& text, Config* c) { return SetNonempty(text, &c->tls_cert); },
       [](const Config& c) { return Quote(c.tls_cert); }},
      {"tls-key", "FILE", "PEM file of its private key.", false,
       [](const std::string& text, Config* c) { return SetNonempty(text, &c->tls_key); },
       [](const Config& c) { return Quote(c.tls_key); }},
      {"secrets-key", "FILE",
       "Keys that seal connections' secrets. Default: secrets.key in the data folder; on "
       "PostgreSQL "
       "none.",
       false, [](const std::string& text, Config* c) { return SetNonempty(text, &c->secrets_key); },
       [](const Config& c) { return Quote(c.secrets_key); }},
      {"courier-allow-private", "",
       "Let deliveries go to loopback, private and link-local addresses.", true,
       [](const std::string& text, Config* c) {
         c->courier_allow_private = text == "true";
         return text == "true" || text == "false" ? std::string() : "must be true or false";
       },
       [](const Config& c) { return std::string(c.courier_allow_private ? "true" : "false"); }},
      {"identity", "FILE", "JSON file: identity providers and client certificates by tenant.",
       false, [](const std::string& text, Config* c) { return SetNonempty(text, &c->identity); },
       [](const Config& c) { return Quote(c.identity); }},
      {"max-message-bytes", "BYTES", "Size of one request at most. Default 4194304.", false,
       [](const std::string& text, Config* c) {
         return SetInteger(text, 1 << 10, 64 << 20, &c->max_message_bytes);
       },
       [](const Config& c) { return absl::StrCat(c.max_message_bytes); }},
      {"max-in-flight", "COUNT",
       "Unary calls at once, four fifths of them one tenant's. Default 4096.", false,
       [](const std::string& text, Config* c) {
         return SetInt(text, 1, 100'000, &c->max_in_flight);
       },
       [](const Config& c) { return absl::StrCat(c.max_in_flight); }},
      {"max-streams", "COUNT", "Server streams at once. Default 1024.", false,
       [](const std::string& text, Config* c) { return SetInt(text, 1, 100'000, &c->max_streams); },
       [](const Config& c) { return absl::StrCat(c.max_streams); }},
  };
}

std::vector<Setting> Keeping() {
  return {
      {"data", "FOLDER", "The data folder, created where it is missing. Default data.", false,
       [](const std::string& text, Config* c) { return SetNonempty(text, &c->data); },
       [](const Config& c) { return Quote(c.data); }},
      {"store", "URL",
       "sqlite:FILE or postgresql://USER@HOST/DATABASE. Default: baton.db in the data folder.",
       false, SetStore, [](const Config& c) { return Quote(WithoutPassword(c.store)); }},
      {"reader-threads", "COUNT", "Threads that read the store. Default 2.", false,
       [](const std::string& text, Config* c) { return SetInt(text, 1, 64, &c->reader_threads); },
       [](const Config& c) { return absl::StrCat(c.reader_threads); }},
      {"tenant", "ID", "The tenant that the first start makes. Default main.", false,
       [](const std::string& text, Config* c) {
         c->tenant = text;
         return domain::IsValidId(text)
                    ? std::string()
                    : absl::StrCat("\"", text, "\" is no id: 1 to 64 of A-Z a-z 0-9 . _ -");
       },
       [](const Config& c) { return Quote(c.tenant); }},
  };
}

std::vector<Setting> Running() {
  return {
      {"demo", "", "Serve a demo: a movable clock on a data folder of its own.", true, SetDemo,
       [](const Config& c) { return std::string(c.demo ? "true" : "false"); }},
      {"demo-start", "TIME", "Where a new demo's clock begins. Default 2026-01-01T00:00:00Z.",
       false, SetDemoStart,
       [](const Config& c) {
         return Quote(absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", c.demo_start, absl::UTCTimeZone()));
       }},
      {"log-level", "LEVEL", "debug, info, warning, error or off. Default info.", false, SetLevel,
       [](const Config& c) { return Quote(kLevels[static_cast<int>(c.log_level)]); }},
      {"log-file", "FILE", "Where the log goes, appended. Default: standard error.", false,
       [](const std::string& text, Config* c) { return SetNonempty(text, &c->log_file); },
       [](const Config& c) { return Quote(c.log_file); }},
      {"drain-timeout", "DURATION", "How long a stop waits for calls in flight. Default 10s.",
       false, SetDrain,
       [](const Config& c) { return Quote(absl::FormatDuration(c.drain_timeout)); }},
      {"config", "FILE", "A file of settings: NAME = VALUE lines (TOML).", false, nullptr, nullptr},
  };
}

std::vector<Setting> MakeSettings() {
  std::vector<Setting> settings = Network();
  for (auto group : {Keeping(), Running()}) {
    settings.insert(settings.end(), group.begin(), group.end());
  }
  return settings;
}

}  // namespace

const std::vector<Setting>& Settings() {
  static const auto& settings = *new std::vector<Setting>(MakeSettings());
  return settings;
}

const Setting* FindSetting(const std::string& name) {
  for (const Setting& setting : Settings()) {
    if (setting.name == name) return &setting;
  }
  return nullptr;
}

bool SplitAddress(const std::string& address, std::string* host, int* port) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0) return false;
  *host = address.substr(0, colon);
  if (host->front() == '[' && host->back() == ']') *host = host->substr(1, host->size() - 2);
  return absl::SimpleAtoi(address.substr(colon + 1), port) && *port >= 0 && *port <= 65'535;
}

bool IsLoopback(const std::string& address) {
  std::string host;
  int port = 0;
  if (!SplitAddress(address, &host, &port)) return false;
  in_addr v4;
  in6_addr v6;
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  if (inet_pton(AF_INET6, host.c_str(), &v6) == 1) return IN6_IS_ADDR_LOOPBACK(&v6);
  return host == "localhost";
}

}  // namespace baton::server
