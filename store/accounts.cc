#include "store/accounts.h"

#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "google/protobuf/util/message_differencer.h"
#include "store/account_ledger.h"
#include "store/account_team.h"
#include "store/aliases.h"
#include "store/external_ids.h"
#include "store/health.h"
#include "store/ids_query.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kAccounts = "accounts";

const ExternalIds& AccountExternalIds() {
  static const ExternalIds& ids = *new ExternalIds("account_external_ids", "account_id");
  return ids;
}

absl::Status LoadGivenParts(Session& session, std::string_view tenant, v1::Account* account) {
  BATON_RETURN_IF_ERROR(LoadExternalIds(session, tenant, account));
  return LoadOpeningLines(session, tenant, IdOf(account->name(), tenant, kAccounts),
                          account->mutable_opening_lines());
}

absl::Status ReplaceExternalIds(Transaction& tx, const v1::Account& account) {
  return AccountExternalIds().Replace(tx.session(), tx.tenant(),
                                      IdOf(account.name(), tx.tenant(), kAccounts),
                                      account.external_ids());
}

absl::Status AddOpeningLines(Transaction& tx, const v1::Account& account) {
  const absl::Time time =
      domain::ToTime(account.has_opening_time() ? account.opening_time() : account.create_time());
  std::vector<LedgerEntry> entries;
  for (const v1::OwnedProductLine& line : account.opening_lines()) {
    entries.push_back(
        {time, "", "", line.product_line(), line.arr().amount_minor(), line.arr().currency_code()});
  }
  return AddLedgerEntries(tx, account.name(), entries);
}

bool SameOpeningLines(const v1::Account& a, const v1::Account& b) {
  if (a.opening_lines_size() != b.opening_lines_size()) return false;
  for (int i = 0; i < a.opening_lines_size(); ++i) {
    if (!google::protobuf::util::MessageDifferencer::Equals(a.opening_lines(i),
                                                            b.opening_lines(i))) {
      return false;
    }
  }
  return true;
}

// A health observation's tier alone.
const Table& TierTable() {
  static const Table& table = *new Table(v1::HealthObservation::descriptor(), "health_observations",
                                         {Enum("tier", "tier")});
  return table;
}

// The latest tier of all that was merged into the account.
absl::Status JoinHealth(Session& session, std::string_view tenant, absl::Time at,
                        v1::Account* state) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::HealthObservation> history,
                         ListHealth(session, tenant, state->name(), at));
  if (!history.empty()) state->set_health_tier(history.back().tier());
  return absl::OkStatus();
}

// The account once for each row of its team until then, with its health tier. One statement, since
// every filing asks it.
absl::StatusOr<std::optional<v1::Account>> ReadState(Session& session, std::string_view tenant,
                                                     std::string_view id, absl::Time at) {
  static const Sql& sql = *new Sql(AccountTable().Select(
      absl::StrCat("LEFT JOIN (SELECT role, person_id, start_time_us FROM account_team "
                   "WHERE tenant = :p4 AND account_id = ",
                   AccountAliases().Survivor(":p4", ":p5"),
                   " AND start_time_us <= :p6) AS team ON 1 = 1 "
                   "WHERE tenant = :p7 AND account_id = ",
                   AccountAliases().Survivor(":p7", ":p8"),
                   " ORDER BY team.role, team.start_time_us"),
      absl::StrCat("(SELECT tier FROM health_observations WHERE tenant = :p1 AND account_id = ",
                   AccountAliases().Survivor(":p1", ":p2"),
                   " AND observe_time_us <= :p3 ORDER BY observe_time_us DESC, record_no DESC "
                   "LIMIT 1), team.role, team.person_id, team.start_time_us, "
                   "(SELECT count(*) FROM account_aliases merged WHERE merged.tenant = "
                   "accounts.tenant AND merged.account_id = accounts.account_id)"),
      "tttii"));
  const int tier_column = static_cast<int>(AccountTable().columns().size());
  const int64_t at_us = absl::ToUnixMicros(at);
  std::optional<v1::Account> state;
  std::vector<v1::TeamMember> team;
  bool has_aliases = false;
  const auto rows = session.Query(sql, {tenant, id, at_us, tenant, id, at_us, tenant, id});
  while (rows->Next()) {
    if (!state.has_value()) {
      AccountTable().Read(*rows, tenant, &state.emplace());
      v1::HealthObservation latest;
      TierTable().Read(*rows, tenant, &latest, tier_column);
      state->set_health_tier(latest.tier());
      has_aliases = rows->Int(tier_column + 4) > 0;
    }
    AccountTeamTable().Read(*rows, tenant, &team.emplace_back(), tier_column + 1);
  }
  if (!rows->status().ok()) return rows->status();
  for (v1::TeamMember& member : LastOfEachRole(std::move(team))) {
    *state->add_team() = std::move(member);
  }
  if (has_aliases) BATON_RETURN_IF_ERROR(JoinHealth(session, tenant, at, &*state));
  return state;
}

