// Payloads in the vendors' own shapes, as tests/payloads has them, with ids, fields and times of
// the caller's choice. Pure.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "nlohmann/json.hpp"

namespace baton::testing {

// Ids in their vendor's form: the same number again is the same id.
std::string GainsightId(const std::string& prefix, int number);   // "1P02", 36 characters
std::string SalesforceId(const std::string& prefix, int number);  // "006", 18 characters

// Gainsight's answer to a query, with one record.
std::string GainsightAnswer(const nlohmann::json& record);

// A change event of Salesforce, as the Pub/Sub API delivers it: `type` is CREATE or UPDATE.
std::string SalesforceEvent(const std::string& entity, const std::string& id,
                            const std::string& type, absl::Time commit, int replay,
                            const nlohmann::json& fields);

// An opportunity read back with its lines (SOQL): `record` has its fields, `lines` its line items.
std::string SalesforceOpportunity(const std::string& id, nlohmann::json record,
                                  const nlohmann::json& lines);

// A user read back (REST).
std::string SalesforceUser(const std::string& id, nlohmann::json record);

// Times as the vendors write them.
std::string Iso(absl::Time time);      // 2025-11-03T15:42:10.118Z
int64_t EpochMs(absl::Time time);      // 1762410615250
std::string IsoDate(absl::Time time);  // 2025-11-03, UTC

}  // namespace baton::testing
