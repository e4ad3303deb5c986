// The outbox as a caller reads it.
#pragma once

#include <string>
#include <vector>

#include "baton/v1/integration_service.pb.h"
#include "tests/acceptance/client.h"

namespace baton::testing {

// Every delivery of the tenant that the filter matches, newest first, page by page. A refusal fails
// the test.
std::vector<v1::Delivery> ListOutbox(const Client& caller, const std::string& tenant,
                                     const std::string& filter = "");

}  // namespace baton::testing
