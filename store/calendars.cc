#include "store/calendars.h"

#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {
constexpr std::string_view kCalendars = "calendars";
}  // namespace

const Table& CalendarTable() {
  static const Table& table = *new Table(v1::BusinessCalendar::descriptor(), "calendars",
                                         {
                                             Key("calendar_id", "name", kCalendars),
                                             Text("display_name", "display_name"),
                                             Text("time_zone", "time_zone"),
                                             Json("week", "week"),
                                             Json("holidays", "holidays"),
                                             Json("holiday_import", "holiday_import"),
                                             Time("create_time_us", "create_time"),
                                         });
  return table;
}

const ListSpec& CalendarList() {
  static const ListSpec& spec =
      *new ListSpec{&CalendarTable(), "calendar_id", {}, {{"name", "calendar_id"}}};
  return spec;
}

absl::StatusOr<v1::BusinessCalendar> GetCalendar(Session& session, std::string_view tenant,
                                                 std::string_view calendar) {
  return GetRecord<v1::BusinessCalendar>(session, CalendarTable(), tenant, kCalendars, calendar);
}

absl::Status InsertCalendar(Transaction& tx, const v1::BusinessCalendar& calendar) {
  BATON_RETURN_IF_ERROR(CalendarTable().Insert(tx.session(), tx.tenant(), calendar));
  tx.Changed(calendar.name(), nullptr, &calendar);
  return absl::OkStatus();
}

}  // namespace baton::store
