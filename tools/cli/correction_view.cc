#include "tools/cli/correction_view.h"

#include "absl/strings/str_cat.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

Cell StateCell(v1::CorrectionState state) {
  switch (state) {
    case v1::CORRECTION_STATE_PENDING:
      return {"waits for a second person", Style::kWarning};
    case v1::CORRECTION_STATE_APPROVED:
      return {EnumText(state), Style::kGood};
    default:
      return EnumText(state);
  }
}

std::string AmountText(const v1::Correction& correction) {
  return absl::StrCat(FormatAmount(correction.amount_minor(), correction.currency_code()), " ",
                      correction.currency_code());
}

std::string DoneText(const std::string& person, const google::protobuf::Timestamp& time,
                     const View& view) {
  if (person.empty()) return "";
  return absl::StrCat(ShortName(person), ", ", TimeTextWithAge(time, view.now));
}

// "2027-Q1-tom" of the published line that carries it; empty while none does.
std::string StatementOf(const std::string& line) {
  return ShortName(line.substr(0, line.find("/lines/")));
}

// Where it stands, or will.
std::string StatementText(const v1::Correction& correction) {
  if (!correction.statement_line().empty()) return ShortName(correction.statement_line());
  if (correction.state() != v1::CORRECTION_STATE_APPROVED) return "";
  return absl::StrCat("the one of ", correction.period(),
                      ", or the next that is published after it");
}

}  // namespace

std::string CorrectionTable(const std::vector<v1::Correction>& corrections, const View& view) {
  Table table({{"CORRECTION"},
               {"PAYEE"},
               {"AMOUNT", Column::kRight},
               {"CUR"},
               {"PERIOD"},
               {"STATE"},
               {"STATEMENT"},
               {"ENTERED BY"},
               {"DECIDED BY"},
               {"REFERENCE", Column::kShrink},
               {"REASON", Column::kShrink, true}});
  for (const v1::Correction& one : corrections) {
    const bool waits = one.state() == v1::CORRECTION_STATE_PENDING;
    table.AddRow({ShortName(one.name()),
                  ShortName(one.payee()),
                  FormatAmount(one.amount_minor(), one.currency_code()),
                  one.currency_code(),
                  one.period(),
                  {EnumText(one.state()), waits ? Style::kWarning : Style::kPlain},
                  StatementOf(one.statement_line()),
                  ShortName(one.creator()),
                  ShortName(one.decider()),
                  one.reference(),
                  one.reason()});
  }
  return table.Render(view.terminal);
}

std::string CorrectionDetail(const v1::Correction& correction, const View& view) {
  const bool rejected = correction.state() == v1::CORRECTION_STATE_REJECTED;
  FieldList fields;
  fields.Add("correction", Cell(ShortName(correction.name()), Style::kBold));
  fields.Add("state", StateCell(correction.state()));
  fields.Add("payee", ShortName(correction.payee()));
  fields.Add(correction.amount_minor() < 0 ? "takes back" : "pays", AmountText(correction));
  fields.Add("period", correction.period());
  fields.Add("reason", correction.reason());
  fields.Add("documented in", correction.reference());
  fields.Add("about line", ShortName(correction.line()));
  fields.Add("entered by", DoneText(correction.creator(), correction.create_time(), view));
  fields.Add(rejected ? "rejected by" : "approved by",
             DoneText(correction.decider(), correction.decide_time(), view));
  fields.Add("note", correction.decide_note());
  fields.Add("stands on", StatementText(correction));
  return fields.Render(view.terminal);
}

}  // namespace baton::cli
