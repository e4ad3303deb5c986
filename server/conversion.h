// Conversion into a report's currency at a day's approved rate (C-3). What has no rate is left out
// and said, never guessed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/exchange_rate.pb.h"
#include "baton/v1/policy.pb.h"
#include "baton/v1/report_common.pb.h"
#include "store/sql.h"

namespace baton::server {

// Each pair and day is read once. Lives inside one read of the store.
class Conversion {
 public:
  // Into the policy's currency; days are those of its zone.
  Conversion(store::Session& session, std::string_view tenant, const v1::Policy& policy)
      : session_(session), tenant_(tenant), policy_(policy) {}

  // The amount at the rate of the instant's day, rounded half to even, once. Nothing when there is
  // no rate: then it is noted as missing for `record`, a booking or an account.
  absl::StatusOr<std::optional<int64_t>> At(absl::Time time, int64_t amount_minor,
                                            const std::string& currency_code,
                                            const std::string& record);

  const std::string& currency_code() const { return policy_.currency_code(); }

  // The records for which a rate is missing, sorted.
  std::set<std::string> MissingRecords() const;

  // What was noted, by currency and day.
  void AddMissing(v1::ReportFrame* frame) const;

 private:
  struct Missing {
    int64_t amount_minor = 0;
    std::set<std::string> records;
  };
  using Day = std::pair<std::string, std::string>;  // currency, date

  store::Session& session_;
  const std::string tenant_;
  const v1::Policy& policy_;
  std::map<Day, std::optional<v1::ExchangeRate>> rates_;
  std::map<Day, Missing> missing_;
};

}  // namespace baton::server
