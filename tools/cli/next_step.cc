#include "tools/cli/next_step.h"

#include "absl/strings/str_cat.h"
#include "tools/cli/time_text.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

// S-9: the holder is warned at three quarters of the time.
constexpr int kWarnNumerator = 3;
constexpr int kWarnDenominator = 4;

std::optional<absl::Time> At(bool present, const google::protobuf::Timestamp& time) {
  if (!present) return std::nullopt;
  return FromProto(time);
}

NextStep OnClock(const v1::Signal& signal, std::string what, bool present,
                 const google::protobuf::Timestamp& due) {
  return {std::move(what), At(present, due),
          At(signal.clock().has_start_time(), signal.clock().start_time())};
}

}  // namespace

NextStep NextStepOf(const v1::Signal& signal) {
  const v1::SlaClock& clock = signal.clock();
  switch (signal.state()) {
    case v1::SIGNAL_STATE_INCOMPLETE:
      return {absl::StrCat("complete ", JoinTexts(signal.missing_fields())), {}, {}};
    case v1::SIGNAL_STATE_WATCHING:
      if (signal.has_remind_time()) {
        return {"answer the questions again", At(signal.has_expire_time(), signal.expire_time()),
                At(true, signal.remind_time())};
      }
      return {"revisit", At(signal.has_revisit_time(), signal.revisit_time()), {}};
    case v1::SIGNAL_STATE_DEFERRED:
    case v1::SIGNAL_STATE_NOT_READY:
      if (!signal.continued_by().empty()) return {};
      return {"revisit", At(signal.has_revisit_time(), signal.revisit_time()), {}};
    case v1::SIGNAL_STATE_UNASSIGNED:
      return {"assign an AE", At(signal.has_assign_due_time(), signal.assign_due_time()),
              At(signal.has_file_time(), signal.file_time())};
    case v1::SIGNAL_STATE_ROUTED:
      return OnClock(signal, signal.urgency() == v1::URGENCY_WATCH ? "review" : "acknowledge",
                     clock.has_acknowledge_due_time(), clock.acknowledge_due_time());
    case v1::SIGNAL_STATE_CS_OWNED:
    case v1::SIGNAL_STATE_ACKNOWLEDGED:
      return OnClock(signal, "contact the customer", clock.has_contact_due_time(),
                     clock.contact_due_time());
    case v1::SIGNAL_STATE_CONTACTED:
      return {"report the outcome", {}, {}};
    case v1::SIGNAL_STATE_INTERVENTION:
      return {"log a joint plan", At(signal.has_plan_due_time(), signal.plan_due_time()),
              At(signal.has_file_time(), signal.file_time())};
    case v1::SIGNAL_STATE_PLAN_LOGGED:
      return {"carry the plan out, then resolve", {}, {}};
    default:
      return {};
  }
}

Cell TimeLeftCell(const NextStep& step, absl::Time now) {
  if (!step.due.has_value()) return "";
  const std::string text = FormatTimeLeft(*step.due, now);
  if (now > *step.due) return {text, Style::kBad};
  if (!step.start.has_value()) return text;
  const absl::Duration whole = *step.due - *step.start;
  const bool late = (now - *step.start) * kWarnDenominator >= whole * kWarnNumerator;
  return {text, late ? Style::kWarning : Style::kPlain};
}

bool IsOpen(const v1::Signal& signal) {
  switch (signal.state()) {
    case v1::SIGNAL_STATE_WON:
    case v1::SIGNAL_STATE_LOST:
    case v1::SIGNAL_STATE_DEFERRED:
    case v1::SIGNAL_STATE_NOT_READY:
    case v1::SIGNAL_STATE_EXPIRED:
    case v1::SIGNAL_STATE_WITHDRAWN:
    case v1::SIGNAL_STATE_FILED_IN_ERROR:
    case v1::SIGNAL_STATE_DUPLICATE:
    case v1::SIGNAL_STATE_RESOLVED:
      return false;
    default:
      return true;
  }
}

}  // namespace baton::cli
