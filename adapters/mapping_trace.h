// What each rule of a mapping gave while a payload was read: for whoever tries a mapping out.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "baton/v1/connection.pb.h"

namespace baton::adapters {

// Texts of a payload are cut after this many bytes.
inline constexpr size_t kMaxTracedText = 200;
// Fields beyond this many are not kept: a page of a CRM's query has thousands.
inline constexpr size_t kMaxTracedFields = 5'000;

// Not thread-safe; one for each reading.
class MappingTrace {
 public:
  void Add(v1::TracedField field) {
    if (fields_.size() < kMaxTracedFields) fields_.push_back(std::move(field));
  }

  // In the order in which they were read.
  const std::vector<v1::TracedField>& fields() const { return fields_; }

 private:
  std::vector<v1::TracedField> fields_;
};

}  // namespace baton::adapters
