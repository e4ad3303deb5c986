// The mapping desk: which mapping reads a payload, and reading it. Inside a store's body.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/adapter.h"
#include "baton/v1/connection.pb.h"
#include "baton/v1/fact.pb.h"
#include "store/store.h"

namespace baton::server {

// Where a payload came from.
struct PayloadSource {
  // May be empty where a connection is named, whose vendor it then is.
  std::string vendor;
  // Full name; may be empty.
  std::string connection;
};

// The source with its vendor. NOT_FOUND for an unknown connection; FAILED_PRECONDITION, reason
// CONNECTION_STATE, for a disabled one; INVALID_ARGUMENT where it is of another vendor.
absl::StatusOr<PayloadSource> ResolveSource(store::Session& session, std::string_view tenant,
                                            PayloadSource source);

// The mapping that reads the source's payloads: the connection's, else the tenant's for the vendor,
// else the one that ships.
absl::StatusOr<v1::Mapping> MappingInUse(store::Session& session, std::string_view tenant,
                                         const PayloadSource& source);

// The same for the mapping of that id, a vendor's name or a connection's id. NOT_FOUND when it is
// neither.
absl::StatusOr<v1::Mapping> MappingOfId(store::Session& session, std::string_view tenant,
                                        const std::string& id);

// Parses a mapping's content. INVALID_ARGUMENT names every fault in it, and that it is of another
// vendor.
absl::StatusOr<adapters::Mapping> ParseContent(const v1::Mapping& mapping);

// The facts in a payload, by the mapping in use. INVALID_ARGUMENT, reason PAYLOAD_UNREADABLE, is
// the payload's own fault.
absl::StatusOr<std::vector<v1::Fact>> TranslatePayload(store::Session& session,
                                                       std::string_view tenant,
                                                       const PayloadSource& source,
                                                       absl::string_view payload);

}  // namespace baton::server
