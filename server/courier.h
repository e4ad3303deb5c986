// The courier: takes what must leave to whom it is for (decision 44).
//
// The outbox is rows of the store (store/outbox.h), and everything that must survive stands there:
// when a delivery is tried next, how often it was, what came of it. A turn asks for what is due by
// the routes of active connections, takes it over for kLease in one write, sends it, and writes
// down what came of it. A delivery may be sent twice, when a server dies between the sending and
// the writing down, but under the same key; by two servers at once it is not. What is about the
// same record and for the same side goes in its order. An endpoint that is dead, slow or full holds
// up nobody but its own.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "adapters/crm_writer.h"
#include "server/access_tokens.h"
#include "server/clock.h"
#include "server/courier_routes.h"
#include "server/delivery_desk.h"
#include "server/endpoints.h"
#include "server/http_sender.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/secret_box.h"
#include "server/settlement.h"
#include "store/store.h"

namespace baton::server {

// How long a delivery is taken over; renewed while it is on its way. After a kill it lies for as
// long, then the next courier has it (R26).
inline constexpr absl::Duration kLease = absl::Seconds(8);
inline constexpr absl::Duration kRenewLease = absl::Seconds(5);
// How long the loop rests when nothing is due and nothing came back.
inline constexpr absl::Duration kCourierInterval = absl::Milliseconds(250);
// When a delivery is looked at again whose CRM has no connection.
inline constexpr absl::Duration kNoConnectionYet = absl::Minutes(1);
// How long a stop waits for what is on its way.
inline constexpr absl::Duration kCourierDrain = absl::Seconds(2);

class Courier {
 public:
  // All of them must outlive the courier.
  Courier(store::Store& store, const Clock& clock, Log& log, Metrics& metrics,
          const SecretBox& secrets, HttpSender::Options options);
  ~Courier();

  // Sends off what is due at `now` and has room. Answers how many were begun or given up; doesn't
  // wait for what comes of them. One thread.
  absl::StatusOr<int> DrainOnce(absl::Time now);

  // Turns until nothing is on its way and nothing more can be sent at the clock's time. Answers how
  // many were begun or given up.
  absl::StatusOr<int> DrainAll();

  // Sends what only asks the connection's system whether it knows Baton. Calls `done` once, on the
  // sender's thread, with whether it does and what it said, for people. Thread safe.
  void TryOut(const v1::Connection& connection, const v1::ConnectionCredentials& credentials,
              const adapters::HttpRequest& probe,
              std::function<void(bool knows_us, std::string said)> done);

  // Starts the loop on a thread of its own. Of several servers on one database one is the courier,
  // while it lives.
  void Start();

  // Ends the loop, and what is on its way after kCourierDrain. Idempotent; nothing may be drained
  // after it.
  void Stop();

 private:
  // What a turn found.
  struct Picked {
    LetterSource source;
    Letter letter;
    v1::ConnectionCredentials credentials;
    absl::Status fault;  // not OK: it can't be sent as it is
  };
  struct Turn;
  struct Figures {
    std::atomic<int64_t> delivered{0};
    std::atomic<int64_t> tries_failed{0};
    std::atomic<int64_t> given_up{0};
  };

  absl::Status Pick(store::Session& session, Turn* turn);
  absl::Status PickRoute(store::Session& session, const Route& route, Turn* turn);
  // False when the route has no room for more.
  absl::StatusOr<bool> PickDelivery(store::Session& session, const v1::Connection& connection,
                                    const v1::Delivery& delivery, Turn* turn);
  // Takes over what was picked; answers those that are ours.
  std::vector<Picked> Claim(std::vector<Picked> picked, absl::Time now);
  void Postpone(const Turn& turn);
  void RenewLeases(absl::Time now);
  void SendOff(Picked picked);
  void TakeResult(const std::string& tenant, const v1::Delivery& tried, const TryResult& result);
  void NoteResult(const std::string& delivery, const TryResult& result,
                  const absl::StatusOr<std::string>& state);
  void Release(const std::string& delivery);
  bool IsOnItsWay(const std::string& delivery);
  void WatchFigures(Metrics& metrics);
  void Run();

  store::Store& store_;
  const Clock& clock_;
  Log& log_;
  const SecretBox& secrets_;
  const std::shared_ptr<Figures> figures_ = std::make_shared<Figures>();
  Endpoints endpoints_;
  std::unique_ptr<HttpSender> sender_;
  AccessTokens tokens_;
  absl::Mutex mutex_;
  // By name: until when it is ours.
  std::map<std::string, absl::Time> on_its_way_ ABSL_GUARDED_BY(mutex_);
  bool came_back_ ABSL_GUARDED_BY(mutex_) = false;  // something did since the turn began
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace baton::server
