#include "server/identity_file.h"

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/json_object.h"

namespace baton::server {
namespace {

// One entry of a list, and where its faults go.
class EntryReader {
 public:
  EntryReader(const JsonObject& entry, std::string place, std::vector<std::string>* faults)
      : entry_(entry), place_(std::move(place)), faults_(*faults) {}

  // Every key of the entry must be one of these, once.
  void Knows(std::initializer_list<const char*> keys) {
    const std::set<std::string> known(keys.begin(), keys.end());
    for (const std::string& key : entry_.Keys()) {
      if (known.count(key) == 0) Fault(key, "is unknown");
    }
    if (entry_.HasTwice()) Fault("", "has a field twice");
  }

  std::string Required(const char* key) {
    std::string text = entry_.Text(key);
    if (text.empty()) Fault(key, "is missing or no text");
    return text;
  }

  std::string Tenant() {
    std::string tenant = Required("tenant");
    if (!tenant.empty() && !domain::IsValidId(tenant)) Fault("tenant", "is no id");
    return tenant;
  }

  void Fault(const std::string& key, const char* what) {
    faults_.push_back(absl::StrCat(place_, key.empty() ? "" : ".", key, " ", what));
  }

 private:
  const JsonObject& entry_;
  const std::string place_;
  std::vector<std::string>& faults_;
};

std::string PathIn(const std::string& folder, const std::string& path) {
  return path.empty() ? path : (std::filesystem::path(folder) / path).string();
}

IssuerRule ReadIssuer(const JsonObject& entry, const std::string& folder, EntryReader reader) {
  reader.Knows({"tenant", "issuer", "audience", "jwks", "claim", "names"});
  IssuerRule rule;
  rule.tenant = reader.Tenant();
  rule.issuer = reader.Required("issuer");
  rule.audience = reader.Required("audience");
  rule.jwks = PathIn(folder, reader.Required("jwks"));
  rule.claim = reader.Required("claim");
  const std::string names = entry.Text("names");
  if (names != "email" && names != "person") reader.Fault("names", "is neither email nor person");
  rule.names = names == "person" ? PersonKey::kId : PersonKey::kEmail;
  return rule;
}

ClientCaRule ReadClientCa(const JsonObject& entry, const std::string& folder, EntryReader reader) {
  reader.Knows({"tenant", "file", "san", "prefix"});
  ClientCaRule rule;
  rule.tenant = reader.Tenant();
  rule.file = PathIn(folder, reader.Required("file"));
  const std::string san = entry.Text("san");
  if (san != "email" && san != "uri") reader.Fault("san", "is neither email nor uri");
  rule.names = san == "uri" ? PersonKey::kId : PersonKey::kEmail;
  if (san == "uri") {
    rule.prefix = reader.Required("prefix");
  } else if (entry.Has("prefix")) {
    reader.Fault("prefix", "is for san uri only");
  }
  return rule;
}

void FindTwice(const IdentityRules& rules, std::vector<std::string>* faults) {
  std::set<std::pair<std::string, std::string>> issuers;
  for (const IssuerRule& rule : rules.issuers) {
    if (!issuers.insert({rule.issuer, rule.audience}).second) {
      faults->push_back(absl::StrCat("the issuer ", rule.issuer, " with the audience ",
                                     rule.audience, " stands twice"));
    }
  }
  std::set<std::string> files;
  for (const ClientCaRule& rule : rules.client_cas) {
    if (!files.insert(rule.file).second) {
      faults->push_back(absl::StrCat("the file ", rule.file, " stands twice"));
    }
  }
}

// The objects of a list that may be absent.
std::vector<JsonObject> ListOf(const JsonObject& root, const char* key,
                               std::vector<std::string>* faults) {
  if (!root.Has(key)) return {};
  std::optional<std::vector<JsonObject>> objects = root.Objects(key);
  if (!objects.has_value()) faults->push_back(absl::StrCat(key, " is no list of objects"));
  return std::move(objects).value_or(std::vector<JsonObject>());
}

}  // namespace

absl::StatusOr<IdentityRules> ParseIdentityFile(std::string_view json, const std::string& folder) {
  BATON_ASSIGN_OR_RETURN(const JsonDocument document, JsonDocument::Parse(json));
  const JsonObject root = document.root();
  std::vector<std::string> faults;
  for (const std::string& key : root.Keys()) {
    if (key != "issuers" && key != "client_cas") faults.push_back(absl::StrCat(key, " is unknown"));
  }
  IdentityRules rules;
  const auto issuers = ListOf(root, "issuers", &faults);
  for (size_t i = 0; i < issuers.size(); ++i) {
    rules.issuers.push_back(ReadIssuer(
        issuers[i], folder, EntryReader(issuers[i], absl::StrCat("issuers[", i, "]"), &faults)));
  }
  const auto cas = ListOf(root, "client_cas", &faults);
  for (size_t i = 0; i < cas.size(); ++i) {
    rules.client_cas.push_back(ReadClientCa(
        cas[i], folder, EntryReader(cas[i], absl::StrCat("client_cas[", i, "]"), &faults)));
  }
  FindTwice(rules, &faults);
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
  return rules;
}

}  // namespace baton::server
