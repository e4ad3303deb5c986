// What leavers still have of recoverable draws is told to comp admin: no later statement takes it
// off their pay (C-20, C-22). Inside a store's body.
#pragma once

#include "absl/status/status.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/comp_statement.pb.h"
#include "store/store.h"

namespace baton::server {

// Of a payee who has left by the end of the quarter of `published`, a statement with its lines that
// is being published: in person, or where nobody holds that seat by RevOps' queue; without amounts.
absl::Status TellOfDraws(store::Transaction& tx, const v1::CompStatement& published);

// The same of a person who has just been said to have left, where the last quarter in which they
// were here is published already; else its publishing tells.
absl::Status TellOfDrawsAtEnd(store::Transaction& tx, const v1::Person& person);

}  // namespace baton::server
