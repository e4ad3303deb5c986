#include "server/callers.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "server/identity.h"
#include "server/jwt.h"
#include "store/sha256.h"

namespace baton::server {
namespace {

constexpr char kSecretPrefix[] = "btn_";
constexpr int kSecretBytes = 32;
constexpr std::string_view kScheme = "bearer ";

uint64_t PrefixOf(const std::string& hash) {
  uint64_t prefix = 0;
  std::memcpy(&prefix, hash.data(), std::min(hash.size(), sizeof(prefix)));
  return prefix;
}

absl::Status TokenInvalid() {
  return domain::Refuse(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_TOKEN_INVALID,
                        "send \"authorization: Bearer <token>\" with a token that is neither "
                        "expired nor revoked");
}

// Where a person is found in the table.
std::string PersonPlace(const std::string& tenant, PersonKey key, const std::string& person) {
  return key == PersonKey::kId ? absl::StrCat(tenant, "\nid\n", person)
                               : absl::StrCat(tenant, "\nmail\n", absl::AsciiStrToLower(person));
}

// The secret in a header's value, or an empty view.
std::string_view SecretIn(std::string_view authorization) {
  if (authorization.size() <= kScheme.size()) return {};
  const absl::string_view scheme(authorization.data(), kScheme.size());
  if (!absl::EqualsIgnoreCase(scheme, absl::string_view(kScheme.data(), kScheme.size()))) return {};
  return authorization.substr(kScheme.size());
}

}  // namespace

std::string Caller::actor() const {
  if (!person.empty()) return person;
  return absl::StrCat("tokens/", absl::string_view(domain::ShortName(token).data(),
                                                   domain::ShortName(token).size()));
}

absl::StatusOr<std::string> NewSecret() {
  unsigned char bytes[kSecretBytes];
  if (RAND_bytes(bytes, sizeof(bytes)) != 1) {
    return absl::InternalError("the system gave no random bytes");
  }
  return absl::StrCat(kSecretPrefix, absl::WebSafeBase64Escape(absl::string_view(
                                         reinterpret_cast<char*>(bytes), sizeof(bytes))));
}

std::string HashSecret(std::string_view secret) { return store::Sha256(secret); }

Callers::Callers() : table_(std::make_shared<Table>()) {}

uint64_t Callers::BeginLoad() {
  absl::MutexLock lock(&mutex_);
  return ++last_load_;
}

void Callers::Replace(uint64_t load, const std::vector<store::StoredToken>& tokens,
                      const std::vector<store::CallerPerson>& people) {
  auto table = std::make_shared<Table>();
  for (const store::StoredToken& stored : tokens) {
    auto caller = std::make_shared<Caller>(Caller{.tenant = stored.tenant,
                                                  .person = stored.token.person(),
                                                  .role = stored.token.role(),
                                                  .token = stored.token.name(),
                                                  .aliases = stored.aliases});
    const absl::Time expire_time =
        std::min(domain::ToTime(stored.token.expire_time()), stored.end_time);
    const bool revoked = stored.token.has_revoke_time();
    if (!revoked) table->expire_by_token.emplace(caller->token, expire_time);
    table->by_hash.emplace(PrefixOf(stored.secret_hash), Entry{.hash = stored.secret_hash,
                                                               .expire_time = expire_time,
                                                               .revoked = revoked,
                                                               .caller = std::move(caller)});
  }
  AddPeople(people, table.get());
  absl::MutexLock lock(&mutex_);
  if (load < shown_load_) return;
  shown_load_ = load;
  table_ = std::move(table);
}

absl::StatusOr<std::shared_ptr<const Caller>> Callers::Authenticate(std::string_view authorization,
                                                                    absl::Time now) const {
  const std::string_view secret = SecretIn(authorization);
  if (secret.empty()) return TokenInvalid();
  if (identity_ != nullptr && LooksLikeJwt(secret)) {
    const std::optional<Vouched> vouched = identity_->FromJwt(secret, now);
    return vouched.has_value() ? FindVouched(*vouched, now) : TokenInvalid();
  }
  const std::string hash = HashSecret(secret);
  const std::shared_ptr<const Table> known = table();
  const auto [begin, end] = known->by_hash.equal_range(PrefixOf(hash));
  for (auto it = begin; it != end; ++it) {
    const Entry& entry = it->second;
    if (entry.hash.size() != hash.size() ||
        CRYPTO_memcmp(entry.hash.data(), hash.data(), hash.size()) != 0) {
      continue;
    }
    if (entry.revoked || entry.expire_time <= now) return TokenInvalid();
    return entry.caller;
  }
  return TokenInvalid();
}

absl::StatusOr<std::shared_ptr<const Caller>> Callers::AuthenticateCertificate(
    const PeerCertificate& peer, absl::Time now) const {
  if (identity_ == nullptr) return TokenInvalid();
  const std::optional<Vouched> vouched = identity_->FromCertificate(peer, now);
  return vouched.has_value() ? FindVouched(*vouched, now) : TokenInvalid();
}

void Callers::AddPeople(const std::vector<store::CallerPerson>& people, Table* table) {
  for (const store::CallerPerson& person : people) {
    auto entry = std::make_shared<PersonEntry>();
    entry->end_time = person.end_time;
    entry->caller = std::make_shared<const Caller>(Caller{.tenant = person.tenant,
                                                          .person = person.person,
                                                          .role = person.role,
                                                          .token = {},
                                                          .aliases = person.aliases});
    for (const std::string& id : person.ids) {
      table->people[PersonPlace(person.tenant, PersonKey::kId, id)] = entry;
    }
    for (const std::string& email : person.emails) {
      table->people[PersonPlace(person.tenant, PersonKey::kEmail, email)] = entry;
    }
  }
}

absl::StatusOr<std::shared_ptr<const Caller>> Callers::FindVouched(const Vouched& vouched,
                                                                   absl::Time now) const {
  const std::shared_ptr<const Table> known = table();
  const auto it = known->people.find(PersonPlace(vouched.tenant, vouched.key, vouched.person));
  if (it == known->people.end() || it->second->end_time <= now) return TokenInvalid();
  auto caller = std::make_shared<Caller>(*it->second->caller);
  caller->trust = vouched.trust;
  caller->vouched_until = vouched.expire_time;
  return caller;
}

bool Callers::StillVouched(const Caller& caller, absl::Time now) const {
  if (caller.vouched_until <= now || identity_ == nullptr ||
      !identity_->StillTrusted(caller.trust)) {
    return false;
  }
  const std::shared_ptr<const Table> known = table();
  const auto it = known->people.find(
      PersonPlace(caller.tenant, PersonKey::kId, std::string(domain::ShortName(caller.person))));
  return it != known->people.end() && now < it->second->end_time &&
         it->second->caller->person == caller.person && it->second->caller->role == caller.role;
}

bool Callers::StillKnown(const Caller& caller, absl::Time now) const {
  if (!caller.trust.empty()) return StillVouched(caller, now);
  const std::shared_ptr<const Table> known = table();
  const auto it = known->expire_by_token.find(caller.token);
  return it != known->expire_by_token.end() && now < it->second;
}

std::shared_ptr<const Callers::Table> Callers::table() const {
  absl::ReaderMutexLock lock(&mutex_);
  return table_;
}

}  // namespace baton::server
