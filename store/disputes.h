// Disputes: objections to an attribution's categories.
//
// A dispute is named by full name or bare id. Writes leave one audit event each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/dispute.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& DisputeTable();
// Filters: attribution, account, state, opener, open_time. Newest first.
const ListSpec& DisputeList();

// NOT_FOUND when there is none.
absl::StatusOr<v1::Dispute> GetDispute(Session& session, std::string_view tenant,
                                       std::string_view dispute);

// The last dispute about the attribution; else the one that it is the result of.
absl::StatusOr<std::optional<v1::Dispute>> LastDisputeOf(Session& session, std::string_view tenant,
                                                         std::string_view attribution);

// When the last of the statements that pay the attribution was published, if one was.
absl::StatusOr<std::optional<absl::Time>> LastPaidTime(Session& session, std::string_view tenant,
                                                       std::string_view attribution);

// One page; answers the next page token.
absl::StatusOr<std::string> ListDisputes(Session& session, const ListQuery& query,
                                         google::protobuf::RepeatedPtrField<v1::Dispute>* disputes);

// ALREADY_EXISTS when one about the attribution is open.
absl::Status InsertDispute(Transaction& tx, const v1::Dispute& dispute);
absl::Status UpdateDispute(Transaction& tx, const v1::Dispute& before, const v1::Dispute& after);

}  // namespace baton::store
