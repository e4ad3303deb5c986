// The fields of a signal as it is filed: defaults, limits, and what the handoff still lacks (H-1 to
// H-3).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/string_view.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "domain/refusal.h"
#include "google/protobuf/repeated_field.h"

namespace baton::domain {

// Limits in UTF-8 characters, as signal_handoff_service.proto states them.
inline constexpr int kMaxEvidenceChars = 500;
inline constexpr int kMaxBuyerChars = 200;
inline constexpr int kMaxTimelineChars = 300;
inline constexpr int kMaxContextNoteChars = 2'000;
inline constexpr int kMaxAnswerNoteChars = 500;
inline constexpr int kMaxReasonChars = 500;
inline constexpr int kMaxProductLineChars = 64;
inline constexpr int kMaxSystemChars = 40;
inline constexpr int kMaxRecordIdChars = 256;
inline constexpr int kMaxProductLines = 50;

// Takes back whatever a caller wrote into output-only fields. The name stays.
void ClearOutputFields(v1::Signal* signal);

// Fills what the signal does not state: category and urgency by its trigger (H-3), kind by trigger
// and health (H-9), cross_sell by what the account owns (H-1). Explains what it took.
void TakeDefaults(const v1::Account& account, v1::Signal* signal);

// Adds every fault of what is given: too long, unknown, malformed. `prefix` is the path to the
// signal in the request ("signal."). Nothing is missing for this function but what no signal can do
// without: its account and its trigger.
void CheckSignalFields(const v1::Signal& signal, absl::string_view prefix, Violations* faults);

// The same for the parts that other calls than FileSignal may change, too.
void CheckBuyer(const v1::NamedBuyer& buyer, absl::string_view prefix, Violations* faults);
void CheckQualification(const v1::Qualification& qualification, absl::string_view prefix,
                        Violations* faults);
void CheckEstimate(const v1::Money& estimate, absl::string_view prefix, Violations* faults);
void CheckProductLines(const google::protobuf::RepeatedPtrField<std::string>& lines,
                       absl::string_view prefix, Violations* faults);

// Adds a fault when `value` has more than `max_chars` characters or is no UTF-8; cheap when it is
// fine.
void CheckText(absl::string_view prefix, absl::string_view field, const std::string& value,
               int max_chars, Violations* faults);

// OK, or INVALID_FIELDS: a reason has 1 to kMaxReasonChars characters.
absl::Status CheckReason(std::string_view reason);

// H-2. Which of the five fields' parts are missing or blank, in the order of H-1: "category",
// "evidence", "buyer.name", "buyer.title", "timeline", "context_note", "urgency". The views live
// for ever.
std::vector<absl::string_view> MissingFields(const v1::Signal& signal);

// H-2. Whether a watch item may lack it: the buyer and the timeline.
bool WatchItemMayLack(absl::string_view missing_field);

// H-2. Replaces the warning about the context note: anything but two or three sentences is taken
// with one. An empty note has none.
void WarnOfContextNote(v1::Signal* signal);

}  // namespace baton::domain
