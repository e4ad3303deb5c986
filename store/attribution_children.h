// The rows that belong to attributions: parts, signatures and shares (A). For attributions.cc,
// which reads and writes them with their attribution.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "baton/v1/attribution_service.pb.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// How much of an attribution is read: what nobody looks at is not parsed.
enum class AttributionDepth {
  kWhole,
  // What a statement looks at: without documentation, evidence, late facts, signatures and team
  // shares.
  kPay,
  // What credit is worth: without the explanations, too.
  kCredit,
};

// One row for each v1::AttributionPart; leads with the attribution's id.
const Table& AttributionPartTable();
// One row for each v1::Signature; leads with the attribution's id.
const Table& SignatureTable();
// One row for each v1::TeamShare; leads with the attribution's id and the share's place from 0.
const Table& TeamShareTable();
// One row for each v1::CreditShare; leads with the attribution's id, the kind (credit, save) and
// the share's place from 0.
const Table& CreditShareTable();

// Appends the children of attributions that have none yet, each attribution once, by a statement a
// table for every hundred.
absl::Status LoadAttributionChildren(Session& session, std::string_view tenant,
                                     const std::vector<v1::Attribution*>& attributions,
                                     AttributionDepth depth = AttributionDepth::kWhole);

// The same table without those columns: for reading alone.
Table Without(const Table& table, const std::vector<std::string>& columns);

absl::Status InsertAttributionChildren(Transaction& tx, const v1::Attribution& attribution);
// `id` is the attribution's bare id.
absl::Status DeleteAttributionChildren(Transaction& tx, std::string_view id);

}  // namespace baton::store
