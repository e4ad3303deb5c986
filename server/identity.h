// Whom the companies' own identity providers and certificate authorities vouch for.
//
// The table of trust (identity_file.h) is read at start. The key sets and authorities that it names
// are read again once a second: what changed counts from then on, and a file that is gone or broken
// leaves the last good one in force, with a line in the log. Decision 46.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/client_ca.h"
#include "server/identity_file.h"
#include "server/jwks.h"
#include "server/log.h"

namespace baton::server {

// How far ahead a JWT may expire: it can't be revoked one by one.
inline constexpr absl::Duration kMaxJwtLife = absl::Hours(24);

// What was proved: this person of this tenant, until then.
struct Vouched {
  std::string tenant;  // bare id
  PersonKey key = PersonKey::kEmail;
  std::string person;  // mail address or id
  absl::Time expire_time;
  std::string trust;  // which key or authority it rests on; see StillTrusted()
};

// Thread safe.
class Identity {
 public:
  // Reads the table of trust and every file it names. INVALID_ARGUMENT names each that can't be
  // used. Authorities need TLS.
  static absl::StatusOr<std::unique_ptr<Identity>> Open(const std::string& path, bool tls,
                                                        Log& log);

  // The person whom a JWT names. Nothing unless all of RFC 8725 that concerns us holds: signed with
  // RS256 or ES256 by a key that its issuer has under its kid for that algorithm, made for our
  // audience, from nbf on and before exp (exactly), which is at most kMaxJwtLife ahead.
  std::optional<Vouched> FromJwt(std::string_view token, absl::Time now) const;

  // The person whom a client certificate names. Nothing unless exactly one tenant's authorities
  // stand for it and it holds exactly one name of the kind they use.
  std::optional<Vouched> FromCertificate(const PeerCertificate& peer, absl::Time now) const;

  // Whether client certificates are asked for.
  bool takes_certificates() const { return !rules_.client_cas.empty(); }

  // False once the key or authority is no longer among the trusted.
  bool StillTrusted(const std::string& trust) const;

  // Reads the files again. Not by two threads at once.
  void Refresh(absl::Time now);

  // Tenants that somebody speaks for: bare ids.
  std::vector<std::string> tenants() const;

 private:
  // By path. What is null was never good.
  struct Trusted {
    std::map<std::string, std::shared_ptr<const KeySet>> key_sets;
    std::map<std::string, std::shared_ptr<const ClientCa>> cas;
    std::set<std::string> trusts;
  };
  // A file as it was last seen.
  struct Seen {
    std::string content;
    std::string fault;  // empty: it is in force
  };

  Identity(IdentityRules rules, Log& log) : rules_(std::move(rules)), log_(log) {}

  // Reads one file when it changed; true when it is in force anew.
  bool Look(const std::string& path,
            absl::Status (*take)(const std::string& path, const std::string& content, Trusted*),
            Trusted* trusted, absl::Time now);
  std::vector<std::string> Load(absl::Time now);
  std::set<std::string> TrustsIn(const Trusted& trusted) const;
  std::shared_ptr<const Trusted> trusted() const;

  const IdentityRules rules_;
  Log& log_;
  std::map<std::string, Seen> seen_;  // Refresh() alone
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Trusted> trusted_ ABSL_GUARDED_BY(mutex_) = std::make_shared<Trusted>();
};

}  // namespace baton::server
