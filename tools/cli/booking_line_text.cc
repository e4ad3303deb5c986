#include "tools/cli/booking_line_text.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/rate_text.h"
#include "tools/cli/status_macros.h"
#include "tools/cli/time_text.h"

namespace baton::cli {
namespace {

absl::Status SetWord(const std::string& key, const std::string& value,
                     absl::string_view currency_code, v1::BookingLine& line) {
  if (key == "product_line") {
    line.set_product_line(value);
  } else if (key == "product") {
    line.set_product(value);
  } else if (key == "line") {
    line.set_line(value);
  } else if (key == "prior") {
    BATON_ASSIGN_OR_RETURN(const int64_t minor, ParseAmount(value, currency_code));
    line.set_prior_arr_minor(minor);
  } else if (key == "new") {
    BATON_ASSIGN_OR_RETURN(const int64_t minor, ParseAmount(value, currency_code));
    line.set_new_arr_minor(minor);
  } else if (key == "uplift") {
    BATON_ASSIGN_OR_RETURN(const int32_t rate_bp, ParseRate(value));
    line.set_uplift_bp(rate_bp);
  } else if (key == "effective") {
    BATON_ASSIGN_OR_RETURN(const TimeSpec time, ParseTime(value));
    *line.mutable_effective_time() = ToProto(time.At(absl::UnixEpoch()));
  } else {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", key, "\" is none of: product_line, product, line, prior, new, uplift, effective"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::BookingLine> ParseBookingLine(absl::string_view text,
                                                 absl::string_view currency_code) {
  const std::vector<std::string> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  if (words.empty()) return absl::InvalidArgumentError("a booking line begins with its kind");
  v1::BookingLine line;
  BATON_ASSIGN_OR_RETURN(const v1::BookingLineKind kind,
                         ParseEnum<v1::BookingLineKind>(words.front()));
  line.set_kind(kind);
  for (size_t i = 1; i < words.size(); ++i) {
    const std::pair<std::string, std::string> word =
        absl::StrSplit(words[i], absl::MaxSplits('=', 1));
    BATON_RETURN_IF_ERROR(SetWord(word.first, word.second, currency_code, line));
  }
  if (line.product_line().empty()) {
    return absl::InvalidArgumentError("a booking line needs product_line=...");
  }
  if (line.product().empty()) line.set_product(line.product_line());
  return line;
}

}  // namespace baton::cli
