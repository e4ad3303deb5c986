// What CS platforms send, record by record, once an adapter has opened the envelope.
//
// A record is what the mapping knows it by; of several that know it, the first whose "only" and
// "except" let it. One that is known but let by none gives no fact. The record "push" is for bodies
// that a tenant's admin designed: whatever else may be a push and is no other record.
//
// What happened is what the mapping's "kind" says. Without it, handoff fields make an expansion
// signal (H-1): a type, trigger, buyer, timeline or urgency; the note alone is none, and a checkbox
// may say no by default. Anything else is an activity. A push or a usage event with handoff fields
// beside its trigger is a signal even where it carries usage or health as well; a risk stays a risk
// (H-9).
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/json.h"
#include "adapters/mapping.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::adapters {

// What the records of a payload may be.
enum class CsForm {
  kPolled,  // what the platform's API answers
  kPushed,  // what an admin designed
  kEither,
};

// The records of a payload, and where they are in it.
struct CsRecords {
  std::vector<const json::Value*> values;
  // The path of their list; "" for the payload itself.
  std::string where;
  // Whether the record lies at `where` itself, not in a list there.
  bool alone = false;
  CsForm form = CsForm::kPolled;
  // The name of the record in the mapping where the envelope says it, in any spelling.
  std::string entity;
};

// One record at `where`.
CsRecords LoneRecord(const json::Value& record, std::string where, CsForm form);

// The records of a list at `where`. INVALID_ARGUMENT, reason PAYLOAD_UNREADABLE: no list, or more
// than kMaxFacts records.
absl::StatusOr<CsRecords> RecordList(const json::Value& list, std::string where, CsForm form);

// The records of a payload, or why its envelope can't be opened.
using CsOpener = absl::StatusOr<CsRecords> (*)(const json::Value& root);

// The facts of the records that `open` finds in a JSON payload, in their order. INVALID_ARGUMENT,
// reason PAYLOAD_UNREADABLE: what `open` refuses, or every fault of the records: one that the
// mapping does not know, a value that can't be read, a push without an account and a record.
absl::StatusOr<std::vector<v1::Fact>> TranslateCs(absl::string_view payload, const Mapping& mapping,
                                                  CsOpener open);
// The same of a payload that is parsed.
absl::StatusOr<std::vector<v1::Fact>> TranslateCsValue(const json::Value& root,
                                                       const Mapping& mapping, CsOpener open);

}  // namespace baton::adapters
