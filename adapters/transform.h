// Transforms: how one value of a payload becomes what a field of the fact holds. Pure.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/fact_field.h"
#include "adapters/json.h"
#include "adapters/mapping.h"

namespace baton::adapters {

// Applies the rule's translations and transform to `value`, which states something. `exponent` is
// the number of decimals of the record's currency. Holds nothing when the value turns out to state
// nothing. InvalidArgument: a predicate for the fault, as "is no date: ...".
//
// The two transforms of pairs, name_and_title and person, are the record reader's.
absl::StatusOr<FieldValue> ApplyTransform(const FieldRule& rule, const json::Value& value,
                                          int exponent);

// The text of a text or a number, trimmed. InvalidArgument for anything else, and for a NUL inside.
absl::StatusOr<std::string> ScalarText(const json::Value& value);

// A Salesforce id in its form of 18 characters, from 15 or 18.
absl::StatusOr<std::string> ToId18(absl::string_view id);

}  // namespace baton::adapters
