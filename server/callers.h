// Who is calling: bearer tokens, known by the SHA-256 of their secret, and people whom the
// company's identity provider (a JWT) or its certificate authority vouches for (identity.h).
//
// A secret is "btn_" and 32 random bytes in base64url. It is shown once when it is made; only its
// hash is kept. The table of tokens and people lives in memory: it is loaded at start and again
// after every change of a token or a person, so no call asks the store who its caller is.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "baton/v1/common.pb.h"
#include "store/caller_people.h"
#include "store/tokens.h"

namespace baton::server {

class Identity;
struct PeerCertificate;
struct Vouched;

// A caller whom the edge knows.
struct Caller {
  std::string tenant;  // bare id: "acme"
  std::string person;  // tenants/acme/people/rosa; empty for a program or the first admin
  v1::Role role = v1::ROLE_UNSPECIFIED;
  std::string token;  // tenants/acme/tokens/01J; empty when somebody else vouches for the person
  // Names of people who were merged into the person: what is theirs is the person's.
  std::vector<std::string> aliases = {};
  // Without a token: which key or authority vouches for the person (Vouched::trust), until when.
  std::string trust = {};
  absl::Time vouched_until = absl::InfiniteFuture();

  // How history names the caller: the person, or "tokens/01J".
  std::string actor() const;
};

// A new secret. Random bytes of the operating system; INTERNAL when it has none.
absl::StatusOr<std::string> NewSecret();

// SHA-256 of a secret: 32 bytes.
std::string HashSecret(std::string_view secret);

// Thread safe. Authenticate() takes no lock for longer than copying a pointer.
class Callers {
 public:
  Callers();

  // Whose word counts beside our own tokens. Null: nobody's. Before the first call; it must outlive
  // the callers.
  void Trust(const Identity* identity) { identity_ = identity; }
  const Identity* identity() const { return identity_; }

  // A new table in three steps: BeginLoad(), read tokens, and people of the identity's tenants, in
  // a snapshot begun after it, Replace(). Of loads that overtake each other the one that was begun
  // last stays, so a token once seen as revoked never works again.
  uint64_t BeginLoad();
  void Replace(uint64_t load, const std::vector<store::StoredToken>& tokens,
               const std::vector<store::CallerPerson>& people = {});

  // The caller behind the value of the "authorization" header: "Bearer btn_..." or a JWT in the
  // secret's place, whose person has their own role. UNAUTHENTICATED, reason TOKEN_INVALID, in the
  // same words whether the token is missing, unknown, expired at `now` (exactly at expire_time it
  // no longer works), its person's who has left by then (W-1), revoked, or a JWT that doesn't hold.
  absl::StatusOr<std::shared_ptr<const Caller>> Authenticate(std::string_view authorization,
                                                             absl::Time now) const;

  // The person whom a client certificate names, in their own role. Refused like Authenticate().
  absl::StatusOr<std::shared_ptr<const Caller>> AuthenticateCertificate(const PeerCertificate& peer,
                                                                        absl::Time now) const;

  // False once the caller's token was revoked or expired, or nobody vouches for the person any
  // more, they have left or have another role: a stream must then end.
  bool StillKnown(const Caller& caller, absl::Time now) const;

 private:
  struct Entry {
    std::string hash;
    absl::Time expire_time;
    bool revoked = false;
    std::shared_ptr<const Caller> caller;
  };
  struct PersonEntry {
    absl::Time end_time;
    std::shared_ptr<const Caller> caller;  // without trust
  };
  // Found by the first 8 bytes of the hash; the whole is compared in constant time.
  struct Table {
    std::unordered_multimap<uint64_t, Entry> by_hash;
    std::unordered_map<std::string, absl::Time> expire_by_token;  // the ones that still work
    // By tenant, kind of key and key, as PersonPlace() writes it.
    std::unordered_map<std::string, std::shared_ptr<const PersonEntry>> people;
  };

  static void AddPeople(const std::vector<store::CallerPerson>& people, Table* table);
  absl::StatusOr<std::shared_ptr<const Caller>> FindVouched(const Vouched& vouched,
                                                            absl::Time now) const;
  bool StillVouched(const Caller& caller, absl::Time now) const;
  std::shared_ptr<const Table> table() const;

  const Identity* identity_ = nullptr;

  mutable absl::Mutex mutex_;
  std::shared_ptr<const Table> table_ ABSL_GUARDED_BY(mutex_);
  uint64_t last_load_ ABSL_GUARDED_BY(mutex_) = 0;   // given out
  uint64_t shown_load_ ABSL_GUARDED_BY(mutex_) = 0;  // that table_ came from
};

}  // namespace baton::server
