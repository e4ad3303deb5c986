// Reading and writing the fields that golden cases share. A field that is missing or malformed
// throws, with its name: the case then fails.
#pragma once

#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/business_calendar.h"
#include "domain/opportunity_origin.h"
#include "tests/golden_cases.h"

namespace baton::golden {

// An absent flag is off.
bool Flag(const Json& object, const char* key);

absl::Time TimeField(const Json& object, const char* key);
std::optional<absl::Time> OptionalTimeField(const Json& object, const char* key);

// As the cases write instants: UTC with a Z, six decimals if there are any.
std::string FormatInstant(absl::Time time);

// {"time_zone", "hours": {"mon": [["09:00", "17:00"]]}, "holidays": ["2027-12-24"]}.
domain::BusinessCalendar CalendarField(const Json& object, const char* key);

domain::CreationSource CreationSourceField(const Json& object, const char* key);

// The value that belongs to a field's name.
template <typename T>
T Choice(const Json& object, const char* key,
         std::initializer_list<std::pair<absl::string_view, T>> choices) {
  const std::string name = object.at(key).get<std::string>();
  for (const auto& [choice, value] : choices) {
    if (choice == name) return value;
  }
  throw std::invalid_argument(absl::StrCat("unknown ", key, ": ", name));
}

}  // namespace baton::golden
