// The inside of ParseMapping: walks a mapping file and collects its faults.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/json.h"
#include "adapters/mapping.h"
#include "domain/refusal.h"
#include "google/protobuf/descriptor.h"

namespace baton::adapters {

class MappingParser {
 public:
  explicit MappingParser(domain::Violations* faults) : faults_(faults) {}

  // The mapping; of no use when a fault was added.
  Mapping Parse(const json::Value& root);

 private:
  using Words = std::vector<std::string>;

  RecordMapping ParseRecord(const json::Value& value, const std::string& where);
  // Adds the fields of the record that this one is like and that it has none of its own for.
  void AddLike(const json::Value& value, const Mapping& before, const std::string& where,
               RecordMapping* record);
  ListRule ParseList(const std::string& list, const json::Value& value, const std::string& where);
  std::vector<FieldRule> ParseFields(const json::Value* value, const std::string& where,
                                     const google::protobuf::Descriptor& message);
  FieldRule ParseRule(const std::string& field, const json::Value& value, const std::string& where);
  Source ParseSource(const json::Value& value, const std::string& where, bool person);
  std::vector<Source> ParseSources(const json::Value* value, const std::string& where, bool person);
  std::optional<Condition> ParseCondition(const json::Value* value, const std::string& where);
  std::vector<Condition> ParseConditions(const json::Value* value, const std::string& where);
  // Adds faults for the number of paths that a transform of several takes.
  void CheckPaths(const FieldRule& rule, const std::string& where);
  void ParseValues(const json::Value* value, const std::string& where, FieldRule* rule);

  // Adds faults for a rule that its field can't take.
  void CheckRule(const FieldRule& rule, const google::protobuf::Descriptor& message,
                 const std::string& where);
  // The same for the words that an enum's rule states itself; `type` is nullptr for other fields.
  void CheckWords(const FieldRule& rule, const google::protobuf::EnumDescriptor* type,
                  const std::string& where);
  void CheckKeys(const json::Value& object, std::initializer_list<absl::string_view> known,
                 const std::string& where);
  // A text that must be there and must not be empty.
  std::string RequireText(const json::Value& object, absl::string_view key,
                          const std::string& where);
  // As RequireText, a path.
  std::string RequirePath(const json::Value& object, absl::string_view key,
                          const std::string& where);
  // False when it is not there.
  bool ParseFlag(const json::Value& object, absl::string_view key, const std::string& where);
  // As ParseWords, of paths.
  Words ParsePaths(const json::Value* value, const std::string& where);
  // A list of texts, empty when it is not there.
  Words ParseWords(const json::Value* value, const std::string& where);

  domain::Violations* faults_;
};

}  // namespace baton::adapters
