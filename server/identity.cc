#include "server/identity.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/status_macros.h"
#include "server/data_folder.h"
#include "server/jwt.h"

namespace baton::server {
namespace {

std::string TrustInKey(const IssuerRule& rule, const std::string& kid, const VerificationKey& key) {
  return absl::StrCat("key\n", rule.issuer, "\n", rule.audience, "\n", kid, "\n", key.fingerprint);
}

std::string TrustInCa(const ClientCaRule& rule, const std::string& fingerprint) {
  return absl::StrCat("ca\n", rule.tenant, "\n", rule.file, "\n", fingerprint);
}

bool IsFor(const UnverifiedJwt& jwt, const IssuerRule& rule) {
  return jwt.issuer == rule.issuer && std::find(jwt.audiences.begin(), jwt.audiences.end(),
                                                rule.audience) != jwt.audiences.end();
}

// The person whom the claim names; empty for a mail address that the provider calls unverified.
std::string PersonIn(const JsonObject& claims, const IssuerRule& rule) {
  if (rule.names == PersonKey::kEmail && claims.Has("email_verified") &&
      !claims.IsTrue("email_verified")) {
    return {};
  }
  return claims.Text(rule.claim.c_str());
}

// The one name of the kind that the rule takes; empty when there is none or are several.
std::string PersonIn(const VerifiedCertificate& certificate, const ClientCaRule& rule) {
  if (rule.names == PersonKey::kEmail) {
    return certificate.emails.size() == 1 ? certificate.emails.front() : std::string();
  }
  std::vector<std::string> ids;
  for (const std::string& uri : certificate.uris) {
    if (absl::StartsWith(uri, rule.prefix)) ids.push_back(uri.substr(rule.prefix.size()));
  }
  return ids.size() == 1 ? ids.front() : std::string();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Identity>> Identity::Open(const std::string& path, bool tls,
                                                         Log& log) {
  const absl::StatusOr<std::string> json = ReadFile(path);
  if (!json.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("identity: ", json.status().message()));
  }
  absl::StatusOr<IdentityRules> rules =
      ParseIdentityFile(*json, std::filesystem::path(path).parent_path().string());
  if (!rules.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", rules.status().message()));
  }
  if (!tls && !rules->client_cas.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": client_cas needs TLS: set tls-cert and tls-key"));
  }
  std::unique_ptr<Identity> identity(new Identity(*std::move(rules), log));
  const std::vector<std::string> faults = identity->Load(absl::InfinitePast());
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
  return identity;
}

std::optional<Vouched> Identity::FromJwt(std::string_view token, absl::Time now) const {
  const absl::StatusOr<UnverifiedJwt> jwt = ReadJwt(token);
  if (!jwt.ok()) return std::nullopt;
  const auto rule = std::find_if(rules_.issuers.begin(), rules_.issuers.end(),
                                 [&](const IssuerRule& each) { return IsFor(*jwt, each); });
  if (rule == rules_.issuers.end()) return std::nullopt;
  // A token for two audiences of ours may speak for two tenants; it speaks for neither.
  if (std::any_of(rule + 1, rules_.issuers.end(),
                  [&](const IssuerRule& each) { return IsFor(*jwt, each); })) {
    return std::nullopt;
  }
  const std::shared_ptr<const Trusted> known = trusted();
  const auto keys = known->key_sets.find(rule->jwks);
  if (keys == known->key_sets.end()) return std::nullopt;
  const auto key = keys->second->find(jwt->key_id);
  if (key == keys->second->end() || key->second.algorithm != jwt->algorithm ||
      !Verifies(key->second, jwt->signed_text, jwt->signature)) {
    return std::nullopt;
  }
  // Only from here on is what the token says true.
  if (now < jwt->not_before || jwt->expire_time <= now || now + kMaxJwtLife < jwt->expire_time) {
    return std::nullopt;
  }
  std::string person = PersonIn(jwt->claims.root(), *rule);
  if (person.empty()) return std::nullopt;
  return Vouched{.tenant = rule->tenant,
                 .key = rule->names,
                 .person = std::move(person),
                 .expire_time = jwt->expire_time,
                 .trust = TrustInKey(*rule, jwt->key_id, key->second)};
}

