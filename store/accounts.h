// Accounts: customers, with their ids in other systems.
//
// An account is named by full name or bare id; a merged one's name means its survivor. Its
// fields live in several places: the row itself, its external ids, the opening lines in the ledger
// (account_ledger.h), and what is computed from team (account_team.h), ledger and health
// (health.h). Writes leave one audit event each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/account_service.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& AccountTable();
// Ordered by name; takes no filter. Without those that were merged into another one.
const ListSpec& AccountList();

// The account as it was given, without what is computed. NOT_FOUND when there is none.
absl::StatusOr<v1::Account> GetAccount(Session& session, std::string_view tenant,
                                       std::string_view account);

// The account's row with team, ARR, owned product lines and health tier as of `at`; without
// external ids and opening lines. An account whose ledger has several currencies has no single ARR:
// the field is absent then. NOT_FOUND when there is none.
absl::StatusOr<v1::Account> LoadAccountState(Session& session, std::string_view tenant,
                                             std::string_view account, absl::Time at);

// What accounts are called, by the names that were asked for; a merged one as its survivor is
// . NOT_FOUND for one that there is not.
using AccountNames = absl::flat_hash_map<std::string, std::string>;
absl::StatusOr<AccountNames> DisplayNamesOf(Session& session, std::string_view tenant,
                                            const std::vector<std::string>& accounts);

// Several accounts' rows with their teams as of `at`, in the order that was asked for; without what
// is computed, external ids and opening lines. NOT_FOUND when one of them isn't there.
absl::StatusOr<std::vector<v1::Account>> LoadAccountTeams(Session& session, std::string_view tenant,
                                                          const std::vector<std::string>& accounts,
                                                          absl::Time at);

// As LoadAccountState, with all that was given, and its aliases.
absl::StatusOr<v1::Account> LoadAccountView(Session& session, std::string_view tenant,
                                            std::string_view account, absl::Time at);

// Adds the account's external ids, by system and id.
absl::Status LoadExternalIds(Session& session, std::string_view tenant, v1::Account* account);

// As GetAccount.
absl::StatusOr<std::optional<v1::Account>> FindAccountByExternalId(Session& session,
                                                                   std::string_view tenant,
                                                                   std::string_view system,
                                                                   std::string_view record_id);

// One page with external ids and opening lines; answers the next page token.
absl::StatusOr<std::string> ListAccounts(Session& session, const ListQuery& query,
                                         google::protobuf::RepeatedPtrField<v1::Account>* accounts);

// Keeps the account, its external ids and its opening lines, these as of opening_time (else
// create_time). Computed fields are not kept. ALREADY_EXISTS when the account or an external id is
// taken.
absl::Status InsertAccount(Transaction& tx, const v1::Account& account);

// The same for a known account. Opening lines are set once: FAILED_PRECONDITION, reason
// ALREADY_EXISTS, when `after` has others than `before` had.
absl::Status UpdateAccount(Transaction& tx, const v1::Account& before, const v1::Account& after);

}  // namespace baton::store
