#include "server/courier.h"

#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "domain/handoff.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/connection_desk.h"
#include "server/courier_sending.h"
#include "server/handoff_desk.h"
#include "store/connections.h"
#include "store/outbox.h"

namespace baton::server {
namespace {

using adapters::Verdict;

// FNV-1a: the same delivery has the same jitter on every server.
uint64_t SeedOf(const std::string& name) {
  uint64_t seed = 0xCBF29CE484222325;
  for (const char c : name) seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return seed;
}

store::WriteOptions CourierOptions(const std::string& tenant, std::string key, absl::Time now) {
  store::WriteOptions options;
  options.tenant = tenant;
  options.actor = "system/courier";
  options.method = "Courier";
  options.key = std::move(key);
  options.now = now;
  return options;
}

// Whether the records, not the store, are what is wrong.
bool IsAboutRecords(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInvalidArgument ||
         status.code() == absl::StatusCode::kNotFound ||
         status.code() == absl::StatusCode::kFailedPrecondition;
}

// What a settled delivery's state is, for the log.
constexpr char kDelivered[] = "delivered";
constexpr char kPending[] = "pending";
constexpr char kFailed[] = "failed";

// H-15. The CRM's own answer confirms the handoff, or refuses it.
absl::Status TellSignal(store::Transaction& tx, const v1::Delivery& delivery) {
  const bool taken = delivery.state() == v1::DELIVERY_STATE_DELIVERED;
  if (delivery.kind() != v1::DELIVERY_KIND_CRM_HANDOFF ||
      (!taken && delivery.state() != v1::DELIVERY_STATE_FAILED)) {
    return absl::OkStatus();
  }
  return StepSignal(
             tx, domain::ShortName(delivery.record()),
             [&](v1::Signal signal, const auto& parties, const auto& policy) {
               const std::string opportunity = signal.opportunity();
               return taken ? domain::DecideConfirmed(std::move(signal), opportunity, tx.now())
                            : domain::DecideRefusedByCrm(std::move(signal), delivery.last_answer(),
                                                         parties, policy, tx.now());
             })
      .status();
}

absl::StatusOr<std::string> KeepResult(store::Transaction& tx, const std::string& delivery,
                                       const TryResult& result) {
  BATON_ASSIGN_OR_RETURN(const v1::Delivery before,
                         store::GetDelivery(tx.session(), tx.tenant(), delivery));
  // Another server's answer came first.
  if (before.state() != v1::DELIVERY_STATE_PENDING) return std::string(kDelivered);
  const v1::Delivery after = Settle(before, result, SeedOf(delivery), tx.now());
  BATON_RETURN_IF_ERROR(store::UpdateDelivery(tx, before, after));
  BATON_RETURN_IF_ERROR(TellSignal(tx, after));
  if (result.verdict == Verdict::kGone) {
    BATON_RETURN_IF_ERROR(
        DisableConnection(tx, result.connection, "410 Gone: the system asked for no more")
            .status());
  }
  if (after.state() == v1::DELIVERY_STATE_DELIVERED) return std::string(kDelivered);
  return std::string(after.state() == v1::DELIVERY_STATE_FAILED ? kFailed : kPending);
}

}  // namespace

// One turn's reading.
struct Courier::Turn {
  absl::Time now;
  std::vector<Route> routes;
  std::vector<Picked> picked;
  // Seen, but for a CRM without a connection: by tenant.
  std::map<std::string, std::vector<v1::Delivery>> postponed;
  // What opens a connection, by its name; read once a turn.
  struct Opened {
    absl::Status status;
    v1::ConnectionCredentials credentials;
    std::vector<std::string> secrets;
  };
  std::map<std::string, Opened> opened;
  std::set<std::string> seen;

  const Route* Find(const std::string& tenant, const std::string& vendor) const {
    for (const Route& route : routes) {
      if (route.connection.vendor() == vendor && TenantOf(route.connection) == tenant) {
        return &route;
      }
    }
    return nullptr;
  }

