// Short ways to translate a payload in a test.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/adapter.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::adapters {

// The facts of a payload by the vendor's default mapping. Fails the running test when it is
// refused.
std::vector<v1::Fact> Facts(absl::string_view vendor, absl::string_view payload);

// The one fact of a payload.
v1::Fact OneFact(absl::string_view vendor, absl::string_view payload);

// The faults of a refused payload, "where what" each, joined by "; ". Fails the running test when
// it is not refused as unreadable.
std::string FaultsOf(absl::string_view vendor, absl::string_view payload);

// "2026-11-12T16:04:11Z", with six decimals where there is a fraction.
std::string TimeText(const google::protobuf::Timestamp& time);

}  // namespace baton::adapters
