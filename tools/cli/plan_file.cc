#include "tools/cli/plan_file.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"

namespace baton::cli {

absl::StatusOr<v1::CompPlan> ParsePlanFile(absl::string_view json, absl::string_view code) {
  v1::CompPlan plan;
  const auto read = google::protobuf::util::JsonStringToMessage(std::string(json), &plan);
  if (!read.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the file is no JSON of a plan: ", std::string(read.message())));
  }
  if (plan.ByteSizeLong() == 0) {
    return absl::InvalidArgumentError(
        "the file says nothing; begin with one of those that lie in plans/");
  }
  if (!code.empty()) plan.set_code(std::string(code));
  return plan;
}

}  // namespace baton::cli
