// What commission tools send back, read record by record: payees, periods, plan assignments,
// payouts, disputes (C-18). The tools differ in their envelopes alone.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/json.h"
#include "adapters/mapping.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::adapters {

// The facts of a list of records, in its order. A record is what the mapping knows it by; the name
// of its mapping, in small letters, is the fact's kind. Records that the mapping leaves out give
// none.
//
// INVALID_ARGUMENT, reason PAYLOAD_UNREADABLE, names every fault: a record that the mapping does
// not know, a value that can't be read, a fact that lacks what it is of no use without. `where` is
// the list's path.
absl::StatusOr<std::vector<v1::Fact>> ReadToolRecords(const json::Value& list,
                                                      absl::string_view where,
                                                      const Mapping& mapping);

// The same of the rows of a CSV file in the text at `csv`.
absl::StatusOr<std::vector<v1::Fact>> ReadToolCsv(const json::Value& csv, absl::string_view where,
                                                  const Mapping& mapping);

// A payload as a JSON object.
absl::StatusOr<json::Value> ParseToolPayload(absl::string_view payload);

}  // namespace baton::adapters
