// The paths of mappings: dots between keys, as json::Value::Lookup, and items of lists by what they
// hold. Pure.
//
//   attributes[label=Named Buyer].value     of the first item whose label is that word
//   keyRoles[user.id={csmId}].user.email    of the first item whose user's id is the record's csmId
//
// Words compare as SameWord in text.h. A key that is written like this itself goes first.
#pragma once

#include "absl/strings/string_view.h"
#include "adapters/json.h"

namespace baton::adapters {

// Whether a path is written as it must be.
bool IsRecordPath(absl::string_view path);

// The value at the path, or nullptr. An item that fits but lacks the rest of the path is passed
// over.
const json::Value* FindPath(const json::Value& record, absl::string_view path,
                            json::KeyCase key_case);

}  // namespace baton::adapters
