// Signals: what customers said or did, and where their handoff stands (H, S).
//
// A signal is named by full name or bare id. Writes leave one audit event each. Filing is the
// hottest write of all; see the indexes in migrations/0002_records.sql.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// One row for each v1::Signal; leads with the key under which a redelivery is known (H-12).
const Table& SignalTable();
// Filters: account, csm, ae, holder, state, urgency, kind, trigger, model, file_time,
// acknowledge_due_time, next_due_time. Orders: file_time desc (default), file_time, next_due_time
// (those alone that have one).
const ListSpec& SignalList();

// Only signals that somebody has to act on (H-10): no outcome and not expired.
Scope OpenSignals();

// NOT_FOUND when there is none.
absl::StatusOr<v1::Signal> GetSignal(Session& session, std::string_view tenant,
                                     std::string_view signal);

// Those of the ids (full names or bare ids) that there are, in no order.
absl::StatusOr<std::vector<v1::Signal>> GetSignals(Session& session, std::string_view tenant,
                                                   const std::vector<std::string>& signals);

// The signal that was filed first under this key of the source (H-12).
absl::StatusOr<std::optional<v1::Signal>> FindSignalBySource(Session& session,
                                                             std::string_view tenant,
                                                             std::string_view system,
                                                             std::string_view source_key);

// The oldest of the account's signals with this trigger, filed at `since` or later, that `matches`:
// what a new one may be a duplicate of (H-12). Reads no further. `matches` must not use the session
// and sees name, account, trigger, state, file_time, possible_duplicate_of and product_lines alone.
absl::StatusOr<std::optional<v1::Signal>> FindRecentSignal(
    Session& session, std::string_view tenant, std::string_view account, v1::Trigger trigger,
    absl::Time since, const std::function<bool(const v1::Signal&)>& matches);

// Open signals that are linked to `first` as its possible duplicates (H-12), by filing. Full names.
absl::StatusOr<std::vector<std::string>> LinkedSignals(Session& session, std::string_view tenant,
                                                       const v1::Signal& first);

// By whom open signals are looked up.
enum class SignalOf { kAccount, kCsm, kAe, kHolder };

// Bare ids of the open signals of an account or a person (full name or bare id), by filing; at most
// `limit`.
absl::StatusOr<std::vector<std::string>> OpenSignalsOf(Session& session, std::string_view tenant,
                                                       SignalOf of, std::string_view name,
                                                       int limit);

// `source_key` is the source's record id, or the digest that stands for it; empty: this signal is
// nobody's redelivery. ALREADY_EXISTS when the signal or its key is known: ask FindSignalBySource
// first.
absl::Status InsertSignal(Transaction& tx, const v1::Signal& signal, std::string_view source_key);
absl::Status UpdateSignal(Transaction& tx, const v1::Signal& before, const v1::Signal& after);

}  // namespace baton::store
