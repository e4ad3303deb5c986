// Signals as the reports read them: by the quarter that they concern, one at a time, and only what
// is measured of them (H-13, H-14). Texts, notes and explanations stay behind.
//
// A visit may read other records, and must not begin another ForEach of the same kind. Ends at the
// first visit that fails, with its status.
#pragma once

#include <functional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "store/list.h"
#include "store/sql.h"

namespace baton::store {

using SignalVisit = std::function<absl::Status(const v1::Signal&)>;

// Each signal whose running clock has a deadline in [from, to), and each that was filed before `to`
// and has had other legs: those may hold one. Each once, in no order.
absl::Status ForEachSignalDue(Session& session, std::string_view tenant, absl::Time from,
                              absl::Time to, const SignalVisit& visit);

// Each signal that was routed to its first AE in [from, to), in no order.
absl::Status ForEachSignalRouted(Session& session, std::string_view tenant, absl::Time from,
                                 absl::Time to, const SignalVisit& visit);

// Each signal that was filed in [from, to), in no order.
absl::Status ForEachSignalFiled(Session& session, std::string_view tenant, absl::Time from,
                                absl::Time to, const SignalVisit& visit);

// NOT_FOUND when there is none.
absl::StatusOr<v1::Signal> GetMeasuredSignal(Session& session, std::string_view tenant,
                                             std::string_view signal);

// Filters: account, holder, csm, ae, state, urgency, trigger, file_time. Oldest first.
const ListSpec& OpenLoopList();

// Only signals whose loop is open: contacted, or closed for now and not back yet (H-11).
Scope OpenLoops();

}  // namespace baton::store
