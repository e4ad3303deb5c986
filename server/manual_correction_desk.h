// The manual correction desk: one person enters what is to be paid beside the rules, another
// approves it (C-23, X-11). Inside a store's body or read; the rules are
// domain/manual_correction.h's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/correction.pb.h"
#include "domain/fiscal.h"
#include "domain/manual_correction.h"
#include "server/call.h"
#include "store/sql.h"
#include "store/store.h"

namespace baton::server {

// Keeps what the call's person enters under `name`, as pending. INVALID_FIELDS names every fault
// that domain::CheckCorrection can't see: the period, a currency that isn't that of the payee's
// plan in it, a line that isn't the payee's. PERIOD_PUBLISHED, COMP_INPUT_MISSING without a plan,
// CORRECTION_APPROVER.
absl::StatusOr<v1::Correction> EnterCorrection(store::Transaction& tx, const Call& call,
                                               const v1::Correction& entered, std::string name);

// The call's person approves or rejects a correction, by bare id; see domain::ApproveCorrection and
// domain::RejectCorrection. Nobody does it in another's place.
absl::StatusOr<v1::Correction> ApproveCorrection(store::Transaction& tx, const Call& call,
                                                 std::string_view id, const std::string& note);
absl::StatusOr<v1::Correction> RejectCorrection(store::Transaction& tx, const Call& call,
                                                std::string_view id, const std::string& note);

// The correction, within the call's reach; NOT_FOUND for one that isn't. Who doesn't see
// everybody's sees those of the people below them and not their own, which stand on their
// statement.
absl::StatusOr<v1::Correction> ShowCorrection(const Call& call, store::Session& session,
                                              std::string_view id);

// The same as a condition of the list.
store::Scope VisibleCorrections(const Call& call);

// C-23. What StatementInput::manual points into: approved corrections of the payee, who is known
// under their aliases too, that stand on the statement of the quarter and that no other one
// carries.
absl::StatusOr<std::vector<domain::ApprovedCorrection>> LoadManualCorrections(
    store::Session& session, const std::string& tenant, const v1::Person& payee,
    const domain::Quarter& quarter);

}  // namespace baton::server
