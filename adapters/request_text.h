// What is put into a rendered request right before it is sent: secrets, and ids out of the answers
// to the requests before it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "adapters/crm_writer.h"

namespace baton::adapters {

struct RequestSecrets {
  std::string access_token;
  std::string api_key;
  // The base64 of user, ":" and password.
  std::string basic;
};

// The request with kAccessToken, kApiKey and kBasic filled in: in headers, and in the body where it
// begins with the key's own field. Ids, {{responses[0].body.user.id}}, are filled in everywhere;
// `answers` are the bodies of the answers so far. FAILED_PRECONDITION when a secret or an id is
// asked for that there is not, or one that doesn't look like an id: 1 to 64 letters, digits or
// "-_.:".
absl::StatusOr<HttpRequest> FillIn(const HttpRequest& request, const RequestSecrets& secrets,
                                   const std::vector<std::string>& answers);

}  // namespace baton::adapters
