#include "domain/open_loop.h"

#include <algorithm>
#include <string>

#include "domain/instant.h"
#include "domain/signal_state.h"

namespace baton::domain {
namespace {

using google::protobuf::Timestamp;

constexpr absl::Duration kDay = absl::Hours(24);

void SetLast(absl::string_view step, const Timestamp& time, v1::OpenLoop* loop) {
  loop->set_last_step(std::string(step));
  *loop->mutable_last_step_time() = time;
}

void SetNext(absl::string_view step, bool due, const Timestamp& time, v1::OpenLoop* loop) {
  if (!due) return;
  loop->set_next_step(std::string(step));
  *loop->mutable_next_step_time() = time;
}

void AddSteps(const v1::Signal& signal, v1::OpenLoop* loop) {
  if (HasOutcome(signal.state())) {
    SetLast(StateName(signal.state()), signal.close_time(), loop);
    SetNext("comes back", signal.has_revisit_time(), signal.revisit_time(), loop);
    return;
  }
  if (signal.has_reopen_time()) {
    SetLast("reopened", signal.reopen_time(), loop);
  } else {
    SetLast("contacted", signal.contact_time(), loop);
  }
  SetNext("outcome asked", signal.has_outcome_ask_time(), signal.outcome_ask_time(), loop);
}

}  // namespace

v1::OpenLoop OpenLoopOf(const v1::Signal& signal, absl::Time now) {
  v1::OpenLoop loop;
  loop.set_signal(signal.name());
  loop.set_account(signal.account());
  loop.set_csm(signal.csm());
  loop.set_ae(signal.ae());
  loop.set_holder(signal.holder());
  loop.set_state(signal.state());
  loop.set_urgency(signal.urgency());
  loop.set_trigger(signal.trigger());
  *loop.mutable_file_time() = signal.file_time();
  loop.set_days_open(std::max<int64_t>(0, (now - ToTime(signal.file_time())) / kDay));
  AddSteps(signal, &loop);
  if (signal.has_estimated_expansion()) {
    *loop.mutable_estimated_expansion() = signal.estimated_expansion();
  }
  return loop;
}

}  // namespace baton::domain
