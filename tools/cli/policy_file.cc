#include "tools/cli/policy_file.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tools/cli/names.h"

namespace baton::cli {
namespace {

absl::Status NoPolicy(const google::protobuf::util::Status& status) {
  const std::string text(status.message());
  return absl::InvalidArgumentError(absl::StrCat("the file is no JSON of a policy: ", text));
}

// The field that a key stands for, as either name of it is taken.
const google::protobuf::FieldDescriptor* FieldOf(const std::string& key) {
  const google::protobuf::Descriptor& type = *v1::Policy::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    if (key == type.field(i)->name() || key == type.field(i)->json_name()) return type.field(i);
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<PolicyFile> ParsePolicyFile(absl::string_view json, absl::string_view tenant) {
  const std::string text(json);
  PolicyFile file;
  const auto read = google::protobuf::util::JsonStringToMessage(text, &file.policy);
  if (!read.ok()) return NoPolicy(read);
  google::protobuf::Struct keys;
  const auto listed = google::protobuf::util::JsonStringToMessage(text, &keys);
  if (!listed.ok()) return NoPolicy(listed);
  const google::protobuf::Descriptor& type = *v1::Policy::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    for (const auto& [key, value] : keys.fields()) {
      if (FieldOf(key) == type.field(i)) file.fields.add_paths(type.field(i)->name());
    }
  }
  if (file.fields.paths().empty()) {
    return absl::InvalidArgumentError(
        "the file says nothing; it has the fields that change, as {\"revisit_days\": 45}");
  }
  file.policy.set_calendar(FullName(tenant, "calendars", file.policy.calendar()));
  return file;
}

}  // namespace baton::cli
