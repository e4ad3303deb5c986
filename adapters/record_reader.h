// Reads the facts' fields out of a record as a mapping says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/faults.h"
#include "adapters/json.h"
#include "adapters/mapping.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::adapters {

// Not thread-safe; one for each payload. Faults are added to `faults`, which outlives it; reading
// goes on after a fault, so that all are found.
class RecordReader {
 public:
  RecordReader(const Mapping& mapping, Faults* faults) : mapping_(mapping), faults_(faults) {}

  // Fills the fields and lists that `rules` name. `where` is the record's own path, for faults.
  // Amounts are in the record's currency, else in that which the fact has already, else of two
  // decimals.
  void Read(const RecordMapping& rules, const json::Value& record, absl::string_view where,
            v1::Fact* fact) const;

  // Adds `item`, which came apart from its record, to the fact's list. Amounts are in the fact's
  // currency, else of two decimals.
  void ReadItem(const ListRule& rule, const json::Value& item, absl::string_view where,
                v1::Fact* fact) const;

  // Adds to cleared_fields each field that the record does not state and whose first path is among
  // `paths`: what an event says was emptied.
  void AddCleared(const RecordMapping& rules, const std::vector<std::string>& paths,
                  v1::Fact* fact) const;

  // Whether `rules.known_by` fits the record.
  bool IsKnownBy(const RecordMapping& rules, const json::Value& record) const;

  // Whether `rules.only` and `rules.except` let the record give a fact.
  bool GivesFact(const RecordMapping& rules, const json::Value& record) const;

 private:
  void ReadFields(const std::vector<FieldRule>& rules, const json::Value& record,
                  absl::string_view where, int exponent, google::protobuf::Message* message) const;
  void ReadField(const FieldRule& rule, const json::Value& record, absl::string_view where,
                 int exponent, google::protobuf::Message* message) const;
  // What the rule gave, for the mapping's trace.
  void TraceField(const FieldRule& rule, const json::Value& record, absl::string_view where,
                  int exponent, const google::protobuf::Message& message) const;
  // Why the path was not taken; empty: it could be.
  std::string PassedOver(const FieldRule& rule, const Source& source, const json::Value& record,
                         int exponent) const;
  void ReadFirst(const FieldRule& rule, const json::Value& record, absl::string_view where,
                 int exponent, google::protobuf::Message* message) const;
  void ReadJoined(const FieldRule& rule, const json::Value& record, absl::string_view where,
                  google::protobuf::Message* message) const;
  void ReadPeriod(const FieldRule& rule, const json::Value& record, absl::string_view where,
                  google::protobuf::Message* message) const;
  void ReadDateRange(const FieldRule& rule, const json::Value& record, absl::string_view where,
                     google::protobuf::Message* message) const;
  // The day that a source states, as YYYY-MM-DD; "" for none. What is none is a fault.
  std::string DayAt(const Source& source, const json::Value& record, absl::string_view where) const;
  void ReadList(const ListRule& rule, const json::Value& record, absl::string_view where,
                int exponent, v1::Fact* fact) const;
  void ReadBuyer(const FieldRule& rule, const json::Value& record, absl::string_view where,
                 v1::Fact* fact) const;
  // Either may be empty.
  struct Person {
    std::string id;
    std::string email;
  };
  // Whom a source states. A name, or an object, where a mail address was meant is none.
  Person PersonAt(const Source& source, const json::Value& record, absl::string_view where) const;
  void ReadPerson(const FieldRule& rule, const json::Value& record, absl::string_view where,
                  v1::Fact* fact) const;
  // The first of the sources that states something, and its path; nullptr for none.
  const json::Value* FirstStated(const std::vector<Source>& sources, const json::Value& record,
                                 std::string* path) const;
  // The value at `path` when it states something, else nullptr.
  const json::Value* Stated(const json::Value& record, absl::string_view path) const;
  bool Meets(const std::optional<Condition>& condition, const json::Value& record) const;
  // A text; a fault and "" for anything else.
  std::string TextAt(const json::Value& value, absl::string_view where,
                     absl::string_view path) const;
  int ExponentOf(const RecordMapping& rules, const json::Value& record, const v1::Fact& fact) const;
  void AddFault(absl::string_view where, absl::string_view path, absl::string_view what) const;

  const Mapping& mapping_;
  Faults* faults_;
};

}  // namespace baton::adapters
