// Deadlines are rows: what is due for which record, and when. The sweeper asks for what is due.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "store/sql.h"
#include "store/store.h"

namespace baton::store {

struct Deadline {
  std::string tenant;   // bare id
  std::string subject;  // the record's name
  std::string what;     // "acknowledge", "escalate", ...; one of a kind per subject
  std::string leg;  // which turn of it, "1"; so that a late sweep knows whether it still matters
  absl::Time due;
};

// Makes `deadlines` the whole set of the subject's, writing only what differs. Their tenant and
// subject are not looked at: the transaction's and the argument's count.
absl::Status SetDeadlines(Transaction& transaction, std::string_view subject,
                          const std::vector<Deadline>& deadlines);

// The same where the subject's rows are known to be `held`.
absl::Status ChangeDeadlines(Transaction& transaction, std::string_view subject,
                             const std::vector<Deadline>& held,
                             const std::vector<Deadline>& deadlines);

// The same for a subject that has none yet, without looking. ALREADY_EXISTS when it has.
absl::Status AddDeadlines(Transaction& transaction, std::string_view subject,
                          const std::vector<Deadline>& deadlines);

// The subject's deadlines by what.
absl::StatusOr<std::vector<Deadline>> GetDeadlines(Session& session, std::string_view tenant,
                                                   std::string_view subject);

// The deadlines of several subjects, in no order.
absl::StatusOr<std::vector<Deadline>> DeadlinesOf(Session& session, std::string_view tenant,
                                                  const std::vector<std::string>& subjects);

// What is due strictly before `now`, of all tenants, earliest first; at most `limit`. At the very
// instant of the deadline one is within it (S-2).
absl::StatusOr<std::vector<Deadline>> DueDeadlines(Session& session, absl::Time now, int limit);

// The earliest deadline of all; nothing when there is none.
absl::StatusOr<std::optional<absl::Time>> NextDeadline(Session& session);

}  // namespace baton::store
