#include "tools/cli/view_text.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/cli/names.h"
#include "tools/cli/time_text.h"

namespace baton::cli {
namespace {

constexpr size_t kBlockIndent = 2;

bool IsAbsent(const google::protobuf::Timestamp& time) {
  return time.seconds() == 0 && time.nanos() == 0;
}

}  // namespace

std::string TimeText(const google::protobuf::Timestamp& time) {
  return IsAbsent(time) ? "" : FormatInstant(FromProto(time));
}

std::string TimeTextWithAge(const google::protobuf::Timestamp& time, absl::Time now) {
  if (IsAbsent(time)) return "";
  return absl::StrCat(TimeText(time), " (", FormatAge(FromProto(time), now), ")");
}

std::string DayText(const google::protobuf::Timestamp& time) {
  if (IsAbsent(time)) return "";
  return absl::FormatTime("%Y-%m-%d", FromProto(time), absl::UTCTimeZone());
}

std::string YesNo(bool yes) { return yes ? "yes" : "no"; }

std::string ActorText(const std::string& actor) {
  return absl::StrContains(actor, "/people/") ? ShortName(actor) : actor;
}

std::string JoinTexts(const google::protobuf::RepeatedPtrField<std::string>& texts) {
  return absl::StrJoin(texts, ", ");
}

std::string ExplanationText(
    const google::protobuf::RepeatedPtrField<v1::ExplanationStep>& explanation) {
  return absl::StrJoin(explanation, "\n", [](std::string* out, const v1::ExplanationStep& step) {
    absl::StrAppendFormat(out, "%-5s %s", step.rule(), step.text());
  });
}

std::string ExplanationBlock(
    const google::protobuf::RepeatedPtrField<v1::ExplanationStep>& explanation,
    const Terminal& terminal) {
  if (explanation.empty()) return "";
  return absl::StrCat("\n", terminal.Paint("Why", Style::kBold), "\n",
                      Indented(ExplanationText(explanation), kBlockIndent, terminal));
}

}  // namespace baton::cli
