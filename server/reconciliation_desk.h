// Reconciliation: a figure of the CRM that differs from the ledger is an item, never an overwrite
// . Inside a store's body.
#pragma once

#include "absl/status/status.h"
#include "baton/v1/account_service.pb.h"
#include "store/store.h"

namespace baton::server {

// Holds the account's crm_arr against its ledger of now: opens an item where they differ,
// renews the open one where they differ otherwise, resolves it where they agree.
absl::Status Reconcile(store::Transaction& tx, const v1::Account& account);

}  // namespace baton::server
