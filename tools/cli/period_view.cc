#include "tools/cli/period_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/names.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

Cell StateCell(v1::PeriodState state) {
  const bool settled = state == v1::PERIOD_STATE_PUBLISHED || state == v1::PERIOD_STATE_AUDITED;
  return {EnumText(state), settled                             ? Style::kGood
                           : state == v1::PERIOD_STATE_CLOSING ? Style::kWarning
                                                               : Style::kPlain};
}

std::string DoneText(const std::string& who, const google::protobuf::Timestamp& when) {
  if (when.seconds() == 0) return "";
  return who.empty() ? TimeText(when) : absl::StrCat(TimeText(when), " by ", ActorText(who));
}

std::string SubjectsText(const v1::CloseCheck& check) {
  const std::string names =
      absl::StrJoin(check.subjects(), ", ", [](std::string* text, const std::string& subject) {
        absl::StrAppend(text, ShortName(subject));
      });
  const int more = check.count() - check.subjects_size();
  return more > 0 ? absl::StrCat(names, ", and ", more, " more") : names;
}

std::string Checklist(const v1::CompPeriod& period, const View& view) {
  Table table({{"CHECK"}, {"COUNT", Column::kRight}, {"STOPS IT"}});
  for (const v1::CloseCheck& check : period.checklist()) {
    table.AddRow({absl::StrReplaceAll(EnumText(check.kind()), {{"_", " "}}),
                  absl::StrCat(check.count()),
                  {YesNo(check.blocks()), check.blocks() ? Style::kBad : Style::kPlain}});
    table.AddNote(check.text());
    table.AddNote(SubjectsText(check));
  }
  return table.Render(view.terminal);
}

}  // namespace

std::string PeriodTable(const std::vector<v1::CompPeriod>& periods, const View& view) {
  Table table({{"PERIOD"}, {"STATE"}, {"CLOSING SINCE"}, {"PUBLISHED"}, {"AUDITED"}});
  for (const v1::CompPeriod& period : periods) {
    table.AddRow({ShortName(period.name()), StateCell(period.state()),
                  DoneText(period.closer(), period.close_time()),
                  DoneText(period.publisher(), period.publish_time()),
                  DoneText(period.auditor(), period.audit_time())});
  }
  return table.Render(view.terminal);
}

std::string PeriodDetail(const v1::CompPeriod& period, const View& view) {
  FieldList fields;
  fields.Add("period", Cell(ShortName(period.name()), Style::kBold));
  fields.Add("days", absl::StrCat(period.start_date(), " to ", period.end_date()));
  fields.Add("state", StateCell(period.state()));
  fields.Add("closing", DoneText(period.closer(), period.close_time()));
  fields.Add("published", DoneText(period.publisher(), period.publish_time()));
  fields.Add("audited", DoneText(period.auditor(), period.audit_time()));
  const bool settled =
      period.state() == v1::PERIOD_STATE_PUBLISHED || period.state() == v1::PERIOD_STATE_AUDITED;
  if (settled) return fields.Render(view.terminal);
  return absl::StrCat(
      fields.Render(view.terminal), "\n",
      period.checklist().empty() ? "nothing is missing\n" : Checklist(period, view));
}

}  // namespace baton::cli
