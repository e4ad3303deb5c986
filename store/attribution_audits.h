// Audits of a quarter's attributions: what was drawn, and what reviewers found.
//
// An audit goes by its quarter's code, "2027-Q1"; an item by the attribution's full name or bare
// id. Writes leave one audit event each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/attribution_audit.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// Leads with the seed. Without it in the message.
const Table& AuditTable();
// One row for each v1::AuditItem; leads with the quarter. Its name is that of the attribution
// (tenants/t/attributions/a); the functions below give the full ones.
const Table& AuditItemTable();
// By attribution; filter: finding. See ListAuditItems for one quarter's.
const ListSpec& AuditItemList();

absl::StatusOr<std::optional<v1::AttributionAudit>> FindAudit(Session& session,
                                                              std::string_view tenant,
                                                              std::string_view quarter);

// Without its attribution. NOT_FOUND when there is none.
absl::StatusOr<v1::AuditItem> GetAuditItem(Session& session, std::string_view tenant,
                                           std::string_view quarter, std::string_view attribution);

// One page of a quarter's items, without their attributions; answers the next page token.
absl::StatusOr<std::string> ListAuditItems(
    Session& session, std::string_view quarter, ListQuery query,
    google::protobuf::RepeatedPtrField<v1::AuditItem>* items);

// The bare id of the attribution in an item's name.
std::string AttributionIdOf(const v1::AuditItem& item);

// Who recorded the quarter's last finding, full name; empty while there is none.
absl::StatusOr<std::string> LastReviewerOf(Session& session, std::string_view tenant,
                                           std::string_view quarter);

absl::Status InsertAudit(Transaction& tx, const v1::AttributionAudit& audit);
// Keeps an item that has its name and causes. Leaves no audit event: that of the audit says it.
absl::Status InsertAuditItem(Transaction& tx, std::string_view quarter, const v1::AuditItem& item);
// Keeps the item's finding, and counts it.
absl::Status UpdateAuditItem(Transaction& tx, std::string_view quarter, const v1::AuditItem& before,
                             const v1::AuditItem& after);

}  // namespace baton::store
