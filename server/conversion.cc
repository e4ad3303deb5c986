#include "server/conversion.h"

#include "domain/exchange_rate.h"
#include "domain/fiscal.h"
#include "domain/money.h"
#include "domain/status_macros.h"
#include "store/exchange_rates.h"

namespace baton::server {

absl::StatusOr<std::optional<int64_t>> Conversion::At(absl::Time time, int64_t amount_minor,
                                                      const std::string& currency_code,
                                                      const std::string& record) {
  if (currency_code == policy_.currency_code()) return amount_minor;
  BATON_ASSIGN_OR_RETURN(const std::string date, domain::DateOf(policy_, time));
  const Day day(currency_code, date);
  auto known = rates_.find(day);
  if (known == rates_.end()) {
    BATON_ASSIGN_OR_RETURN(
        auto rate, store::RateOn(session_, tenant_, currency_code, policy_.currency_code(), date));
    known = rates_.emplace(day, std::move(rate)).first;
  }
  if (known->second.has_value()) {
    BATON_ASSIGN_OR_RETURN(const int64_t converted, domain::Convert(amount_minor, *known->second));
    return converted;
  }
  Missing& missing = missing_[day];
  BATON_ASSIGN_OR_RETURN(missing.amount_minor,
                         domain::AddMinor(missing.amount_minor, amount_minor));
  missing.records.insert(record);
  return std::nullopt;
}

std::set<std::string> Conversion::MissingRecords() const {
  std::set<std::string> records;
  for (const auto& [day, missing] : missing_) {
    records.insert(missing.records.begin(), missing.records.end());
  }
  return records;
}

void Conversion::AddMissing(v1::ReportFrame* frame) const {
  for (const auto& [day, missing] : missing_) {
    v1::MissingRate& row = *frame->add_missing_rates();
    row.set_from_currency(day.first);
    row.set_to_currency(policy_.currency_code());
    row.set_date(day.second);
    row.mutable_amount()->set_amount_minor(missing.amount_minor);
    row.mutable_amount()->set_currency_code(day.first);
    row.set_count(static_cast<int64_t>(missing.records.size()));
  }
}

}  // namespace baton::server
