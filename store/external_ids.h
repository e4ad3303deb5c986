// The ids that records of ours have in other systems. One id of a system belongs to one record.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/common.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/sql.h"

namespace baton::store {

class ExternalIds {
 public:
  using SourceRecords = google::protobuf::RepeatedPtrField<v1::SourceRecord>;

  // `table` keeps the ids, `owner` is its column with the bare id of the record of ours.
  ExternalIds(std::string table, std::string owner);

  // Whose id it is: a bare id.
  absl::StatusOr<std::optional<std::string>> Find(Session& session, std::string_view tenant,
                                                  std::string_view system,
                                                  std::string_view record_id) const;

  // Whether any record of ours has an id of that system.
  absl::StatusOr<bool> HasAny(Session& session, std::string_view tenant,
                              std::string_view system) const;

  // The owner's ids, by system and id.
  absl::Status Load(Session& session, std::string_view tenant, std::string_view owner,
                    SourceRecords* ids) const;

  // Makes `ids` the owner's ids. ALREADY_EXISTS when one of them is another's.
  absl::Status Replace(Session& session, std::string_view tenant, std::string_view owner,
                       const SourceRecords& ids) const;

 private:
  absl::Status Add(Session& session, std::string_view tenant, std::string_view owner,
                   const v1::SourceRecord& id) const;

  const Sql find_;
  const Sql has_any_;
  const Sql load_;
  const Sql add_;
  const Sql remove_;
};

}  // namespace baton::store
