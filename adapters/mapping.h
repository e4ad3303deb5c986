// A mapping: which path of a vendor's record feeds which field of v1::Fact. Data, not code.
//
// Every customer's custom fields differ, so a mapping is a JSON file that ships with defaults
// beside each adapter (<vendor>/mapping.json) and that a tenant may replace by one of the same
// form. Which records a payload holds and what each says happened is the adapter's code.
//
//   {"vendor": "gainsight", "ignore_key_case": true, "states_nothing": ["N/A"], "secrets": ["key"],
//    "records": [
//      {"record": "cta", "known_by": ["TypeId"], "to_do": true,
//       "only": [{"path": "Status", "is": ["Open"]}], "except": [{"path": "Kind", "is": ["Test"]}],
//       "fields": {"trigger": {"from": ["Expansion_Trigger__gc"], "as": "label"}},
//       "lists": {"lines": {"from": "Items.records", "fields": {...}}}},
//      {"record": "task", "like": "cta", "fields": {...}}]}
//
// Instead of ignore_key_case, "ignore_key_spelling" makes keys alike that differ in case, blanks,
// "_" and "-" alone: "Named Buyer", namedBuyer and named_buyer. A record "like" one before it has
// that one's fields, too; its own take their places.
//
// A rule of "fields" has these keys:
//   from      paths, tried in this order until one states something. A path has dots between keys,
//             and a key may hold dots itself; see record_path.h for items of lists.
//             Or {"path": ..., "when": {"path": ..., "is": [...]}}: only where the other path holds
//             one of these words ("*" at an end matches anything; null: it states nothing).
//             Or {"word": ..., "when": ...}: that word itself, of a path that says it by being so;
//             a choice need not list it.
//   as        the transform, see Transform below.
//   values    translations {"what the vendor says": "what the fact says"}. Case, blanks, "_" and
//   "-"
//             do not matter; "*" at an end matches anything. What matches goes before the
//             transform.
//   unless    "gsid" or "guid": such an id where a label was meant states nothing.
//   prefix    only ids that begin so.
// A record gives a fact only where every condition of "only" and none of "except" is met.
// A period is what its name says, else its first and last day: "period" {"from", "days_from":
// [first, last], "as": "period"}, either of the two. "joined" takes all of its paths, and
// "date_range" its two, the second of which may state nothing.
// The two fields of a person travel together: "buyer" {"from", "title_from", "as":
// "name_and_title"} and "csm" {"from": [{"id": ..., "email": ...}], "as": "person"}. Who is stated
// by one of the two alone has the other from a later source that states the same person.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/json.h"

namespace baton::adapters {

inline constexpr size_t kMaxMappingBytes = 256 * 1024;

// How a value becomes what the fact's field holds.
enum class Transform {
  kText,          // text: as written
  kLower,         // lower: in small letters
  kLabel,         // label: as a name of the model, see Label in text.h
  kHtmlText,      // html_text: without markup, see PlainText in text.h
  kFullName,      // full_name: a text, or an object of FirstName and LastName
  kChoice,        // choice: only what "values" lists; anything else states nothing
  kHealthTier,    // health_tier: as a choice of the usual words for green, yellow and red
  kSignalType,    // signal_type: as lower, but "Behavioural" is behavioral
  kId18,          // id18: a Salesforce id in its form of 18 characters
  kCurrency,      // currency: an ISO 4217 code
  kDecimal,       // decimal: exact decimal text without trailing zeros
  kFraction,      // fraction: a share from 0 to 1 as percent: "0.6" is "60"
  kDecimalMinor,  // decimal_minor: minor units of the record's currency, of two digits without one
  kTime,          // epoch_ms_or_iso: an instant, see ParseInstant in vendor_time.h
  kDate,          // date: a day, YYYY-MM-DD
  kBareDate,      // bare_date: as date, but an instant within a day states no day
  kBool,          // bool: true, yes, y, 1 or false, no, n, 0; anything else is a fault
  kAnswer,        // answer: as bool, but anything else states nothing
  kNumber,        // number: a score on the vendor's own scale
  kNameAndTitle,  // name_and_title: "Name, Title" or "Name (Title)", of "buyer" alone
  kPerson,        // person: an id and a mail address, of "csm" alone
  kJoined,        // joined: all of the paths with "|" between; nothing where one states nothing
  kPeriod,        // period: see PeriodCode in vendor_period.h
  kDateRange,     // date_range: two days, "2027-01-01/2027-03-31", an open end ".."
};

// Words that a path must hold. True and false are words, too.
struct Condition {
  std::string path;
  // Any of these; no text: the path states nothing.
  std::vector<std::optional<std::string>> is;
};

struct Source {
  std::string path;
  // Stated by the mapping itself; `path` is empty then.
  std::string word;
  // Of a person: the path of the mail address; `path` is the id's and may be empty too.
  std::string email_path;
  std::optional<Condition> when;
};

struct FieldRule {
  // Field of the message, "qualification.timeline", or "buyer" or "csm".
  std::string field;
  Transform transform = Transform::kText;
  std::vector<Source> from;
  std::vector<Source> title_from;
  // Of a period: its first and its last day.
  std::vector<Source> days_from;
  std::vector<std::pair<std::string, std::string>> values;
  bool unless_gsid = false;
  bool unless_guid = false;
  std::string prefix;
};

// A list of the fact: "lines" or "splits".
struct ListRule {
  std::string list;
  std::string from;
  std::optional<Condition> when;
  std::vector<FieldRule> fields;
};

struct RecordMapping {
  std::string record;
  // A record of this kind has one of these paths. Empty where the envelope says what it is.
  std::vector<std::string> known_by;
  // Something to be done, as a task: its type is an activity's only where it turns out to be one.
  bool to_do = false;
  std::vector<Condition> only;
  std::vector<Condition> except;
  std::vector<FieldRule> fields;
  std::vector<ListRule> lists;
};

class MappingTrace;

struct Mapping {
  // The file as it was parsed.
  std::string text;
  // Told what each rule gives while a payload is read with this mapping; for trying it out.
  // Outlives the reading.
  MappingTrace* trace = nullptr;
  std::string vendor;
  json::KeyCase key_case = json::KeyCase::kExact;
  // Texts that state nothing, beside the empty one.
  std::vector<std::string> states_nothing;
  // Keys of what must never be kept; see secrets.h.
  std::vector<std::string> secrets;
  // In the order in which they are recognised.
  std::vector<RecordMapping> records;

  // The mapping of that record, or nullptr.
  const RecordMapping* Find(absl::string_view record) const;
};

// Parses a mapping file. INVALID_ARGUMENT, reason INVALID_FIELDS, names every fault in it: unknown
// keys, fields, transforms, a transform that does not suit its field, what is missing or empty.
absl::StatusOr<Mapping> ParseMapping(absl::string_view bytes);

}  // namespace baton::adapters
