// The period desk: closes a quarter, and publishes its statements for good (C-14, C-24). Inside a
// store's body or read.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/comp_period.pb.h"
#include "baton/v1/comp_statement_service.pb.h"
#include "domain/fiscal.h"
#include "store/store.h"

namespace baton::server {

// C-24. The quarter as it stands, with its checklist while it is not published.
absl::StatusOr<v1::CompPeriod> LoadPeriod(store::Session& session, const std::string& tenant,
                                          const domain::Quarter& quarter, absl::Time now);

// C-24. Publishes every statement of the quarter where nothing stops it; else it is closing, and
// its checklist says what does. PERIOD_PUBLISHED once published.
absl::StatusOr<v1::ClosePeriodResponse> ClosePeriod(store::Transaction& tx,
                                                    const domain::Quarter& quarter);

// The same, but refused where something stops it, naming everything that does: STATEMENT_STALE,
// QUARTER_OPEN or COMP_INPUT_MISSING. Nothing is changed then.
absl::StatusOr<v1::PublishStatementsResponse> PublishPeriod(store::Transaction& tx,
                                                            const domain::Quarter& quarter);

// C-24. A published quarter whose attributions' audit is complete is audited from now on.
// To be called where an audit may have become complete.
absl::Status SettleAudit(store::Transaction& tx, const std::string& quarter);

}  // namespace baton::server
