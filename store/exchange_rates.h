// Exchange rates (C-3). A sheet of rates waits for its approval; from then on its rates
// count, and neither ever changes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/exchange_rate.pb.h"
#include "domain/exchange_rate.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& ExchangeRateSheetTable();
// The rates of approved sheets; leads with the approval's time and the sheet's id.
const Table& ExchangeRateTable();
// Latest first; takes no filter.
const ListSpec& ExchangeRateSheetList();

// A sheet is named by full name or bare id. NOT_FOUND when there is none.
absl::StatusOr<v1::ExchangeRateSheet> GetExchangeRateSheet(Session& session,
                                                           std::string_view tenant,
                                                           std::string_view sheet);

// ALREADY_EXISTS when its name is taken.
absl::Status InsertExchangeRateSheet(Transaction& tx, const v1::ExchangeRateSheet& sheet);

// Keeps the approval that `after` has, and puts its rates in force.
absl::Status ApproveExchangeRateSheet(Transaction& tx, const v1::ExchangeRateSheet& before,
                                      const v1::ExchangeRateSheet& after);

// The approved rate of a pair on a day, "2027-03-31"; of several the one approved last. Nothing
// when there is none: no other day's rate stands in for it.
absl::StatusOr<std::optional<v1::ExchangeRate>> RateOn(Session& session, std::string_view tenant,
                                                       std::string_view from_currency,
                                                       std::string_view to_currency,
                                                       std::string_view date);

// The same with the origin of the sheet that it was approved in.
absl::StatusOr<std::optional<domain::ApprovedRate>> ApprovedRateOn(Session& session,
                                                                   std::string_view tenant,
                                                                   std::string_view from_currency,
                                                                   std::string_view to_currency,
                                                                   std::string_view date);

// The same of every day from the first to the last, by date.
using RatesByDate = std::map<std::string, domain::ApprovedRate>;
absl::StatusOr<RatesByDate> ApprovedRatesBetween(Session& session, std::string_view tenant,
                                                 std::string_view from_currency,
                                                 std::string_view to_currency,
                                                 std::string_view first_date,
                                                 std::string_view last_date);

// Those of a day from every currency into that one, by from_currency.
absl::StatusOr<std::vector<domain::ApprovedRate>> ApprovedRatesInto(Session& session,
                                                                    std::string_view tenant,
                                                                    std::string_view to_currency,
                                                                    std::string_view date);

}  // namespace baton::store
