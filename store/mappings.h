// Tenants' own mappings: of a vendor, or of one connection alone.
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/connection.pb.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& MappingTable();

// The tenant's own of that id, a vendor's name or a connection's id; none where the one that ships
// with the vendor's adapter is used.
absl::StatusOr<std::optional<v1::Mapping>> FindMapping(Session& session, std::string_view tenant,
                                                       std::string_view mapping_id);

// Which one reads a payload: the connection's (full name, may be empty), else the vendor's.
absl::StatusOr<std::optional<v1::Mapping>> MappingFor(Session& session, std::string_view tenant,
                                                      std::string_view vendor,
                                                      std::string_view connection);

// Puts it in the place of the one of that name; empty content removes that.
absl::Status SetMapping(Transaction& tx, const v1::Mapping& mapping);

}  // namespace baton::store
