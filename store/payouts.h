// Payouts: what the commission tool confirmed to the cent (C-18).
//
// A statement's own row stays published for ever; it is paid when a payout stands beside it. Who
// shows statements to a caller marks them here. A payout is named after its statement and never
// changes: the database itself refuses it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/comp_statement.pb.h"
#include "baton/v1/payout.pb.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& PayoutTable();

// Of a statement, by full name or bare id.
absl::StatusOr<std::optional<v1::Payout>> FindPayout(Session& session, std::string_view tenant,
                                                     std::string_view statement);

// The statement as callers see it: PAID with its pay_time where there is a payout.
absl::Status MarkPaid(Session& session, std::string_view tenant, v1::CompStatement* statement);

// ALREADY_EXISTS when the statement has one. Leaves an audit event.
absl::Status InsertPayout(Transaction& tx, const v1::Payout& payout);

}  // namespace baton::store
