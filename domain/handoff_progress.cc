#include "domain/handoff_progress.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/explanation.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

// "acknowledged 2027-01-04T12:00:00Z, within its deadline 2027-01-04T13:00:00Z".
void ExplainStep(const char* step, absl::Time now, bool has_due,
                 const google::protobuf::Timestamp& due, bool missed, v1::Signal* signal) {
  std::string text = absl::StrCat(step, " ", FormatInstant(now));
  if (has_due) {
    absl::StrAppend(&text, missed ? ", late: due " : ", within its deadline ",
                    FormatInstant(ToTime(due)));
  }
  Explain(signal, missed ? "S-6" : "S-2", std::move(text));
}

}  // namespace

absl::StatusOr<HandoffDecision> BeginMove(v1::Signal signal, SignalMove move,
                                          const HandoffParties& parties, const v1::Policy& policy,
                                          absl::Time now) {
  HandoffDecision decision = CatchUp(std::move(signal), parties, policy, now);
  BATON_RETURN_IF_ERROR(CheckMove(decision.signal, move));
  return decision;
}

std::string Text(std::string_view text) { return std::string(text); }

void TakeAcknowledgement(absl::Time now, v1::Signal* signal) {
  *signal->mutable_acknowledge_time() = ToTimestamp(now);
  signal->set_state(v1::SIGNAL_STATE_ACKNOWLEDGED);
  const v1::SlaClock& clock = signal->clock();
  ExplainStep("acknowledged", now, clock.has_acknowledge_due_time(), clock.acknowledge_due_time(),
              clock.acknowledge_missed(), signal);
}

void TakeContact(absl::Time now, v1::Signal* signal) {
  if (signal->state() == v1::SIGNAL_STATE_ROUTED) TakeAcknowledgement(now, signal);
  *signal->mutable_contact_time() = ToTimestamp(now);
  signal->set_state(v1::SIGNAL_STATE_CONTACTED);
  const v1::SlaClock& clock = signal->clock();
  ExplainStep("contacted", now, clock.has_contact_due_time(), clock.contact_due_time(),
              clock.contact_missed(), signal);
}

void ExpectOutcome(const v1::Policy& policy, absl::Time now, v1::Signal* signal) {
  if (!signal->possible_duplicate_of().empty()) return;
  signal->clear_outcome_asks();
  *signal->mutable_outcome_ask_time() =
      ToTimestamp(now + policy.outcome_ask_days() * absl::Hours(24));
}

void AddNote(absl::Time now, std::string_view author, std::string text, v1::Signal* signal) {
  auto* notes = signal->mutable_notes();
  if (notes->size() >= kMaxNotes) notes->DeleteSubrange(0, notes->size() - kMaxNotes + 1);
  v1::SignalNote* note = notes->Add();
  *note->mutable_time() = ToTimestamp(now);
  note->set_author(std::string(author));
  note->set_text(std::move(text));
}

void MarkChanged(absl::Time now, HandoffDecision* decision) {
  *decision->signal.mutable_update_time() = ToTimestamp(now);
  decision->changed = true;
}

}  // namespace baton::domain
