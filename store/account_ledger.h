// The ledger of an account's ARR by effective time: what it owned when it was first known,
// then what every booking added or took away. Entries are added, never changed.
//
// Accounts are named by full name or bare id. What an account owned counts all that was merged into
// it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/common.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/store.h"

namespace baton::store {

// One change of an account's ARR.
struct LedgerEntry {
  absl::Time effective_time;
  std::string booking;  // full name; empty: an entry of the opening balance
  std::string product;  // empty in the opening balance
  std::string product_line;
  int64_t delta_minor = 0;
  std::string currency_code;
};

// ARR of one product of an account.
struct OwnedProduct {
  std::string product_line;
  std::string product;  // empty: what the opening balance says of the line as a whole
  v1::Money arr;
};

// What an account owns at an instant. Amounts of different currencies are never added: a
// product line sold in two currencies has two entries.
struct Owned {
  std::vector<OwnedProduct> products;       // those that are not zero, by line, product, currency
  std::vector<v1::OwnedProductLine> lines;  // those above zero, by line, currency
  std::vector<v1::Money> totals;            // one for each currency of the ledger, by code
};

// The sums of all entries that took effect before `before`; those exactly at it are not in. To read
// the state at an instant with it, ask for the microsecond after. OUT_OF_RANGE when a sum does not
// fit into 64 bits.
absl::StatusOr<Owned> OwnedLines(Session& session, std::string_view tenant,
                                 std::string_view account, absl::Time before);

// What the account owned just before a booking (full name or bare id) of the instant `booked`: the
// sums of all entries that took effect before it, and of those exactly at it that were entered
// before its own. OUT_OF_RANGE as above.
absl::StatusOr<Owned> OwnedBefore(Session& session, std::string_view tenant,
                                  std::string_view account, absl::Time booked,
                                  std::string_view booking);

// The opening balance, in the order in which it was given.
absl::Status LoadOpeningLines(Session& session, std::string_view tenant, std::string_view account,
                              google::protobuf::RepeatedPtrField<v1::OwnedProductLine>* lines);

// Adds entries. The account and the bookings must be known. Leaves no audit event: that of the
// booking, or of the account that was opened, says the same.
absl::Status AddLedgerEntries(Transaction& tx, std::string_view account,
                              const std::vector<LedgerEntry>& entries);

}  // namespace baton::store
