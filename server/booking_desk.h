// The booking desk: what a closed-won deal sets off. Inside a store's body; the rules are
// domain/attribution.h's.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/attribution_service.pb.h"
#include "baton/v1/exchange_rate.pb.h"
#include "domain/attribution.h"
#include "store/store.h"

namespace baton::server {

// Records a booking under the name that it has, and its attribution under `attribution` (a full
// name): takes it apart, enters it into the account's ledger, closes its opportunity, and
// closes the loop of the signal that it came from as won (H-11). A source record that is known
// answers what is held.
absl::StatusOr<v1::RecordBookingResponse> RecordBooking(store::Transaction& tx, v1::Booking booking,
                                                        const std::string& attribution);

// Records that the account of `churn` left at its booked_time, under the names given: a
// booking that takes each of its lines to 0. BOOKING_INCONSISTENT where nothing is left to lose, or
// ARR in several currencies. A source record that is known answers what is held.
absl::StatusOr<v1::RecordBookingResponse> RecordChurn(store::Transaction& tx, v1::Booking churn,
                                                      const std::string& attribution);

// A fact that arrived: the record's name, and when it happened.
struct ArrivedFact {
  std::string name;
  absl::Time occur;
};

// What was proposed for bookings of the account from `from` on follows the fact, as a next
// reading; where it is too late for that, the attribution shows it as a late fact.
absl::Status FollowFacts(store::Transaction& tx, const std::string& account, absl::Time from,
                         const ArrivedFact& fact);

// A-8, C-3. The same for a sheet of rates that was approved: what is proposed for bookings in its
// currencies on its days. What was signed too long ago for that reads them where it is paid.
absl::Status FollowRates(store::Transaction& tx, const v1::ExchangeRateSheet& sheet);

// What would be proposed now for the booking of `held`, as of when that was proposed, under its
// name.
absl::StatusOr<v1::Attribution> ProposeAnew(store::Transaction& tx, const v1::Booking& booking,
                                            const v1::Attribution& held);

// W-3, W-4. Whom the account's roles were with as it was booked and, for a save, at its window's
// end, and who shares them.
absl::Status LoadHolders(store::Transaction& tx, const v1::Booking& booking,
                         domain::ProposalInput* input);

// Enters what the booking's lines change into its account's ledger.
absl::Status EnterLedger(store::Transaction& tx, const v1::Booking& booking);

}  // namespace baton::server