using AccountsById = absl::flat_hash_map<std::string, v1::Account>;
using TeamsById = absl::flat_hash_map<std::string, std::vector<v1::TeamMember>>;

absl::StatusOr<AccountsById> ReadAccounts(Session& session, std::string_view tenant,
                                          const std::vector<std::string>& ids) {
  static const IdsQuery& query = *new IdsQuery([](const std::string& some) {
    return AccountTable().Select(absl::StrCat("WHERE tenant = :p1 AND account_id IN (", some, ")"));
  });
  AccountsById accounts;
  BATON_RETURN_IF_ERROR(query.Each(session, tenant, ids, [&](const Rows& rows) {
    AccountTable().Read(rows, tenant, &accounts[rows.Text(0)]);
  }));
  return accounts;
}

// Each team's rows that began at `at` or before, by role and start.
absl::StatusOr<TeamsById> ReadTeams(Session& session, std::string_view tenant,
                                    const std::vector<std::string>& ids, absl::Time at) {
  static const IdsQuery& query = *new IdsQuery([](const std::string& some) {
    return AccountTeamTable().Select(absl::StrCat("WHERE tenant = :p1 AND account_id IN (", some,
                                                  ") ORDER BY account_id, role, start_time_us"),
                                     "account_id", "t");
  });
  const int id_column = static_cast<int>(AccountTeamTable().columns().size());
  TeamsById teams;
  BATON_RETURN_IF_ERROR(query.Each(session, tenant, ids, [&](const Rows& rows) {
    v1::TeamMember member;
    AccountTeamTable().Read(rows, tenant, &member);
    if (domain::ToTime(member.start_time()) > at) return;
    teams[rows.Text(id_column)].push_back(std::move(member));
  }));
  return teams;
}

}  // namespace

const Table& AccountTable() {
  static const Table& table = *new Table(v1::Account::descriptor(), "accounts",
                                         {
                                             Key("account_id", "name", kAccounts),
                                             Text("display_name", "display_name"),
                                             Enum("segment", "segment"),
                                             Int("acv_minor", "acv.amount_minor"),
                                             Text("acv_currency", "acv.currency_code"),
                                             Enum("renewal_model", "renewal_model"),
                                             Time("opening_time_us", "opening_time"),
                                             Time("renewal_time_us", "renewal_time"),
                                             Int("crm_arr_minor", "crm_arr.amount_minor"),
                                             Text("crm_arr_currency", "crm_arr.currency_code"),
                                             Time("create_time_us", "create_time"),
                                             Time("update_time_us", "update_time"),
                                             Time("source_update_time_us", "source_update_time"),
                                         });
  return table;
}

const ListSpec& AccountList() {
  static const ListSpec& spec = *new ListSpec{&AccountTable(),
                                              "account_id",
                                              {},
                                              {{"name", "account_id", false}},
                                              AccountAliases().Unmerged("accounts", "account_id")};
  return spec;
}

absl::StatusOr<v1::Account> GetAccount(Session& session, std::string_view tenant,
                                       std::string_view account) {
  static const Sql& sql = *new Sql(AccountTable().Select(absl::StrCat(
      "WHERE tenant = :p1 AND account_id = ", AccountAliases().Survivor(":p1", ":p2"))));
  const std::string_view id = IdOf(account, tenant, kAccounts);
  BATON_ASSIGN_OR_RETURN(
      std::optional<v1::Account> record,
      ReadFirst<v1::Account>(session, AccountTable(), sql, {tenant, id}, tenant));
  if (!record.has_value()) {
    return domain::NotFound(
        "Account", id.empty() ? std::string(account) : domain::ResourceName(tenant, kAccounts, id));
  }
  BATON_RETURN_IF_ERROR(LoadGivenParts(session, tenant, &*record));
  return *std::move(record);
}

absl::StatusOr<v1::Account> LoadAccountState(Session& session, std::string_view tenant,
                                             std::string_view account, absl::Time at) {
  const std::string_view id = IdOf(account, tenant, kAccounts);
  if (id.empty()) return domain::NotFound("Account", std::string(account));
  BATON_ASSIGN_OR_RETURN(std::optional<v1::Account> state, ReadState(session, tenant, id, at));
  if (!state.has_value()) {
    return domain::NotFound("Account", domain::ResourceName(tenant, kAccounts, id));
  }
  BATON_ASSIGN_OR_RETURN(Owned owned, OwnedLines(session, tenant, id, at + absl::Microseconds(1)));
  for (v1::OwnedProductLine& line : owned.lines) *state->add_owned_lines() = std::move(line);
  if (owned.totals.size() == 1) *state->mutable_arr() = owned.totals.front();
  return *std::move(state);
}

