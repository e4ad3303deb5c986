// calendar create | import | list | show.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/policy_service.grpc.pb.h"
#include "tools/cli/calendar_text.h"
#include "tools/cli/commands.h"
#include "tools/cli/file_io.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

using Policies = v1::PolicyService::Stub;

std::string CalendarTable(const std::vector<v1::BusinessCalendar>& calendars, const View& view) {
  Table table({{"CALENDAR"},
               {"NAME", Column::kShrink},
               {"ZONE"},
               {"HOURS", Column::kShrink},
               {"HOLIDAYS", Column::kRight},
               {"UP TO"}});
  for (const v1::BusinessCalendar& calendar : calendars) {
    const auto& holidays = calendar.holidays();
    table.AddRow({ShortName(calendar.name()), calendar.display_name(), calendar.time_zone(),
                  WeekText(calendar.week()), absl::StrCat(holidays.size()),
                  holidays.empty() ? std::string() : holidays[holidays.size() - 1].date()});
  }
  return table.Render(view.terminal);
}

std::string ImportText(const v1::HolidayImport& import) {
  return absl::StrCat(import.holiday_count(), " holidays of ", import.first_year(), "-",
                      import.last_year(), " from ",
                      import.product().empty() ? "a text without PRODID" : import.product(),
                      ", SHA-256 ", import.text_sha256());
}

std::string CalendarDetail(const v1::BusinessCalendar& calendar, const View& view) {
  FieldList fields;
  fields.Add("calendar", Cell(ShortName(calendar.name()), Style::kBold));
  fields.Add("name", calendar.display_name());
  fields.Add("time zone", calendar.time_zone());
  fields.Add("hours", WeekText(calendar.week()));
  if (calendar.has_holiday_import()) fields.Add("import", ImportText(calendar.holiday_import()));
  fields.Add("made", TimeTextWithAge(calendar.create_time(), view.now));
  std::string text = fields.Render(view.terminal);
  if (calendar.holidays().empty()) return text + "\nno holidays\n";
  Table table({{"HOLIDAY"}, {"NAME", Column::kShrink}});
  for (const v1::Holiday& holiday : calendar.holidays()) {
    table.AddRow({holiday.date(), holiday.display_name()});
  }
  return absl::StrCat(text, "\n", table.Render(view.terminal));
}

struct CreateFlags {
  std::string calendar;
  std::string name;
  std::string time_zone;
  std::vector<std::vector<v1::WeekdayHours>> hours;
  std::vector<v1::Holiday> holidays;
};

void DeclareContent(Options& options, CreateFlags& flags) {
  options.Add("CALENDAR", flags.calendar, "Its id, which you choose").Required();
  options.Add("--name", flags.name, "What people call it; default its id");
  options.Add("--time-zone", flags.time_zone, "IANA time zone, as Europe/Berlin").Required();
  AddParsedList(options, "--hours", flags.hours, ParseWeekHours,
                "Days and their hours, as 'mon-fri 09:00-12:00,13:00-17:30'; may be repeated")
      .Required();
  AddParsedList(options, "--holiday", flags.holidays, ParseHoliday,
                "A holiday, as '2027-12-24=Christmas Eve'; may be repeated");
}

v1::CreateCalendarRequest RequestOf(const CreateFlags& flags, const Session& session) {
  v1::CreateCalendarRequest request;
  request.set_parent(session.tenant());
  v1::BusinessCalendar& calendar = *request.mutable_calendar();
  calendar.set_name(session.Name("calendars", flags.calendar));
  calendar.set_display_name(flags.name.empty() ? flags.calendar : flags.name);
  calendar.set_time_zone(flags.time_zone);
  for (const auto& days : flags.hours) calendar.mutable_week()->Add(days.begin(), days.end());
  calendar.mutable_holidays()->Add(flags.holidays.begin(), flags.holidays.end());
  return request;
}

absl::Status Create(const v1::CreateCalendarRequest& request, Session& session) {
  return session.Show(session.Call(&Policies::CreateCalendar, request), [&](const auto& response) {
    return CalendarDetail(response.calendar(), session.view());
  });
}

absl::Status RunCreate(const CreateFlags& flags, Session& session) {
  return Create(RequestOf(flags, session), session);
}

struct ImportFlags {
  CreateFlags content;
  std::string file;
  Years years;
};

void DeclareImport(Options& options, ImportFlags& flags) {
  DeclareContent(options, flags.content);
  options.Add("FILE", flags.file, "iCalendar text (.ics); - is standard input").Required();
  AddParsed(options, "--years", flags.years, ParseYears,
            "The years to read; later ones have the holidays that --holiday gives")
      .Required();
}

absl::Status RunImport(const ImportFlags& flags, Session& session) {
  BATON_ASSIGN_OR_RETURN(std::string text, ReadFile(flags.file));
  v1::CreateCalendarRequest request = RequestOf(flags.content, session);
  v1::HolidayFeed& feed = *request.mutable_holiday_feed();
  feed.set_icalendar(std::move(text));
  feed.set_first_year(flags.years.first);
  feed.set_last_year(flags.years.last);
  return Create(request, session);
}

struct ShowFlags {
  std::string calendar;
};

void DeclareShow(Options& options, ShowFlags& flags) {
  options.Add("CALENDAR", flags.calendar, "The calendar").Required();
}

absl::Status RunShow(const ShowFlags& flags, Session& session) {
  v1::GetCalendarRequest request;
  request.set_name(session.Name("calendars", flags.calendar));
  return session.Show(session.Call(&Policies::GetCalendar, request), [&](const auto& response) {
    return CalendarDetail(response.calendar(), session.view());
  });
}

struct CalendarListFlags {
  ListFlags list;
};

void DeclareList(Options& options, CalendarListFlags& flags) {
  DeclareListFlags(options, flags.list);
}

absl::Status RunList(const CalendarListFlags& flags, Session& session) {
  v1::ListCalendarsRequest request;
  request.set_parent(session.tenant());
  return PrintList(session,
                   ReadList(session, &Policies::ListCalendars, request,
                            &v1::ListCalendarsResponse::calendars, flags.list),
                   [&](const auto& all) { return CalendarTable(all, session.view()); });
}

}  // namespace

void AddCalendarCommands(const CommandGroup& root) {
  const CommandGroup calendar =
      root.AddGroup("calendar", "Working hours and holidays, which a policy may bind");
  calendar.Add("create", "Make a calendar, which never changes then",
               "baton calendar create berlin --time-zone Europe/Berlin \\\n"
               "    --hours 'mon-thu 09:00-17:30' --hours 'fri 09:00-15:00' \\\n"
               "    --holiday '2027-12-24=Christmas Eve'",
               DeclareContent, RunCreate);
  calendar.Add("import", "Make a calendar with the holidays of an iCalendar file",
               "baton calendar import berlin holidays.ics --years 2027-2036 \\\n"
               "    --time-zone Europe/Berlin --hours 'mon-fri 09:00-17:30'",
               DeclareImport, RunImport);
  calendar.Add("list", "List calendars", "baton calendar list", DeclareList, RunList);
  calendar.Add("show", "Show a calendar with its holidays", "baton calendar show berlin",
               DeclareShow, RunShow);
}

}  // namespace baton::cli
