// Which policy decides: the tenant's version in force at an instant, or the defaults.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/policy.pb.h"
#include "domain/fiscal_history.h"
#include "store/sql.h"

namespace baton::server {

// Every policy comes with the calendar that it binds (S-3).

// The tenant's version in force at `at`; the defaults, version 1, while it has chosen none.
absl::StatusOr<v1::Policy> PolicyInForce(store::Session& session, std::string_view tenant,
                                         absl::Time at);

// The version that a record says it was decided by.
absl::StatusOr<v1::Policy> PolicyOfVersion(store::Session& session, std::string_view tenant,
                                           int32_t version);

// The signed version that starts last, on which the next one builds; else the defaults.
absl::StatusOr<v1::Policy> LastSignedPolicy(store::Session& session, std::string_view tenant);

// The tenant's quarters: by all its versions, and by the defaults before the first.
absl::StatusOr<domain::FiscalHistory> FiscalHistoryOf(store::Session& session,
                                                      std::string_view tenant);

// Puts the content of the calendar that the policy binds into it. NOT_FOUND when there is none of
// that name.
absl::Status LoadCalendar(store::Session& session, std::string_view tenant, v1::Policy* policy);

}  // namespace baton::server
