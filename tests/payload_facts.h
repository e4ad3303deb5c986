// Facts in the words of the payloads' expected files (tests/payloads/README-*.md).
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "absl/strings/string_view.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::payloads {

using Json = nlohmann::json;

// Compares facts with an expected file: an object means exactly one fact, a list as many in this
// order. Every expected key must be there with its value, and no main key that is not expected.
// Keys that the README calls extra may be there beside the expected ones. Fails the running test
// case.
void ExpectFacts(absl::string_view vendor, const Json& expected,
                 const std::vector<v1::Fact>& facts);

}  // namespace baton::payloads