  const Opened& Open(store::Session& session, const SecretBox& box,
                     const v1::Connection& connection) {
    const auto [entry, added] = opened.try_emplace(connection.name());
    if (!added) return entry->second;
    Opened& made = entry->second;
    const std::string tenant = TenantOf(connection);
    auto credentials = OpenCredentials(session, box, tenant, connection.name(), now);
    auto keys = OpenWebhookSecrets(session, box, tenant, connection.name(), now);
    made.status = credentials.ok() ? keys.status() : credentials.status();
    if (!made.status.ok()) return made;
    made.credentials = *std::move(credentials);
    made.secrets = *std::move(keys);
    return made;
  }
};

Courier::Courier(store::Store& store, const Clock& clock, Log& log, Metrics& metrics,
                 const SecretBox& secrets, HttpSender::Options options)
    : store_(store),
      clock_(clock),
      log_(log),
      secrets_(secrets),
      sender_(std::make_unique<HttpSender>(std::move(options))),
      tokens_(store, secrets, clock, *sender_) {
  WatchFigures(metrics);
}

Courier::~Courier() { Stop(); }

void Courier::WatchFigures(Metrics& metrics) {
  const auto watch = [&](const char* name, const char* help,
                         std::atomic<int64_t> Figures::*figure) {
    metrics.Watch(name, help, true, [figures = figures_, figure] {
      return static_cast<double>((figures.get()->*figure).load());
    });
  };
  watch("baton_deliveries_delivered_total", "Deliveries that the other side took.",
        &Figures::delivered);
  watch("baton_deliveries_retried_total", "Tries of deliveries that are to be tried again.",
        &Figures::tries_failed);
  watch("baton_deliveries_failed_total", "Deliveries that were given up.", &Figures::given_up);
}

absl::StatusOr<int> Courier::DrainOnce(absl::Time now) {
  RenewLeases(now);
  Turn turn;
  turn.now = now;
  const absl::Status read =
      store_.ReadAndWait([&](store::Session& session) { return Pick(session, &turn); });
  Postpone(turn);
  std::vector<Picked> ours = Claim(std::move(turn.picked), now);
  const int count = static_cast<int>(ours.size());
  for (Picked& each : ours) SendOff(std::move(each));
  BATON_RETURN_IF_ERROR(read);
  return count;
}

absl::Status Courier::Pick(store::Session& session, Turn* turn) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Connection> connections,
                         store::ActiveConnections(session));
  turn->routes = RoutesOf(connections);
  for (const Route& route : turn->routes) {
    BATON_RETURN_IF_ERROR(PickRoute(session, route, turn));
  }
  return absl::OkStatus();
}

