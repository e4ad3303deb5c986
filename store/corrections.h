// Manual corrections of pay (C-23).
//
// A correction is named by full name or bare id. Once it is decided it never changes: the database
// itself refuses it. Writes leave one audit event each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/correction.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// In the rows `line` is "statement/line"; the functions below give its full name.
const Table& CorrectionTable();
// Filters: payee, state. The latest entered first.
const ListSpec& CorrectionList();

// With the published line that carries it, if one does. NOT_FOUND when there is none.
absl::StatusOr<v1::Correction> GetCorrection(Session& session, std::string_view tenant,
                                             std::string_view correction);

// One page, each with the line that carries it; answers the next page token.
absl::StatusOr<std::string> ListCorrections(
    Session& session, const ListQuery& query,
    google::protobuf::RepeatedPtrField<v1::Correction>* corrections);

// Those of the person, as such, that are approved, are entered for `period` or an earlier one, and
// that no published line carries, apart from those of `statement`; in the order in which they were
// entered.
absl::StatusOr<std::vector<v1::Correction>> UncarriedCorrections(Session& session,
                                                                 std::string_view tenant,
                                                                 std::string_view person,
                                                                 std::string_view period,
                                                                 std::string_view statement);

// Full names of those that wait for a decision and are entered for `period` or an earlier one.
absl::StatusOr<std::vector<std::string>> PendingCorrections(Session& session,
                                                            std::string_view tenant,
                                                            std::string_view period);

absl::Status InsertCorrection(Transaction& tx, const v1::Correction& correction);
absl::Status UpdateCorrection(Transaction& tx, const v1::Correction& before,
                              const v1::Correction& after);

}  // namespace baton::store
