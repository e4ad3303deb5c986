#include "tools/cli/policy_view.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/rate_text.h"
#include "tools/cli/render.h"
#include "tools/cli/signed_view.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

using google::protobuf::FieldDescriptor;

// Fields that stand above the others, in words of their own.
constexpr int kHeadFields[] = {
    v1::Policy::kNameFieldNumber,
    v1::Policy::kVersionFieldNumber,
    v1::Policy::kEffectiveTimeFieldNumber,
    v1::Policy::kBaseVersionFieldNumber,
    v1::Policy::kCreatorFieldNumber,
    v1::Policy::kCreateTimeFieldNumber,
    v1::Policy::kApprovalFieldNumber,
    v1::Policy::kSignaturesFieldNumber,
    v1::Policy::kApproveTimeFieldNumber,
    v1::Policy::kChangeNoteFieldNumber,
    v1::Policy::kBusinessCalendarFieldNumber,
};

bool IsHeadField(const FieldDescriptor& field) {
  return std::find(std::begin(kHeadFields), std::end(kHeadFields), field.number()) !=
         std::end(kHeadFields);
}

absl::string_view UnitOf(absl::string_view label) {
  if (absl::EndsWith(label, "_hours")) return " h";
  if (absl::EndsWith(label, "_days")) return " d";
  if (absl::EndsWith(label, "_minutes")) return " min";
  return "";
}

std::string StepsText(const v1::Policy& policy) {
  return absl::StrJoin(
      policy.escalation_steps(), ", ", [](std::string* out, const v1::EscalationStep& step) {
        absl::StrAppend(out, EnumText(step.to()), " after ", step.after_minutes(), " min");
      });
}

// A field's value in words; the label loses the suffix that the words make plain.
std::string ValueText(const v1::Policy& policy, const FieldDescriptor& field,
                      absl::string_view& label) {
  const auto& reflection = *policy.GetReflection();
  if (field.number() == v1::Policy::kEscalationStepsFieldNumber) return StepsText(policy);
  if (field.number() == v1::Policy::kCalendarFieldNumber) return ShortName(policy.calendar());
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(policy, &field);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const std::string text =
          EnumText(*field.enum_type(), reflection.GetEnumValue(policy, &field));
      return text.empty() ? "default" : text;
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      if (!absl::ConsumeSuffix(&label, "_minor")) break;
      return absl::StrCat(FormatAmount(reflection.GetInt64(policy, &field), policy.currency_code()),
                          " ", policy.currency_code());
    }
    case FieldDescriptor::CPPTYPE_INT32: {
      const int32_t number = reflection.GetInt32(policy, &field);
      if (absl::ConsumeSuffix(&label, "_bp")) return FormatRate(number);
      return absl::StrCat(number, UnitOf(label));
    }
    default:
      break;
  }
  return "";
}

}  // namespace

std::string MissingSignatures(const v1::Policy& policy) {
  if (policy.has_approve_time()) return "";
  switch (policy.approval()) {
    case v1::POLICY_APPROVAL_SECOND_PERSON:
      return "another person of RevOps";
    case v1::POLICY_APPROVAL_OFFICERS:
      return MissingOfficers(policy.signatures());
    default:
      return "";
  }
}

std::string PolicyDetail(const v1::Policy& policy, v1::PolicyVersionState state, const View& view) {
  FieldList fields;
  fields.Add("version", Cell(absl::StrCat(policy.version()), Style::kBold));
  fields.Add("state", StateCell(state));
  fields.Add("effective", TimeTextWithAge(policy.effective_time(), view.now));
  fields.Add("builds on", policy.base_version() == 0
                              ? std::string()
                              : absl::StrCat("version ", policy.base_version()));
  fields.Add("made by", std::string(ShortName(policy.creator())));
  fields.Add("made", TimeTextWithAge(policy.create_time(), view.now));
  fields.Add("because", policy.change_note());
  fields.Add("signed", SignedText(policy.signatures()));
  fields.Add("must sign", MissingSignatures(policy));
  const google::protobuf::Descriptor& type = *policy.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (IsHeadField(field)) continue;
    absl::string_view label = field.name();
    const std::string value = ValueText(policy, field, label);
    fields.Add(std::string(label), value);
  }
  return fields.Render(view.terminal);
}

std::string PolicyVersionTable(const std::vector<v1::PolicyVersion>& versions, const View& view) {
  Table table({{"VERSION", Column::kRight},
               {"STATE"},
               {"EFFECTIVE"},
               {"BUILDS ON", Column::kRight, true},
               {"MADE BY"},
               {"SIGNED", Column::kShrink},
               {"MUST SIGN", Column::kShrink},
               {"BECAUSE", Column::kShrink}});
  for (const v1::PolicyVersion& version : versions) {
    const v1::Policy& policy = version.policy();
    const bool open = version.state() == v1::POLICY_VERSION_STATE_UNSIGNED;
    table.AddRow({absl::StrCat(policy.version()), StateCell(version.state()),
                  TimeText(policy.effective_time()), absl::StrCat(policy.base_version()),
                  ShortName(policy.creator()), SignedText(policy.signatures()),
                  open ? MissingSignatures(policy) : std::string(), policy.change_note()});
  }
  return table.Render(view.terminal);
}

std::string PolicyChangeBlock(const google::protobuf::RepeatedPtrField<v1::PolicyChange>& changes,
                              const View& view) {
  if (changes.empty()) return "\nit changes nothing\n";
  Table table(
      {{"CHANGES"}, {"BEFORE", Column::kShrink}, {"AFTER", Column::kShrink}, {"BEARS ON PAY"}});
  for (const v1::PolicyChange& change : changes) {
    table.AddRow({change.field(), change.before(), change.after(),
                  change.affects_pay() ? std::string("yes") : std::string("no")});
  }
  return "\n" + table.Render(view.terminal);
}

std::string PolicyWarningBlock(
    const google::protobuf::RepeatedPtrField<v1::PolicyWarning>& warnings, const View& view) {
  if (warnings.empty()) return "\nno known failure mode\n";
  std::string text = "\nbeware:\n";
  for (const v1::PolicyWarning& warning : warnings) {
    text += Indented(
        absl::StrCat(EnumText(warning.risk()), " (", warning.field(), "): ", warning.text()), 2,
        view.terminal);
  }
  return text;
}

}  // namespace baton::cli
