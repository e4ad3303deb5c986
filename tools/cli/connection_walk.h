// Asks a person for what a connection needs, question by question.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::cli {

// The answer to a question without the line break; CANCELLED when nobody answers any more. What is
// secret is not shown while it is typed.
using Ask = std::function<absl::StatusOr<std::string>(const std::string& question, bool secret)>;

// Asks for what the request's vendor needs and puts it in; asks nothing of a vendor that Baton only
// takes payloads of. An empty answer takes the default that the question shows, or leaves it out.
absl::Status WalkThrough(const Ask& ask, v1::CreateConnectionRequest* request);

// Whether a person sits at standard input.
bool SomebodyAnswers();

// Writes questions to `notes`, which outlives it, and reads lines of standard input.
Ask AskOnTerminal(std::ostream& notes);

}  // namespace baton::cli
