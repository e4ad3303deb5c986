// Business calendars as people type and read them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "baton/v1/business_calendar.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace baton::cli {

// "mon-fri 09:00-12:00,13:00-17:30": the same hours for every day named, "mon", "mon-fri",
// "sat,sun". InvalidArgument: anything else. Whether the hours make sense is the server's affair.
absl::StatusOr<std::vector<v1::WeekdayHours>> ParseWeekHours(absl::string_view text);

// "2027-12-24" or "2027-12-24=Christmas Eve".
absl::StatusOr<v1::Holiday> ParseHoliday(absl::string_view text);

// The first and the last year.
struct Years {
  int first = 0;
  int last = 0;
};

// "2027" or "2027-2036". InvalidArgument: anything else.
absl::StatusOr<Years> ParseYears(absl::string_view text);

// "mon-thu 09:00-17:30, fri 09:00-15:00": neighbours of the same hours together.
std::string WeekText(const google::protobuf::RepeatedPtrField<v1::WeekdayHours>& week);

}  // namespace baton::cli
