#include "server/watcher.h"

#include <algorithm>
#include <utility>

#include "domain/status_macros.h"
#include "server/place_token.h"
#include "server/visibility.h"
#include "server/watch_hub.h"
#include "store/list.h"
#include "store/signals.h"

namespace baton::server {
namespace {

store::Scope Both(store::Scope visible, const store::Scope& open) {
  visible.sql += visible.sql.empty() ? open.sql : " AND " + open.sql;
  return visible;
}

}  // namespace

Watcher::Watcher(const Call& call, std::string holder, int64_t place, store::Store& store,
                 Stream<v1::WatchSignalsResponse> stream)
    : call_(call),
      holder_(std::move(holder)),
      store_(store),
      stream_(std::move(stream)),
      place_(place),
      told_(place) {}

void Watcher::Wake() {
  {
    absl::MutexLock lock(&mutex_);
    woken_ = true;
    if (busy_) return;
    busy_ = true;
    woken_ = false;
  }
  Read();
}

void Watcher::Read() {
  store_.Read([self = shared_from_this()](absl::Status status, store::Session* session) {
    if (status.ok()) {
      status = self->place_ < 0 ? self->ReadOpen(*session) : self->ReadEvents(*session);
    }
    if (!status.ok()) return self->stream_.Finish(status);
    self->Send();
  });
}

absl::Status Watcher::ReadOpen(store::Session& session) {
  store::ListQuery query;
  query.tenant = call_.tenant();
  query.page_size = kWatchPage;
  query.page_token = page_token_;
  if (!holder_.empty()) query.filter = "holder = \"" + holder_ + "\"";
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> people,
                         ActsAs(call_, session, Deputies::kTakeOver));
  query.scope =
      Both(VisibleScope(call_, people, {"csm_id", "ae_id", "holder_id"}), store::OpenSignals());
  if (page_token_.empty()) {
    BATON_ASSIGN_OR_RETURN(start_place_, store::LastAuditSequence(session, call_.tenant()));
  }
  BATON_ASSIGN_OR_RETURN(
      page_token_, store::RunListQuery(session, store::SignalList(), query,
                                       [this] { return queue_.emplace_back().mutable_signal(); }));
  more_ = true;
  if (!page_token_.empty()) return absl::OkStatus();
  place_ = told_ = start_place_;
  v1::WatchSignalsResponse& last = queue_.emplace_back();
  last.set_caught_up(true);
  last.set_resume_token(PlaceToken(kWatchList, call_.tenant(), place_));
  return absl::OkStatus();
}

absl::Status Watcher::ReadEvents(store::Session& session) {
  store::AuditQuery query;
  query.tenant = call_.tenant();
  query.after_sequence = place_;
  query.limit = kWatchBatch;
  BATON_ASSIGN_OR_RETURN(const std::vector<store::AuditRow> rows,
                         store::ReadAuditEvents(session, query));
  std::vector<std::string> people;
  if (call_.reach != Reach::kAll && !rows.empty()) {
    auto reached = call_.reach == Reach::kOwn ? ActsAs(call_, session, Deputies::kTakeOver)
                                              : PeopleBelow(call_, session, Deputies::kTakeOver);
    BATON_RETURN_IF_ERROR(reached.status());
    people = *std::move(reached);
  }
  for (const store::AuditRow& row : rows) {
    BATON_RETURN_IF_ERROR(QueueEvent(row, people));
  }
  more_ = static_cast<int>(rows.size()) == kWatchBatch;
  if (place_ - told_ >= kWatchTokenEvery) {
    told_ = place_;
    queue_.emplace_back().set_resume_token(PlaceToken(kWatchList, call_.tenant(), place_));
  }
  return absl::OkStatus();
}

absl::Status Watcher::QueueEvent(const store::AuditRow& row,
                                 const std::vector<std::string>& people) {
  place_ = row.sequence;
  if (row.record_type != v1::Signal::descriptor()->full_name()) return absl::OkStatus();
  v1::Signal before;
  v1::WatchSignalsResponse response;
  if ((row.before.has_value() && !before.ParseFromString(*row.before)) ||
      (row.after.has_value() && !response.mutable_signal()->ParseFromString(*row.after))) {
    return absl::InternalError("an audit event is broken");
  }
  // One that leaves this inbox is sent as well: it must vanish from the screen.
  if (!Concerns(before, people) && !Concerns(response.signal(), people)) return absl::OkStatus();
  told_ = place_;
  response.set_resume_token(PlaceToken(kWatchList, call_.tenant(), place_));
  queue_.push_back(std::move(response));
  return absl::OkStatus();
}

bool Watcher::Concerns(const v1::Signal& signal, const std::vector<std::string>& people) const {
  if (signal.name().empty()) return false;
  if (!holder_.empty() && signal.holder() != holder_) return false;
  if (call_.reach == Reach::kAll) return true;
  const auto within = [&people](const std::string& person) {
    return !person.empty() && std::find(people.begin(), people.end(), person) != people.end();
  };
  return within(signal.csm()) || within(signal.ae()) || within(signal.holder());
}

void Watcher::Send() {
  while (!queue_.empty()) {
    if (!stream_.Write(queue_.front())) {
      if (!stream_.over()) stream_.WhenReady([self = shared_from_this()] { self->Send(); });
      return;
    }
    queue_.pop_front();
  }
  Rest();
}

void Watcher::Rest() {
  {
    absl::MutexLock lock(&mutex_);
    if (!more_ && !woken_) {
      busy_ = false;
      return;
    }
    woken_ = false;
  }
  Read();
}

}  // namespace baton::server
