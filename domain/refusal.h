// Refusals: how a rule says no.
//
// A refusal is an absl::Status whose payloads are the google.rpc details that travel to the caller
// (ErrorInfo always; BadRequest, PreconditionFailure, ResourceInfo, RetryInfo where they help). The
// server's edge copies them into google.rpc.Status one by one; nobody else builds error details.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "baton/v1/error_reason.pb.h"
#include "google/protobuf/message.h"

namespace baton::domain {

// Facts of a refusal for programs: {"state", "won"}.
using Metadata = std::vector<std::pair<std::string, std::string>>;

// A refusal with its ErrorInfo. `message` is for people: what is wrong and what to do.
absl::Status Refuse(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message,
                    const Metadata& metadata = {});

// FAILED_PRECONDITION with a PreconditionFailure about `subject` (a resource name).
absl::Status RefuseState(v1::ErrorReason reason, absl::string_view subject,
                         absl::string_view message, const Metadata& metadata = {});

// NOT_FOUND with ResourceInfo; the same words whether it is missing or somebody else's. A
// resource's name tells its type, so that it makes no difference who missed it (R12);
// `resource_type` is for what has no name of its own.
absl::Status NotFound(absl::string_view resource_type, absl::string_view resource);

// RESOURCE_EXHAUSTED or UNAVAILABLE with RetryInfo.
absl::Status RetryLater(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message,
                        absl::Duration delay);

// Adds one more detail to a refusal, in the place of one of the same type.
void AddDetail(const google::protobuf::Message& detail, absl::Status* status);

// Reads the detail of that type; false, and the message as it was, when the status carries none.
bool FindDetail(const absl::Status& status, google::protobuf::Message* detail);

// The reason of a refusal; UNSPECIFIED when the status carries none.
v1::ErrorReason ReasonOf(const absl::Status& status);

// Collects every fault of a request, so that the caller hears of all of them at once.
class Violations {
 public:
  // `field` is the path in the request: "signal.buyer.name".
  void Add(absl::string_view field, absl::string_view description);
  // Adds a violation when `value` is empty or longer than `max_chars` UTF-8 characters, or no
  // UTF-8.
  void RequireText(absl::string_view field, absl::string_view value, int max_chars);
  // The same for a field that may be empty.
  void LimitText(absl::string_view field, absl::string_view value, int max_chars);

  bool empty() const { return faults_.empty(); }
  const std::vector<std::pair<std::string, std::string>>& faults() const { return faults_; }
  // OK, or INVALID_ARGUMENT, reason INVALID_FIELDS, with a BadRequest that names them all.
  absl::Status ToStatus() const;

 private:
  std::vector<std::pair<std::string, std::string>> faults_;
};

// Counts UTF-8 characters; -1 when the text is no UTF-8.
int CountCharacters(absl::string_view text);

}  // namespace baton::domain
