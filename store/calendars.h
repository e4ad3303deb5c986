// Business calendars (S-3). Added, never changed.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/business_calendar.pb.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& CalendarTable();
// By name; takes no filter.
const ListSpec& CalendarList();

// A calendar is named by full name or bare id. NOT_FOUND when there is none.
absl::StatusOr<v1::BusinessCalendar> GetCalendar(Session& session, std::string_view tenant,
                                                 std::string_view calendar);

// ALREADY_EXISTS when its name is taken.
absl::Status InsertCalendar(Transaction& tx, const v1::BusinessCalendar& calendar);

}  // namespace baton::store
