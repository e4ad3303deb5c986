// The field lists of a raw change event: bitmaps over the fields of the schema that decoded it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "adapters/json.h"
#include "adapters/salesforce/avro.h"

namespace baton::adapters {

// The names in a list of bitmaps. "0x0A" stands for fields of the event, "5-0x03" for parts of its
// compound field at position 5 ("BillingAddress.City"); the lowest bit is the first field, which is
// ChangeEventHeader itself. What is no bitmap is a name already. InvalidArgument: a bit without a
// field.
absl::StatusOr<std::vector<std::string>> ExpandBitmaps(const json::Value& list,
                                                       const AvroSchema& schema);

}  // namespace baton::adapters
