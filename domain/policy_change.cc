#include "domain/policy_change.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/json_util.h"

namespace baton::domain {
namespace {

using google::protobuf::FieldDescriptor;

constexpr int kRecordFields[] = {
    v1::Policy::kNameFieldNumber,          v1::Policy::kVersionFieldNumber,
    v1::Policy::kEffectiveTimeFieldNumber, v1::Policy::kBusinessCalendarFieldNumber,
    v1::Policy::kChangeNoteFieldNumber,    v1::Policy::kBaseVersionFieldNumber,
    v1::Policy::kCreatorFieldNumber,       v1::Policy::kCreateTimeFieldNumber,
    v1::Policy::kApprovalFieldNumber,      v1::Policy::kSignaturesFieldNumber,
    v1::Policy::kApproveTimeFieldNumber,
};

// Quarters, and the thresholds of routing by which model A closes, decide on credit too (X-3, C-1).
constexpr int kPayFields[] = {
    v1::Policy::kTimeZoneFieldNumber,
    v1::Policy::kFiscalFirstMonthFieldNumber,
    v1::Policy::kCurrencyCodeFieldNumber,
    v1::Policy::kModelAThresholdMinorFieldNumber,
    v1::Policy::kModelCAcvMinorFieldNumber,
    v1::Policy::kCrossSellByFieldNumber,
    v1::Policy::kCreditSchemeFieldNumber,
    v1::Policy::kCsmExpansionBpFieldNumber,
    v1::Policy::kCsmShareFieldNumber,
    v1::Policy::kAeSaveBpFieldNumber,
    v1::Policy::kAeUpliftBpFieldNumber,
    v1::Policy::kCsmCrossSellBpFieldNumber,
    v1::Policy::kSaveBonusBpFieldNumber,
    v1::Policy::kSaveBonusMinMinorFieldNumber,
    v1::Policy::kSaveBonusMaxMinorFieldNumber,
    v1::Policy::kBandLowMinorFieldNumber,
    v1::Policy::kBandHighMinorFieldNumber,
    v1::Policy::kSignalCreditBpFieldNumber,
    v1::Policy::kPayoutDaysFieldNumber,
    v1::Policy::kSignatureBusinessDaysFieldNumber,
    v1::Policy::kLateFactHoursFieldNumber,
    v1::Policy::kDisputeDaysFieldNumber,
    v1::Policy::kBackdateDaysFieldNumber,
    v1::Policy::kLateRenewalFieldNumber,
    v1::Policy::kLeaverSignalCreditDaysFieldNumber,
    v1::Policy::kInheritedRedDaysFieldNumber,
    v1::Policy::kBandReadingFieldNumber,
    v1::Policy::kSelfServeCreditFieldNumber,
    v1::Policy::kSignalSpiffMinorFieldNumber,
    v1::Policy::kClawbackRolesFieldNumber,
    v1::Policy::kGrrCurveFieldNumber,
    v1::Policy::kGrrBasisFieldNumber,
    v1::Policy::kTeamSourceBpFieldNumber,
    v1::Policy::kTeamCloseBpFieldNumber,
    v1::Policy::kTeamAssistBpFieldNumber,
    v1::Policy::kAssistShareFieldNumber,
    v1::Policy::kTouchWindowDaysFieldNumber,
    v1::Policy::kLargeSourceWindowDaysFieldNumber,
};

template <size_t n>
bool Has(const int (&fields)[n], const FieldDescriptor& field) {
  return std::find(std::begin(fields), std::end(fields), field.number()) != std::end(fields);
}

std::string JsonOf(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  // Fails only for messages that hold an unknown Any.
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  return status.ok() ? json : std::string("{}");
}

// A choice's value as the JSON form writes it, without quotes.
std::string ValueText(const v1::Policy& policy, const FieldDescriptor& field) {
  const google::protobuf::Reflection& reflection = *policy.GetReflection();
  if (field.is_repeated()) {
    std::vector<std::string> items;
    for (int i = 0; i < reflection.FieldSize(policy, &field); ++i) {
      items.push_back(JsonOf(reflection.GetRepeatedMessage(policy, &field, i)));
    }
    return absl::StrCat("[", absl::StrJoin(items, ","), "]");
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(policy, &field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnum(policy, &field)->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(policy, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(reflection.GetInt64(policy, &field));
    default:
      return absl::StrCat(reflection.GetInt32(policy, &field));
  }
}

// The choices that `mask` names; all where it is empty.
std::set<const FieldDescriptor*> Named(const google::protobuf::FieldMask& mask,
                                       Violations* faults) {
  std::set<const FieldDescriptor*> named;
  const google::protobuf::Descriptor& type = *v1::Policy::descriptor();
  for (int i = 0; i < type.field_count() && mask.paths().empty(); ++i) {
    if (IsPolicyChoice(*type.field(i))) named.insert(type.field(i));
  }
  for (const std::string& path : mask.paths()) {
    const FieldDescriptor* field = type.FindFieldByName(path);
    if (field != nullptr && IsPolicyChoice(*field)) {
      named.insert(field);
    } else if (path != "effective_time" && path != "change_note") {
      faults->Add("update_mask", absl::StrCat("\"", path, "\" is nothing that a policy chooses"));
    }
  }
  return named;
}

}  // namespace

bool IsPolicyChoice(const FieldDescriptor& field) { return !Has(kRecordFields, field); }

bool AffectsPay(const FieldDescriptor& field) { return Has(kPayFields, field); }

std::vector<v1::PolicyChange> PolicyChanges(const v1::Policy& before, const v1::Policy& after) {
  std::vector<v1::PolicyChange> changes;
  const google::protobuf::Descriptor& type = *v1::Policy::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!IsPolicyChoice(field)) continue;
    std::string was = ValueText(before, field);
    std::string is = ValueText(after, field);
    if (was == is) continue;
    v1::PolicyChange& change = changes.emplace_back();
    change.set_field(field.name());
    change.set_before(std::move(was));
    change.set_after(std::move(is));
    change.set_affects_pay(AffectsPay(field));
  }
  return changes;
}

v1::Policy ApplyChoices(const v1::Policy& base, const v1::Policy& asked,
                        const google::protobuf::FieldMask& mask, Violations* faults) {
  v1::Policy policy = base;
  v1::Policy source = asked;
  const google::protobuf::Reflection& reflection = *policy.GetReflection();
  for (const int number : kRecordFields) {
    reflection.ClearField(&policy, v1::Policy::descriptor()->FindFieldByNumber(number));
  }
  for (const FieldDescriptor* field : Named(mask, faults)) {
    reflection.SwapFields(&source, &policy, {field});
  }
  return policy;
}

}  // namespace baton::domain
