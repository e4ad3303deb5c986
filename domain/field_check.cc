#include "domain/field_check.h"

#include "absl/strings/str_cat.h"
#include "domain/money.h"

namespace baton::domain {
namespace {

constexpr int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z
constexpr int32_t kNanosPerSecond = 1'000'000'000;

}  // namespace

void CheckInstant(absl::string_view field, const google::protobuf::Timestamp& time,
                  Violations* violations) {
  const bool seconds_ok = time.seconds() >= kFirstSecond && time.seconds() <= kLastSecond;
  const bool nanos_ok = time.nanos() >= 0 && time.nanos() < kNanosPerSecond;
  if (!seconds_ok || !nanos_ok) violations->Add(field, "is no time between the years 1 and 9999");
}

void CheckCurrency(absl::string_view field, absl::string_view code, Violations* violations) {
  if (code.empty()) {
    violations->Add(field, "is missing; an ISO 4217 code such as USD is needed");
  } else if (!CurrencyExponent(code).has_value()) {
    violations->Add(field, absl::StrCat("\"", code, "\" is no ISO 4217 code in capitals"));
  }
}

}  // namespace baton::domain
