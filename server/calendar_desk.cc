#include "server/calendar_desk.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "adapters/icalendar/holiday_reader.h"
#include "domain/calendar_message.h"
#include "domain/instant.h"
#include "domain/status_macros.h"
#include "store/calendars.h"
#include "store/sha256.h"

namespace baton::server {
namespace {

// Adds the holidays of a feed after those that the calendar has.
void AddFeed(const v1::HolidayFeed& feed, v1::BusinessCalendar* calendar,
             domain::Violations* faults) {
  adapters::FeedHolidays read = adapters::ReadHolidays(feed, faults);
  std::set<std::string> dates;
  for (v1::Holiday& holiday : read.holidays) {
    dates.insert(holiday.date());
    *calendar->add_holidays() = std::move(holiday);
  }
  v1::HolidayImport* import = calendar->mutable_holiday_import();
  import->set_product(read.product);
  import->set_first_year(feed.first_year());
  import->set_last_year(feed.last_year());
  import->set_holiday_count(static_cast<int32_t>(dates.size()));
  import->set_text_sha256(absl::BytesToHexString(store::Sha256(feed.icalendar())));
}

// Whether two calendars say the same, whenever they were made.
bool SameContent(v1::BusinessCalendar a, v1::BusinessCalendar b) {
  a.clear_create_time();
  b.clear_create_time();
  return a.SerializeAsString() == b.SerializeAsString();
}

}  // namespace

v1::BusinessCalendar ReadCalendarRequest(const v1::CreateCalendarRequest& request,
                                         domain::Violations* faults) {
  v1::BusinessCalendar calendar = request.calendar();
  calendar.clear_holiday_import();
  calendar.clear_create_time();
  if (request.has_holiday_feed()) AddFeed(request.holiday_feed(), &calendar, faults);
  domain::CheckCalendar(calendar, faults);
  domain::NormaliseCalendar(&calendar);
  return calendar;
}

absl::StatusOr<v1::BusinessCalendar> CreateCalendar(store::Transaction& tx,
                                                    v1::BusinessCalendar calendar) {
  absl::StatusOr<v1::BusinessCalendar> known =
      store::GetCalendar(tx.session(), tx.tenant(), calendar.name());
  if (known.ok()) {
    if (SameContent(*known, calendar)) return known;
    return domain::Refuse(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS,
                          "a calendar of this name exists with other content, and a calendar never "
                          "changes: choose another name",
                          {{"resource", calendar.name()}});
  }
  if (!absl::IsNotFound(known.status())) return known;
  *calendar.mutable_create_time() = domain::ToTimestamp(tx.now());
  BATON_RETURN_IF_ERROR(store::InsertCalendar(tx, calendar));
  return calendar;
}

}  // namespace baton::server
