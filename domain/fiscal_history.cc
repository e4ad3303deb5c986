#include "domain/fiscal_history.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr int kQuartersPerYear = 4;

// The code `count` quarters after one that ParseQuarter wrote.
std::string CodeAfter(const std::string& code, int count) {
  const int quarters =
      std::stoi(code.substr(0, 4)) * kQuartersPerYear + (code.back() - '1') + count;
  return absl::StrCat(quarters / kQuartersPerYear, "-Q", quarters % kQuartersPerYear + 1);
}

}  // namespace

FiscalHistory::FiscalHistory(std::vector<v1::Policy> versions) : versions_(std::move(versions)) {}

absl::Time FiscalHistory::StartOf(size_t version) const {
  return version == 0 ? absl::InfinitePast() : ToTime(versions_[version].effective_time());
}

absl::Time FiscalHistory::EndOf(size_t version) const {
  return version + 1 == versions_.size() ? absl::InfiniteFuture() : StartOf(version + 1);
}

absl::StatusOr<FiscalHistory::Edge> FiscalHistory::FirstOf(absl::string_view code) const {
  for (size_t i = 0; i < versions_.size(); ++i) {
    if (EndOf(i) <= StartOf(i)) continue;
    BATON_ASSIGN_OR_RETURN(const Quarter quarter, ParseQuarter(versions_[i], code));
    if (quarter.start > EndOf(i)) continue;
    BATON_ASSIGN_OR_RETURN(const absl::TimeZone zone, PolicyZone(versions_[i]));
    return Edge{std::max(quarter.start, StartOf(i)), zone};
  }
  return absl::InvalidArgumentError("there is no policy to read a quarter by");
}

absl::StatusOr<Quarter> FiscalHistory::Of(absl::string_view code) const {
  if (versions_.empty()) return FirstOf(code).status();
  BATON_ASSIGN_OR_RETURN(Quarter quarter, ParseQuarter(versions_.back(), code));
  BATON_ASSIGN_OR_RETURN(const Edge first, FirstOf(quarter.code));
  BATON_ASSIGN_OR_RETURN(const Edge next, FirstOf(CodeAfter(quarter.code, 1)));
  quarter.start = first.at;
  quarter.end = next.at;
  quarter.first_day = absl::ToCivilDay(first.at, first.zone);
  quarter.last_day = absl::ToCivilDay(next.at - absl::Microseconds(1), next.zone);
  return quarter;
}

absl::StatusOr<Quarter> FiscalHistory::At(absl::Time time) const {
  size_t version = 0;
  while (EndOf(version) <= time) ++version;
  BATON_ASSIGN_OR_RETURN(const Quarter by_version, QuarterAt(versions_[version], time));
  BATON_ASSIGN_OR_RETURN(Quarter quarter, Of(by_version.code));
  while (time < quarter.start) {
    BATON_ASSIGN_OR_RETURN(quarter, Of(CodeAfter(quarter.code, -1)));
  }
  while (time >= quarter.end) {
    BATON_ASSIGN_OR_RETURN(quarter, Of(CodeAfter(quarter.code, 1)));
  }
  return quarter;
}

}  // namespace baton::domain