absl::StatusOr<AccountNames> DisplayNamesOf(Session& session, std::string_view tenant,
                                            const std::vector<std::string>& accounts) {
  static const IdsQuery& query = *new IdsQuery([](const std::string& ids) {
    return Sql{absl::StrCat("SELECT account_id, display_name FROM accounts "
                            "WHERE tenant = :p1 AND account_id IN (",
                            ids, ")"),
               "tt"};
  });
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      AccountAliases().Survivors(session, tenant, IdsOf(accounts, tenant, kAccounts)));
  AccountNames by_id;
  BATON_RETURN_IF_ERROR(query.Each(session, tenant, ids,
                                   [&](const Rows& rows) { by_id[rows.Text(0)] = rows.Text(1); }));
  AccountNames names;
  for (size_t i = 0; i < ids.size(); ++i) {
    const auto name = by_id.find(ids[i]);
    if (name == by_id.end()) return domain::NotFound("Account", accounts[i]);
    names[accounts[i]] = name->second;
  }
  return names;
}

absl::StatusOr<std::vector<v1::Account>> LoadAccountTeams(Session& session, std::string_view tenant,
                                                          const std::vector<std::string>& accounts,
                                                          absl::Time at) {
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      AccountAliases().Survivors(session, tenant, IdsOf(accounts, tenant, kAccounts)));
  BATON_ASSIGN_OR_RETURN(const AccountsById rows, ReadAccounts(session, tenant, ids));
  BATON_ASSIGN_OR_RETURN(const TeamsById teams, ReadTeams(session, tenant, ids, at));
  std::vector<v1::Account> loaded;
  for (size_t i = 0; i < ids.size(); ++i) {
    const auto row = rows.find(ids[i]);
    if (row == rows.end()) return domain::NotFound("Account", accounts[i]);
    loaded.push_back(row->second);
    const auto team = teams.find(ids[i]);
    if (team == teams.end()) continue;
    for (v1::TeamMember& member : LastOfEachRole(team->second)) {
      *loaded.back().add_team() = std::move(member);
    }
  }
  return loaded;
}

absl::StatusOr<v1::Account> LoadAccountView(Session& session, std::string_view tenant,
                                            std::string_view account, absl::Time at) {
  BATON_ASSIGN_OR_RETURN(v1::Account view, LoadAccountState(session, tenant, account, at));
  BATON_RETURN_IF_ERROR(LoadGivenParts(session, tenant, &view));
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      AccountAliases().HistoryIds(session, tenant, IdOf(view.name(), tenant, kAccounts)));
  for (size_t i = 1; i < ids.size(); ++i) {
    view.add_aliases(domain::ResourceName(tenant, kAccounts, ids[i]));
  }
  return view;
}

absl::Status LoadExternalIds(Session& session, std::string_view tenant, v1::Account* account) {
  return AccountExternalIds().Load(session, tenant, IdOf(account->name(), tenant, kAccounts),
                                   account->mutable_external_ids());
}

absl::StatusOr<std::optional<v1::Account>> FindAccountByExternalId(Session& session,
                                                                   std::string_view tenant,
                                                                   std::string_view system,
                                                                   std::string_view record_id) {
  BATON_ASSIGN_OR_RETURN(const std::optional<std::string> id,
                         AccountExternalIds().Find(session, tenant, system, record_id));
  if (!id.has_value()) return std::optional<v1::Account>();
  BATON_ASSIGN_OR_RETURN(v1::Account account, GetAccount(session, tenant, *id));
  return std::optional<v1::Account>(std::move(account));
}

absl::StatusOr<std::string> ListAccounts(
    Session& session, const ListQuery& query,
    google::protobuf::RepeatedPtrField<v1::Account>* accounts) {
  BATON_ASSIGN_OR_RETURN(std::string next, ListRecords(session, AccountList(), query, accounts));
  for (v1::Account& account : *accounts) {
    BATON_RETURN_IF_ERROR(LoadGivenParts(session, query.tenant, &account));
  }
  return next;
}

absl::Status InsertAccount(Transaction& tx, const v1::Account& account) {
  BATON_RETURN_IF_ERROR(AccountTable().Insert(tx.session(), tx.tenant(), account));
  BATON_RETURN_IF_ERROR(ReplaceExternalIds(tx, account));
  BATON_RETURN_IF_ERROR(AddOpeningLines(tx, account));
  tx.Changed(account.name(), nullptr, &account);
  return absl::OkStatus();
}

absl::Status UpdateAccount(Transaction& tx, const v1::Account& before, const v1::Account& after) {
  if (before.opening_lines().empty()) {
    BATON_RETURN_IF_ERROR(AddOpeningLines(tx, after));
  } else if (!SameOpeningLines(before, after)) {
    return domain::RefuseState(v1::ERROR_REASON_ALREADY_EXISTS, after.name(),
                               "an account's opening lines are set once; leave them out");
  }
  BATON_RETURN_IF_ERROR(AccountTable().Update(tx.session(), tx.tenant(), after));
  BATON_RETURN_IF_ERROR(ReplaceExternalIds(tx, after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