std::optional<Vouched> Identity::FromCertificate(const PeerCertificate& peer,
                                                 absl::Time now) const {
  const std::shared_ptr<const Trusted> known = trusted();
  std::optional<Vouched> vouched;
  for (const ClientCaRule& rule : rules_.client_cas) {
    const auto ca = known->cas.find(rule.file);
    if (ca == known->cas.end()) continue;
    const std::optional<VerifiedCertificate> certificate = ca->second->Verify(peer, now);
    if (!certificate.has_value()) continue;
    if (vouched.has_value()) return std::nullopt;
    vouched = Vouched{.tenant = rule.tenant,
                      .key = rule.names,
                      .person = PersonIn(*certificate, rule),
                      .expire_time = certificate->expire_time,
                      .trust = TrustInCa(rule, certificate->fingerprint)};
  }
  if (!vouched.has_value() || vouched->person.empty()) return std::nullopt;
  return vouched;
}

bool Identity::StillTrusted(const std::string& trust) const {
  return trusted()->trusts.count(trust) > 0;
}

void Identity::Refresh(absl::Time now) { Load(now); }

std::vector<std::string> Identity::tenants() const {
  std::set<std::string> tenants;
  for (const IssuerRule& rule : rules_.issuers) tenants.insert(rule.tenant);
  for (const ClientCaRule& rule : rules_.client_cas) tenants.insert(rule.tenant);
  return {tenants.begin(), tenants.end()};
}

bool Identity::Look(const std::string& path,
                    absl::Status (*take)(const std::string& path, const std::string& content,
                                         Trusted*),
                    Trusted* trusted, absl::Time now) {
  const auto [it, first] = seen_.try_emplace(path);
  Seen& seen = it->second;
  const absl::StatusOr<std::string> content = ReadFile(path);
  if (content.ok() && !first && *content == seen.content && seen.fault.empty()) return false;
  const absl::Status taken = content.ok() ? take(path, *content, trusted) : content.status();
  const std::string fault =
      taken.ok() ? std::string() : absl::StrCat(path, ": ", absl::string_view(taken.message()));
  if (!first && fault != seen.fault) {
    log_.Event(fault.empty() ? LogLevel::kInfo : LogLevel::kError, now, "identity",
               {{"file", path}, {"fault", fault.empty() ? "none any more" : fault}});
  } else if (!first && taken.ok()) {
    log_.Event(LogLevel::kInfo, now, "identity", {{"file", path}, {"change", "in force"}});
  }
  seen.fault = fault;
  if (taken.ok()) seen.content = *content;
  return taken.ok();
}

std::vector<std::string> Identity::Load(absl::Time now) {
  auto next = std::make_shared<Trusted>(*trusted());
  bool changed = false;
  const auto take_keys = [](const std::string& path, const std::string& content,
                            Trusted* into) -> absl::Status {
    BATON_ASSIGN_OR_RETURN(KeySet keys, ParseKeySet(content));
    into->key_sets[path] = std::make_shared<const KeySet>(std::move(keys));
    return absl::OkStatus();
  };
  const auto take_ca = [](const std::string& path, const std::string& content,
                          Trusted* into) -> absl::Status {
    BATON_ASSIGN_OR_RETURN(ClientCa ca, ClientCa::Parse(content));
    into->cas[path] = std::make_shared<const ClientCa>(std::move(ca));
    return absl::OkStatus();
  };
  std::set<std::string> key_files;
  for (const IssuerRule& rule : rules_.issuers) key_files.insert(rule.jwks);
  for (const std::string& path : key_files) {
    if (Look(path, take_keys, next.get(), now)) changed = true;
  }
  for (const ClientCaRule& rule : rules_.client_cas) {
    if (Look(rule.file, take_ca, next.get(), now)) changed = true;
  }
  if (changed) {
    next->trusts = TrustsIn(*next);
    absl::MutexLock lock(&mutex_);
    trusted_ = std::move(next);
  }
  std::vector<std::string> faults;
  for (const auto& [_, seen] : seen_) {
    if (!seen.fault.empty()) faults.push_back(seen.fault);
  }
  return faults;
}

std::set<std::string> Identity::TrustsIn(const Trusted& trusted) const {
  std::set<std::string> trusts;
  for (const IssuerRule& rule : rules_.issuers) {
    const auto keys = trusted.key_sets.find(rule.jwks);
    if (keys == trusted.key_sets.end()) continue;
    for (const auto& [kid, key] : *keys->second) trusts.insert(TrustInKey(rule, kid, key));
  }
  for (const ClientCaRule& rule : rules_.client_cas) {
    const auto ca = trusted.cas.find(rule.file);
    if (ca == trusted.cas.end()) continue;
    for (const std::string& fingerprint : ca->second->fingerprints()) {
      trusts.insert(TrustInCa(rule, fingerprint));
    }
  }
  return trusts;
}

std::shared_ptr<const Identity::Trusted> Identity::trusted() const {
  absl::ReaderMutexLock lock(&mutex_);
  return trusted_;
}

}  // namespace baton::server
