// Attributions: bookings taken apart, with their credit and signatures (A).
//
// An attribution is named by full name or bare id, and always read with its parts and signatures
// unless a function says otherwise. Writes leave one audit event each.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/attribution_service.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/attribution_children.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& AttributionTable();
// One row for each v1::AttributionReading; leads with the attribution's id and the reading.
const Table& ReadingTable();
// Filters: account, booking, state, ae, csm, booked_time. Newest booking first.
const ListSpec& AttributionList();

// NOT_FOUND when there is none.
absl::StatusOr<v1::Attribution> GetAttribution(Session& session, std::string_view tenant,
                                               std::string_view attribution);

// Those of the names or bare ids that there are, each once, in no order, as deep as kPay.
absl::StatusOr<std::vector<v1::Attribution>> GetAttributions(
    Session& session, std::string_view tenant, const std::vector<std::string>& attributions);

// One page, without documentation, evidence and late facts; answers the next page token.
absl::StatusOr<std::string> ListAttributions(
    Session& session, const ListQuery& query,
    google::protobuf::RepeatedPtrField<v1::Attribution>* attributions);

// Visits what was booked in [from, to), by booked_time and id, a hundred in memory at a time, so
// that a period of any size fits. Ends at the first visit that fails, with its status. A visit must
// not begin another ForEachAttribution on the session.
absl::Status ForEachAttribution(Session& session, std::string_view tenant, absl::Time from,
                                absl::Time to,
                                const std::function<absl::Status(const v1::Attribution&)>& visit);

// The same as a list.
absl::StatusOr<std::vector<v1::Attribution>> AttributionsInPeriod(Session& session,
                                                                  std::string_view tenant,
                                                                  absl::Time from, absl::Time to);

// By what an attribution may be a person's: by its shares alone, as AE or as CSM, alone or with
// others (W-4); or by a won signal of theirs as well (C-1, scheme signal_credit).
enum class CreditedBy { kShares, kSharesAndSignals };

// Of those, the ones that credit the person.
absl::StatusOr<std::vector<v1::Attribution>> AttributionsOfPayee(
    Session& session, std::string_view tenant, std::string_view person, absl::Time from,
    absl::Time to, CreditedBy by = CreditedBy::kShares,
    AttributionDepth depth = AttributionDepth::kWhole);

// The account's of what was booked in [from, to), by booked_time and id.
absl::StatusOr<std::vector<v1::Attribution>> AttributionsOfAccount(Session& session,
                                                                   std::string_view tenant,
                                                                   std::string_view account,
                                                                   absl::Time from, absl::Time to);

// By the surviving account's bare id, each list by booked_time and id.
using AttributionsByAccount = absl::flat_hash_map<std::string, std::vector<v1::Attribution>>;

// What was booked before `booked_before` on accounts, full names or bare ids. Of merged accounts
// what was booked on any of them. As deep as kCredit.
absl::StatusOr<AttributionsByAccount> AttributionsOfAccounts(
    Session& session, std::string_view tenant, const std::vector<std::string>& accounts,
    absl::Time booked_before);

// Accounts' full names by attributions' full names.
using AccountsByAttribution = absl::flat_hash_map<std::string, std::string>;

// Of attributions, full names or bare ids; those that there are.
absl::StatusOr<AccountsByAttribution> AccountsOfAttributions(
    Session& session, std::string_view tenant, const std::vector<std::string>& attributions);

// What is proposed for bookings in that currency of [from, to), by booked_time and id.
absl::StatusOr<std::vector<v1::Attribution>> ProposedIn(Session& session, std::string_view tenant,
                                                        std::string_view currency_code,
                                                        absl::Time from, absl::Time to);

// What was booked before `booked_before` and recorded or signed at or after `changed_from`, or
// waits for signatures (C-14): by booked_time and id. Of a person those that credit them;
// everybody's where `person` is empty. As deep as kPay.
absl::StatusOr<std::vector<v1::Attribution>> LateAttributions(
    Session& session, std::string_view tenant, std::string_view person, absl::Time changed_from,
    absl::Time booked_before, CreditedBy by = CreditedBy::kShares);

// The booking must be known. ALREADY_EXISTS when the attribution is.
absl::Status InsertAttribution(Transaction& tx, const v1::Attribution& attribution);
// Keeps parts and signatures as `after` has them.
absl::Status UpdateAttribution(Transaction& tx, const v1::Attribution& before,
                               const v1::Attribution& after);

// Keeps how it was read until now, when a next reading takes its place. Leaves no audit event:
// that of the attribution says the same.
absl::Status AddReading(Transaction& tx, const v1::Attribution& held, const std::string& cause);

// How it was read before, latest first, at most 100.
absl::StatusOr<std::vector<v1::AttributionReading>> ReadingsOf(Session& session,
                                                               std::string_view tenant,
                                                               std::string_view attribution);

}  // namespace baton::store
