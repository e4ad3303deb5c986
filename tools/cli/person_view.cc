#include "tools/cli/person_view.h"

#include "absl/strings/str_cat.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {

std::string PersonTable(const std::vector<v1::Person>& people, const View& view) {
  Table table({{"PERSON"},
               {"NAME", Column::kShrink},
               {"ROLE"},
               {"MANAGER"},
               {"SEGMENT"},
               {"EMAIL", Column::kShrink}});
  for (const v1::Person& person : people) {
    table.AddRow({ShortName(person.name()), person.display_name(), EnumText(person.role()),
                  ShortName(person.manager()), EnumText(person.segment()), person.email()});
  }
  return table.Render(view.terminal);
}

std::string PersonDetail(const v1::Person& person, const View& view) {
  FieldList fields;
  fields.Add("person", Cell(ShortName(person.name()), Style::kBold));
  fields.Add("name", person.display_name());
  fields.Add("role", EnumText(person.role()));
  fields.Add("manager", ShortName(person.manager()));
  fields.Add("segment", EnumText(person.segment()));
  fields.Add("email", person.email());
  fields.Add("payee id", person.payee_id());
  for (const v1::SourceRecord& id : person.external_ids()) {
    fields.Add("external id", FormatSourceRecord(id));
  }
  fields.Add("leaves", TimeTextWithAge(person.end_time(), view.now));
  for (const v1::Absence& absence : person.absences()) {
    fields.Add("away",
               absl::StrCat(TimeText(absence.start_time()), " to ", TimeText(absence.end_time()),
                            ", deputy ", ShortName(absence.deputy())));
  }
  for (const std::string& alias : person.aliases()) fields.Add("formerly", ShortName(alias));
  fields.Add("updated", TimeTextWithAge(person.update_time(), view.now));
  return fields.Render(view.terminal);
}

}  // namespace baton::cli