absl::Status Courier::PickRoute(store::Session& session, const Route& route, Turn* turn) {
  for (const store::OutboxFilter& filter : route.takes) {
    const int room = endpoints_.Room(route.connection, turn->now);
    if (room == 0) return absl::OkStatus();
    BATON_ASSIGN_OR_RETURN(const std::vector<v1::Delivery> due,
                           store::DueDeliveries(session, filter, turn->now, room));
    for (const v1::Delivery& delivery : due) {
      BATON_ASSIGN_OR_RETURN(const bool more,
                             PickDelivery(session, route.connection, delivery, turn));
      if (!more) return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Courier::PickDelivery(store::Session& session,
                                           const v1::Connection& connection,
                                           const v1::Delivery& delivery, Turn* turn) {
  if (!turn->seen.insert(delivery.name()).second || IsOnItsWay(delivery.name())) return true;
  Picked picked;
  picked.source = {TenantOf(connection), connection, delivery, {}, turn->now};
  if (IsForCrm(delivery.kind())) {
    const auto crm = CrmOf(session, picked.source.tenant, delivery);
    const Route* route = crm.ok() ? turn->Find(picked.source.tenant, *crm) : nullptr;
    if (crm.ok() && route == nullptr) {
      turn->postponed[picked.source.tenant].push_back(delivery);
      return true;
    }
    if (route != nullptr) picked.source.connection = route->connection;
    picked.fault = crm.status();
  }
  const Turn::Opened& opened = turn->Open(session, secrets_, picked.source.connection);
  // Its key is missing or was changed: what it takes waits, as without it.
  if (!opened.status.ok()) return false;
  tokens_.Recall(session, picked.source.connection.name(), turn->now);
  picked.credentials = opened.credentials;
  picked.source.secrets = opened.secrets;
  if (picked.fault.ok()) {
    auto letter = WriteLetter(session, picked.source);
    picked.fault = letter.status();
    if (letter.ok()) picked.letter = *std::move(letter);
  }
  if (!picked.fault.ok() && !IsAboutRecords(picked.fault)) return picked.fault;
  const bool begun = !picked.fault.ok() ||
                     endpoints_.Begin(picked.source.connection, picked.letter.calls(), turn->now);
  if (begun) turn->picked.push_back(std::move(picked));
  return begun;
}

std::vector<Courier::Picked> Courier::Claim(std::vector<Picked> picked, absl::Time now) {
  std::map<std::string, std::vector<Picked>> by_tenant;
  for (Picked& each : picked) by_tenant[each.source.tenant].push_back(std::move(each));
  std::vector<Picked> ours;
  for (auto& [tenant, theirs] : by_tenant) {
    const auto claimed = store_.WriteAndWait(
        CourierOptions(tenant, "courier", now),
        [&theirs = theirs, now](store::Transaction& tx) -> absl::StatusOr<std::string> {
          std::vector<std::string> names;
          for (const Picked& each : theirs) {
            const v1::Delivery& delivery = each.source.delivery;
            BATON_ASSIGN_OR_RETURN(
                const bool taken,
                store::ClaimDelivery(tx, delivery.name(),
                                     domain::ToTime(delivery.next_attempt_time()), now + kLease));
            if (taken) names.push_back(delivery.name());
          }
          return absl::StrJoin(names, "\n");
        });
    std::set<std::string> names;
    if (claimed.ok()) names = absl::StrSplit(*claimed, '\n', absl::SkipEmpty());
    absl::MutexLock lock(&mutex_);
    for (Picked& each : theirs) {
      if (names.count(each.source.delivery.name()) > 0) {
        on_its_way_[each.source.delivery.name()] = now + kLease;
        ours.push_back(std::move(each));
      } else if (each.fault.ok()) {
        endpoints_.Forget(each.source.connection.name());
      }
    }
  }
  return ours;
}

void Courier::Postpone(const Turn& turn) {
  for (const auto& [tenant, deliveries] : turn.postponed) {
    store_.Write(
        CourierOptions(tenant, "courier", turn.now),
        [deliveries = deliveries](store::Transaction& tx) -> absl::StatusOr<std::string> {
          for (const v1::Delivery& delivery : deliveries) {
            BATON_RETURN_IF_ERROR(store::ClaimDelivery(tx, delivery.name(),
                                                       domain::ToTime(delivery.next_attempt_time()),
                                                       tx.now() + kNoConnectionYet)
                                      .status());
          }
          return std::string();
        },
        [](const absl::StatusOr<std::string>&) {});
  }
}

void Courier::RenewLeases(absl::Time now) {
  std::map<std::string, std::vector<std::pair<std::string, absl::Time>>> by_tenant;
  {
    absl::MutexLock lock(&mutex_);
    for (auto& [name, until] : on_its_way_) {
      if (until - now > kRenewLease) continue;
      const std::vector<std::string> parts = absl::StrSplit(name, '/');
      by_tenant[parts[1]].emplace_back(name, std::exchange(until, now + kLease));
    }
  }
  for (const auto& [tenant, names] : by_tenant) {
    store_.Write(
        CourierOptions(tenant, "courier", now),
        [names = names](store::Transaction& tx) -> absl::StatusOr<std::string> {
          for (const auto& [name, until] : names) {
            BATON_RETURN_IF_ERROR(
                store::ClaimDelivery(tx, name, until, tx.now() + kLease).status());
          }
          return std::string();
        },
        [](const absl::StatusOr<std::string>&) {});
  }
}

void Courier::TryOut(const v1::Connection& connection, const v1::ConnectionCredentials& credentials,
                     const adapters::HttpRequest& probe,
                     std::function<void(bool, std::string)> done) {
  Letter letter;
  letter.requests.push_back(probe);
  std::make_shared<CourierSending>(
      CourierSending::Means{*sender_, tokens_, clock_}, connection, credentials, std::move(letter),
      connection.name(),
      [done = std::move(done)](const TryResult& result, Reception, bool cut) {
        done(!cut && result.verdict == Verdict::kDone, cut ? "Baton is stopping" : result.words);
      })
      ->Start();
}

void Courier::SendOff(Picked picked) {
  const std::string tenant = picked.source.tenant;
  const v1::Delivery delivery = picked.source.delivery;
  const std::string connection = picked.source.connection.name();
  if (!picked.fault.ok()) {
    TryResult result;
    result.verdict = Verdict::kRefused;
    result.words = std::string(picked.fault.message());
    result.connection = connection;
    return TakeResult(tenant, delivery, result);
  }
  std::make_shared<CourierSending>(
      CourierSending::Means{*sender_, tokens_, clock_}, std::move(picked.source.connection),
      std::move(picked.credentials), std::move(picked.letter), delivery.name(),
      [this, tenant, delivery, connection](const TryResult& result, Reception reception, bool cut) {
        const absl::Time now = clock_.Now();
        // Whether it arrived is not known: who takes it over sends it again, under the same key.
        if (cut) {
          endpoints_.Forget(connection);
          return Release(delivery.name());
        }
        endpoints_.End(connection, reception, now);
        if (result.verdict == Verdict::kSlowDown && result.retry_after.has_value()) {
          endpoints_.PauseUntil(connection, now + *result.retry_after);
        }
        TakeResult(tenant, delivery, result);
      })
      ->Start();
}

void Courier::TakeResult(const std::string& tenant, const v1::Delivery& tried,
                         const TryResult& result) {
  const std::string& delivery = tried.name();
  store::WriteOptions options =
      CourierOptions(tenant, std::string(domain::ShortName(delivery)), clock_.Now());
  // Its signal is stepped, too.
  if (tried.kind() == v1::DELIVERY_KIND_CRM_HANDOFF) {
    options.keys.push_back(std::string(domain::ShortName(tried.record())));
  }
  if (result.verdict == Verdict::kGone) {
    options.keys.push_back(std::string(domain::ShortName(result.connection)));
  }
  store_.Write(
      std::move(options),
      [delivery, result](store::Transaction& tx) { return KeepResult(tx, delivery, result); },
      [this, delivery, result](const absl::StatusOr<std::string>& state) {
        NoteResult(delivery, result, state);
        Release(delivery);
      });
}

void Courier::NoteResult(const std::string& delivery, const TryResult& result,
                         const absl::StatusOr<std::string>& state) {
  if (!state.ok()) {
    // Its lease runs out, and it is sent again.
    return log_.Event(LogLevel::kError, clock_.Now(), "delivery_not_noted",
                      {{"delivery", delivery}, {"fault", state.status().ToString()}});
  }
  if (*state == kDelivered) figures_->delivered.fetch_add(1);
  if (*state == kPending) figures_->tries_failed.fetch_add(1);
  if (*state == kFailed) {
    figures_->given_up.fetch_add(1);
    log_.Event(LogLevel::kWarning, clock_.Now(), "delivery_failed",
               {{"delivery", delivery}, {"answer", result.words}});
  }
  if (result.verdict == Verdict::kGone) {
    log_.Event(LogLevel::kWarning, clock_.Now(), "connection_disabled",
               {{"connection", result.connection}, {"answer", result.words}});
  }
}

void Courier::Release(const std::string& delivery) {
  absl::MutexLock lock(&mutex_);
  on_its_way_.erase(delivery);
  came_back_ = true;
}

bool Courier::IsOnItsWay(const std::string& delivery) {
  absl::MutexLock lock(&mutex_);
  return on_its_way_.count(delivery) > 0;
}

absl::StatusOr<int> Courier::DrainAll() {
  int total = 0;
  while (true) {
    BATON_ASSIGN_OR_RETURN(const int begun, DrainOnce(clock_.Now()));
    total += begun;
    const auto idle = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return on_its_way_.empty(); };
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&idle));
    if (begun == 0) return total;
  }
}

void Courier::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Courier::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
  {
    const auto idle = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return on_its_way_.empty(); };
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&idle), kCourierDrain);
  }
  // What is still on its way is cut off now, while what it calls back is there.
  sender_.reset();
  const auto idle = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return on_its_way_.empty(); };
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(&idle));
}

void Courier::Run() {
  bool unavailable = false;
  while (true) {
    const absl::Time now = clock_.Now();
    {
      absl::MutexLock lock(&mutex_);
      came_back_ = false;
    }
    const absl::StatusOr<bool> leads = store_.Leads("courier");
    const absl::StatusOr<int> begun = !leads.ok() ? absl::StatusOr<int>(leads.status())
                                      : *leads    ? DrainOnce(now)
                                                  : absl::StatusOr<int>(0);
    if (!begun.ok() && !unavailable) {
      log_.Event(LogLevel::kWarning, now, "courier_failed", {{"fault", begun.status().ToString()}});
    }
    unavailable = !begun.ok();
    const auto woken = [this]()
                           ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || came_back_; };
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&woken), kCourierInterval);
    if (stopping_) return;
  }
}

}  // namespace baton::server
