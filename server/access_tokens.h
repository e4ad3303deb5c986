// OAuth 2.0 access tokens of connections: the client-credentials and the refresh flow (RFC 6749).
//
// A token is asked for once, however many deliveries wait for it, kept until shortly before it runs
// out, and kept in the store as well, sealed, so that a restart doesn't ask anew.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "baton/v1/connection.pb.h"
#include "server/clock.h"
#include "server/http_sender.h"
#include "server/secret_box.h"
#include "store/store.h"

namespace baton::server {

// A token is not used in its last minute.
inline constexpr absl::Duration kTokenMargin = absl::Minutes(1);
// Of a token whose life the answer doesn't state.
inline constexpr absl::Duration kUsualTokenLife = absl::Minutes(30);

struct AccessToken {
  std::string token;
  absl::Time expire_time;
  // Where the answer gave a new one, and the one of the credentials that it stands for.
  std::string refresh_token;
  std::string first_refresh_token;
};

// Whether the credentials are of OAuth 2.0.
bool UsesOAuth(const v1::ConnectionCredentials& credentials);

// The refresh flow where there is a refresh token (that of `held`, if it came from these
// credentials), else the client-credentials flow.
Outgoing TokenRequest(const v1::ConnectionCredentials& credentials, const AccessToken& held);

// UNAVAILABLE, with words for people that hold no secret, when the answer gives no token.
absl::StatusOr<AccessToken> ReadToken(const v1::ConnectionCredentials& credentials,
                                      const Answered& answered, absl::Time now);

class AccessTokens {
 public:
  using Got = std::function<void(absl::StatusOr<std::string>)>;

  // All outlive it.
  AccessTokens(store::Store& store, const SecretBox& secrets, const Clock& clock,
               HttpSender& sender)
      : store_(store), secrets_(secrets), clock_(clock), sender_(sender) {}

  // Calls `got` with a token that works now, at once or when the answer is there. `connection` is a
  // full name. Thread safe.
  void Get(const std::string& connection, const v1::ConnectionCredentials& credentials, Got got);

  // The other side doesn't take that token any more.
  void Drop(const std::string& connection, const std::string& token);

  // What the store has kept, for a connection that is first met. Inside a read.
  void Recall(store::Session& session, const std::string& connection, absl::Time now);

 private:
  struct Entry {
    AccessToken held;
    bool recalled = false;
    std::vector<Got> waiting;  // not empty: it is being asked for
  };

  void Take(const std::string& connection, const v1::ConnectionCredentials& credentials,
            const Answered& answered);
  void Keep(const std::string& connection, const AccessToken& token);

  store::Store& store_;
  const SecretBox& secrets_;
  const Clock& clock_;
  HttpSender& sender_;
  absl::Mutex mutex_;
  std::map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace baton::server
