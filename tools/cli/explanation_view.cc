#include "tools/cli/explanation_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/names.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

std::string Inputs(const v1::LineExplanation& explanation, const View& view) {
  FieldList fields;
  for (const v1::ExplainedInput& input : explanation.inputs()) {
    fields.Add(input.label(), input.value());
  }
  fields.Add("rules", absl::StrJoin(explanation.rules(), ", "));
  if (explanation.policy_version() != 0) {
    fields.Add("policy version", absl::StrCat(explanation.policy_version()));
  }
  return fields.Render(view.terminal);
}

std::string Addends(const v1::LineExplanation& explanation, const View& view) {
  if (explanation.addends().empty()) return "";
  Table table({{"LINE"}, {"ADDS", Column::kRight}});
  for (const v1::ExplainedInput& addend : explanation.addends()) {
    table.AddRow({ShortName(addend.label()), addend.value()});
  }
  return "\n" + table.Render(view.terminal);
}

std::string Steps(const std::string& heading,
                  const google::protobuf::RepeatedPtrField<v1::ExplanationStep>& steps,
                  const View& view) {
  if (steps.empty()) return "";
  return absl::StrCat("\n", heading, "\n", Indented(ExplanationText(steps), 2, view.terminal));
}

}  // namespace

std::string LineExplanationText(const v1::LineExplanation& explanation, const View& view) {
  return absl::StrCat(explanation.summary(), "\n\n", Inputs(explanation, view),
                      Addends(explanation, view), Steps("step by step", explanation.steps(), view),
                      Steps("the booking behind it", explanation.attribution_steps(), view));
}

}  // namespace baton::cli
