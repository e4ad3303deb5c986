// Pay periods as commission tools name them. Pure.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace baton::adapters {

// What a tool says of a period; empty what it does not.
struct VendorPeriod {
  std::string name;
  // YYYY-MM-DD.
  std::string first_day;
  std::string last_day;
};

// "2027-03" or "2027-Q1" where the name says so (Q1-2027, 2027-Q1, MAR-2027, Mar 2027, 2027-03),
// else where the days are those of a calendar month or quarter; else the name, else
// "first_day/last_day". Empty where nothing is said.
std::string PeriodCode(const VendorPeriod& period);

}  // namespace baton::adapters
