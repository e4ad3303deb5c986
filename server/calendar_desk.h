// The calendar desk: makes business calendars (S-3).
#pragma once

#include "absl/status/statusor.h"
#include "baton/v1/business_calendar.pb.h"
#include "baton/v1/policy_service.pb.h"
#include "domain/refusal.h"
#include "store/store.h"

namespace baton::server {

// The calendar that a request asks for, with the holidays of its feed and in order; made at no time
// yet. Adds a violation for every fault but those of its name; the result counts for nothing then.
v1::BusinessCalendar ReadCalendarRequest(const v1::CreateCalendarRequest& request,
                                         domain::Violations* faults);

// Keeps a calendar; inside a store's body. One that is known with the same content is answered as
// it is kept; ALREADY_EXISTS when its content is another.
absl::StatusOr<v1::BusinessCalendar> CreateCalendar(store::Transaction& tx,
                                                    v1::BusinessCalendar calendar);

}  // namespace baton::server
