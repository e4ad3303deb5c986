// The payout desk: what the commission tool says it paid (C-18). Inside a store's body; the rule is
// domain/payout.h's.
#pragma once

#include "absl/status/statusor.h"
#include "baton/v1/payout.pb.h"
#include "store/store.h"

namespace baton::server {

// C-18. Exactly the amount and currency make the statement paid, and resolve what was open about
// it; anything else opens a reconciliation item, or renews the open one, and the statement stays as
// it was. The same said again changes nothing. INVALID_FIELDS, STATEMENT_NOT_PUBLISHED.
absl::StatusOr<v1::ConfirmPayoutResponse> ConfirmPayout(store::Transaction& tx,
                                                        const v1::ConfirmPayoutRequest& request);

}  // namespace baton::server
