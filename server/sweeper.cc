#include "server/sweeper.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/status_macros.h"
#include "server/due_desk.h"

namespace baton::server {
namespace {

store::WriteOptions SweepOptions(const store::Deadline& deadline, absl::Time now) {
  store::WriteOptions options;
  options.tenant = deadline.tenant;
  options.actor = "system/sweeper";
  options.method = "Sweep";
  options.key = KeyOf(deadline);
  options.now = now;
  return options;
}

// What one body handles each: as much as may share one, else a deadline alone. A record that is due
// twice waits for its second turn by itself.
std::vector<std::vector<store::Deadline>> Bundled(const std::vector<store::Deadline>& due) {
  std::vector<std::vector<store::Deadline>> bundles;
  std::map<std::string, size_t> open;  // a tenant's bundle that takes more
  std::set<std::string> taken;
  for (const store::Deadline& deadline : due) {
    const bool shares = ShareBody(deadline) && taken.insert(deadline.subject).second;
    const auto bundle = open.find(deadline.tenant);
    if (shares && bundle != open.end() && bundles[bundle->second].size() < kMaxBundled) {
      bundles[bundle->second].push_back(deadline);
      continue;
    }
    if (shares) open[deadline.tenant] = bundles.size();
    bundles.push_back({deadline});
  }
  return bundles;
}

}  // namespace

// What one sweep waits for. Held by every write, so that a late answer finds it alive.
class Sweeper::Sweep {
 public:
  // Hands `count` more over, once few enough are with the store.
  void HandOver(int count) {
    const auto has_room = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
      return handed_over_ < kMaxHandedOver;
    };
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&has_room));
    handed_over_ += count;
  }

  void Settle(bool handled) {
    absl::MutexLock lock(&mutex_);
    --handed_over_;
    if (handled) ++handled_;
  }

  // Waits until the store has answered for all. Answers how many were handled.
  int Wait() {
    const auto settled = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return handed_over_ == 0; };
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&settled));
    return handled_;
  }

 private:
  absl::Mutex mutex_;
  int handed_over_ ABSL_GUARDED_BY(mutex_) = 0;
  int handled_ ABSL_GUARDED_BY(mutex_) = 0;
};

Sweeper::Sweeper(store::Store& store, const Clock& clock, Log& log, Metrics& metrics)
    : store_(store), clock_(clock), log_(log), metrics_(metrics) {}

Sweeper::~Sweeper() { Stop(); }

absl::StatusOr<int> Sweeper::SweepOnce(absl::Time now) {
  std::vector<store::Deadline> due;
  BATON_RETURN_IF_ERROR(store_.ReadAndWait([&](store::Session& session) {
    auto found = store::DueDeadlines(session, now, kMaxSwept);
    if (found.ok()) due = *std::move(found);
    return found.status();
  }));
  const auto sweep = std::make_shared<Sweep>();
  for (const std::vector<store::Deadline>& bundle : Bundled(due)) {
    sweep->HandOver(static_cast<int>(bundle.size()));
    Handle(bundle, now, sweep);
  }
  const int handled = sweep->Wait();
  metrics_.overdue_deadlines().Increment(static_cast<double>(due.size()));
  return handled;
}

void Sweeper::Handle(const std::vector<store::Deadline>& bundle, absl::Time now,
                     const std::shared_ptr<Sweep>& sweep) {
  if (bundle.size() == 1) return HandleAlone(bundle.front(), now, sweep);
  store::WriteOptions options = SweepOptions(bundle.front(), now);
  for (const store::Deadline& deadline : bundle) options.keys.push_back(KeyOf(deadline));
  store_.Write(
      std::move(options),
      [bundle](store::Transaction& transaction) -> absl::StatusOr<std::string> {
        BATON_RETURN_IF_ERROR(HandleDueTogether(transaction, bundle));
        return std::string();
      },
      [this, bundle, now, sweep](const absl::StatusOr<std::string>& answer) {
        if (!answer.ok()) return HandleHalves(bundle, now, sweep);
        for (const store::Deadline& each : bundle) Note(each, answer.status(), now, *sweep);
      });
}

void Sweeper::HandleHalves(const std::vector<store::Deadline>& bundle, absl::Time now,
                           const std::shared_ptr<Sweep>& sweep) {
  const auto middle = bundle.begin() + static_cast<ptrdiff_t>(bundle.size() / 2);
  Handle({bundle.begin(), middle}, now, sweep);
  Handle({middle, bundle.end()}, now, sweep);
}

void Sweeper::HandleAlone(const store::Deadline& deadline, absl::Time now,
                          const std::shared_ptr<Sweep>& sweep) {
  store_.Write(
      SweepOptions(deadline, now),
      [deadline](store::Transaction& transaction) -> absl::StatusOr<std::string> {
        BATON_RETURN_IF_ERROR(HandleDue(transaction, deadline));
        return std::string();
      },
      [this, sweep, deadline, now](const absl::StatusOr<std::string>& answer) {
        if (!answer.ok() && IsPutRight(deadline, answer.status())) {
          return PutRight(deadline, answer.status(), now, sweep);
        }
        Note(deadline, answer.status(), now, *sweep);
      });
}

void Sweeper::PutRight(const store::Deadline& deadline, const absl::Status& refusal, absl::Time now,
                       const std::shared_ptr<Sweep>& sweep) {
  store_.Write(
      SweepOptions(deadline, now),
      [deadline, refusal](store::Transaction& transaction) -> absl::StatusOr<std::string> {
        BATON_RETURN_IF_ERROR(HandleRefused(transaction, deadline, refusal));
        return std::string();
      },
      [this, sweep, deadline, now](const absl::StatusOr<std::string>& answer) {
        Note(deadline, answer.status(), now, *sweep);
      });
}

void Sweeper::Note(const store::Deadline& deadline, const absl::Status& outcome, absl::Time now,
                   Sweep& sweep) {
  if (!outcome.ok()) {
    log_.Event(
        LogLevel::kError, now, "deadline_not_handled",
        {{"subject", deadline.subject}, {"what", deadline.what}, {"fault", outcome.ToString()}});
  }
  sweep.Settle(outcome.ok());
}

absl::StatusOr<int> Sweeper::SweepAll(absl::Time now) {
  int total = 0;
  while (true) {
    BATON_ASSIGN_OR_RETURN(const int handled, SweepOnce(now));
    if (handled == 0) return total;
    total += handled;
  }
}

void Sweeper::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Sweeper::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

absl::StatusOr<int> Sweeper::SweepAsLeader(absl::Time now) {
  BATON_ASSIGN_OR_RETURN(const bool leads, store_.Leads("sweeper"));
  return leads ? SweepOnce(now) : 0;
}

void Sweeper::Run() {
  bool unavailable = false;
  while (true) {
    const absl::Time now = clock_.Now();
    const absl::StatusOr<int> handled = SweepAsLeader(now);
    if (!handled.ok() && !unavailable) {
      log_.Event(LogLevel::kWarning, now, "sweep_failed", {{"fault", handled.status().ToString()}});
    }
    unavailable = !handled.ok();
    const absl::Duration rest =
        handled.ok() && *handled > 0 ? absl::ZeroDuration() : kSweepInterval;
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), rest)) return;
  }
}

}  // namespace baton::server
