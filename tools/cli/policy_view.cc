#include "tools/cli/policy_view.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/rate_text.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

using google::protobuf::FieldDescriptor;

// A field's value in words; the label loses the suffix that the words make plain.
std::string ValueText(const v1::Policy& policy, const FieldDescriptor& field,
                      absl::string_view& label) {
  const auto& reflection = *policy.GetReflection();
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
      return absl::StrCat(number, absl::EndsWith(label, "_hours")  ? " h"
                                  : absl::EndsWith(label, "_days") ? " d"
                                                                   : "");
    }
    default:
      break;
  }
  return "";
}

}  // namespace

std::string PolicyDetail(const v1::Policy& policy, const View& view) {
  const google::protobuf::Descriptor& type = *policy.GetDescriptor();
  FieldList fields;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.name() == "name") continue;
    if (field.name() == "effective_time") {
      fields.Add("effective", TimeTextWithAge(policy.effective_time(), view.now));
      continue;
    }
    absl::string_view label = field.name();
    const std::string value = ValueText(policy, field, label);
    fields.Add(std::string(label), value);
  }
  return fields.Render(view.terminal);
}

}  // namespace baton::cli
