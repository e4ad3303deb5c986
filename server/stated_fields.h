// What a source's record states of a record of ours, field by field (X-9, H-12).
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "store/source_versions.h"
#include "store/store.h"

namespace baton::server {

// Takes out of `stated` each of `fields` ("stage", "buyer.name") of which the record (full name)
// stands for the same or a later version, so that what is left is news, in whichever order versions
// arrive. From now on the record stands for `version` there.
absl::Status LeaveOutOlder(store::Transaction& tx, const std::string& record,
                           const store::SourceVersion& version,
                           const std::vector<std::string>& fields,
                           google::protobuf::Message* stated);

}  // namespace baton::server
