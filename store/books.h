// Whose book an account is in, and what it is worth, at many instants at once: what reports on
// growth begin with (G-2, G-6). Each function reads a tenant's rows once, whatever the instants.
//
// Everything goes by the bare id of an account's survivor.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/common.pb.h"
#include "store/sql.h"

namespace baton::store {

// The survivors of merged accounts and people, by the merged ids.
using Survivors = std::map<std::string, std::string>;
absl::StatusOr<Survivors> AccountSurvivors(Session& session, std::string_view tenant);
absl::StatusOr<Survivors> PersonSurvivors(Session& session, std::string_view tenant);

// The id by which an account goes: full name or bare id.
std::string SurvivorOf(const Survivors& survivors, std::string_view tenant,
                       std::string_view account);

// The full name by which a person goes; empty for nobody.
std::string PersonAfterMerge(const Survivors& survivors, std::string_view tenant,
                             std::string_view person);

// ARR by currency.
using Balance = std::map<std::string, int64_t>;

// What every account with a ledger was worth as periods began, one balance for each of `starts`,
// which ascend. What took effect before a start counts, and what was opened exactly then.
// OUT_OF_RANGE when a sum does not fit into 64 bits.
absl::StatusOr<std::map<std::string, std::vector<Balance>>> ArrAtStarts(
    Session& session, std::string_view tenant, const Survivors& survivors,
    absl::Span<const absl::Time> starts);

// Who held a role on every account at each of `instants`, which ascend: full names of survivors,
// empty for nobody. Accounts on which nobody ever held it are left out.
absl::StatusOr<std::map<std::string, std::vector<std::string>>> HoldersAt(
    Session& session, std::string_view tenant, v1::Role role,
    absl::Span<const absl::Time> instants);

// What is known of an account itself.
struct AccountFacts {
  std::string account;
  v1::Segment segment = v1::SEGMENT_UNSPECIFIED;
  absl::Time renewal = absl::InfiniteFuture();  // the contract's end; infinite: not known
};

// Every account that wasn't merged into another one.
absl::StatusOr<std::vector<AccountFacts>> AllAccountFacts(Session& session, std::string_view tenant,
                                                          const Survivors& survivors);

// An account's activities in a period.
struct Engagement {
  int64_t csm_two_way = 0;
  int64_t csm = 0;
  int64_t ae = 0;
};

// Of one account, by its bare id and those that were merged into it, in [from, to).
absl::StatusOr<Engagement> EngagementOf(Session& session, std::string_view tenant,
                                        std::string_view account, absl::Time from, absl::Time to);

}  // namespace baton::store
