// The close desk: the checklist of a period, from the records as they stand (C-24). What each check
// means is domain/close_check.h's.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/comp_period.pb.h"
#include "domain/fiscal.h"
#include "store/store.h"

namespace baton::server {

// C-24. Everything that an unpublished quarter lacks, by kind; what there is nothing of is left
// out. Computes every payee's statement anew, so it costs what computing the quarter costs.
absl::StatusOr<std::vector<v1::CloseCheck>> CloseChecklist(store::Session& session,
                                                           const std::string& tenant,
                                                           const domain::Quarter& quarter,
                                                           absl::Time now);

}  // namespace baton::server
