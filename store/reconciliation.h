// Reconciliation items: what the ledger and the CRM disagree on, or a statement and the
// commission tool (C-18).
//
// Accounts are named by full name or bare id. Writes leave one audit event each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/reconciliation_item.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& ReconciliationTable();
// Filters: account, create_time. Newest first.
const ListSpec& ReconciliationList();

// The account's that is not resolved yet.
absl::StatusOr<std::optional<v1::ReconciliationItem>> OpenItemOf(Session& session,
                                                                 std::string_view tenant,
                                                                 std::string_view account);

// The statement's that is not resolved yet (C-18).
absl::StatusOr<std::optional<v1::ReconciliationItem>> OpenPayoutItemOf(Session& session,
                                                                       std::string_view tenant,
                                                                       std::string_view statement);

// The items that say nothing of pay (C-17).
Scope AccountItemsAlone();

// One page; answers the next page token.
absl::StatusOr<std::string> ListReconciliationItems(
    Session& session, const ListQuery& query,
    google::protobuf::RepeatedPtrField<v1::ReconciliationItem>* items);

// ALREADY_EXISTS when the account or statement has an open one.
absl::Status InsertItem(Transaction& tx, const v1::ReconciliationItem& item);
absl::Status UpdateItem(Transaction& tx, const v1::ReconciliationItem& before,
                        const v1::ReconciliationItem& after);

}  // namespace baton::store
