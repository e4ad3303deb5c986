// Finds what a payload names by its own system's ids.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/integration_service.pb.h"
#include "store/source_versions.h"
#include "store/store.h"

namespace baton::server {

// A payload being applied: whose system it came from, and which fact of it.
struct FactSource {
  std::string vendor;
  int number = 1;  // of the fact within the payload
  // All of the payload's facts; outlives its being applied.
  const std::vector<v1::Fact>* payload = nullptr;
};

// FAILED_PRECONDITION, reason PAYLOAD_UNRESOLVED: "fact 2: ...". The payload becomes a dead letter.
absl::Status Unresolved(const FactSource& source, std::string_view what);

// The same refusal, of a payload that may be applied once an account or opportunity of the vendor's
// id `awaited` is known.
absl::Status Awaiting(absl::Status refusal, std::string_view awaited);

// The id that a refusal awaits; empty when it awaits none.
std::string AwaitedBy(const absl::Status& refusal);

// Whether an account or an opportunity has that id of the vendor.
absl::StatusOr<bool> IsKnown(store::Transaction& tx, std::string_view vendor, std::string_view id);

// The fact's account. PAYLOAD_UNRESOLVED when no account has that id.
absl::StatusOr<v1::Account> ResolveAccount(store::Transaction& tx, const FactSource& source,
                                           const v1::Fact& fact);

// PAYLOAD_UNRESOLVED, awaiting the opportunity of that id of the vendor.
absl::Status UnknownOpportunity(const FactSource& source, const std::string& external_id);

// The full name of the person with that id or mail address; empty when nobody has.
absl::StatusOr<std::string> FindPersonName(store::Transaction& tx, const FactSource& source,
                                           std::string_view external_id, std::string_view email);

// The version of the source's record that the fact states: when the source changed it, else
// when it happened, else now.
store::SourceVersion VersionOf(store::Transaction& tx, const v1::Fact& fact);

// What a redelivery of the fact is known by: the source record's id, else a digest of the fact.
v1::SourceRecord SourceOf(const FactSource& source, const v1::Fact& fact);

}  // namespace baton::server
