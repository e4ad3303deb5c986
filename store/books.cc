#include "store/books.h"

#include <algorithm>
#include <utility>

#include "domain/money.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/account_segments.h"
#include "store/aliases.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kAccounts = "accounts";
constexpr std::string_view kPeople = "people";

const std::string& IdAfterMerge(const Survivors& survivors, const std::string& id) {
  const auto found = survivors.find(id);
  return found == survivors.end() ? id : found->second;
}

absl::StatusOr<Survivors> SurvivorsBy(Session& session, const Sql& sql, std::string_view tenant) {
  Survivors survivors;
  const auto rows = session.Query(sql, {tenant});
  while (rows->Next()) survivors.emplace(rows->Text(0), rows->Text(1));
  if (!rows->status().ok()) return rows->status();
  return survivors;
}

// The first of the instants that an entry counts at; past the last it counts at none.
size_t FirstAt(absl::Span<const absl::Time> instants, absl::Time time, bool at_it) {
  const auto* first = at_it ? std::lower_bound(instants.begin(), instants.end(), time)
                            : std::upper_bound(instants.begin(), instants.end(), time);
  return static_cast<size_t>(first - instants.begin());
}

// Adds each start's entries to those of every later one.
absl::Status AddUp(std::vector<Balance>* balances) {
  for (size_t i = 1; i < balances->size(); ++i) {
    for (const auto& [currency, sum] : (*balances)[i - 1]) {
      int64_t& later = (*balances)[i][currency];
      BATON_ASSIGN_OR_RETURN(later, domain::AddMinor(later, sum));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Survivors> AccountSurvivors(Session& session, std::string_view tenant) {
  static const Sql& sql =
      *new Sql{"SELECT alias_id, account_id FROM account_aliases WHERE tenant = :p1", "tt"};
  return SurvivorsBy(session, sql, tenant);
}

absl::StatusOr<Survivors> PersonSurvivors(Session& session, std::string_view tenant) {
  static const Sql& sql =
      *new Sql{"SELECT alias_id, person_id FROM person_aliases WHERE tenant = :p1", "tt"};
  return SurvivorsBy(session, sql, tenant);
}

std::string SurvivorOf(const Survivors& survivors, std::string_view tenant,
                       std::string_view account) {
  return IdAfterMerge(survivors, std::string(IdOf(account, tenant, kAccounts)));
}

std::string PersonAfterMerge(const Survivors& survivors, std::string_view tenant,
                             std::string_view person) {
  if (person.empty()) return "";
  return domain::ResourceName(tenant, kPeople,
                              IdAfterMerge(survivors, std::string(IdOf(person, tenant, kPeople))));
}

absl::StatusOr<std::map<std::string, std::vector<Balance>>> ArrAtStarts(
    Session& session, std::string_view tenant, const Survivors& survivors,
    absl::Span<const absl::Time> starts) {
  static const Sql& sql = *new Sql{
      "SELECT account_id, currency_code, delta_minor, effective_time_us, kind "
      "FROM account_arr_ledger WHERE tenant = :p1",
      "ttiit"};
  std::map<std::string, std::vector<Balance>> accounts;
  const auto rows = session.Query(sql, {tenant});
  while (rows->Next()) {
    const size_t first =
        FirstAt(starts, absl::FromUnixMicros(rows->Int(3)), rows->Text(4) == "opening");
    if (first == starts.size()) continue;
    std::vector<Balance>& balances = accounts[IdAfterMerge(survivors, rows->Text(0))];
    balances.resize(starts.size());
    int64_t& sum = balances[first][rows->Text(1)];
    BATON_ASSIGN_OR_RETURN(sum, domain::AddMinor(sum, rows->Int(2)));
  }
  if (!rows->status().ok()) return rows->status();
  for (auto& [account, balances] : accounts) BATON_RETURN_IF_ERROR(AddUp(&balances));
  return accounts;
}

absl::StatusOr<std::map<std::string, std::vector<std::string>>> HoldersAt(
    Session& session, std::string_view tenant, v1::Role role,
    absl::Span<const absl::Time> instants) {
  static const Sql& sql = *new Sql{
      "SELECT account_id, start_time_us, coalesce(person_id, '') FROM account_team "
      "WHERE tenant = :p1 AND role = :p2 ORDER BY account_id, start_time_us",
      "tit"};
  BATON_ASSIGN_OR_RETURN(const Survivors survivors, PersonSurvivors(session, tenant));
  std::map<std::string, std::vector<std::string>> accounts;
  const std::string role_text = role == v1::ROLE_CSM ? "csm" : "ae";
  const auto rows = session.Query(sql, {tenant, role_text});
  while (rows->Next()) {
    std::vector<std::string>& holders = accounts[rows->Text(0)];
    holders.resize(instants.size());
    const std::string person = PersonAfterMerge(survivors, tenant, rows->Text(2));
    const size_t first = FirstAt(instants, absl::FromUnixMicros(rows->Int(1)), true);
    for (size_t i = first; i < instants.size(); ++i) holders[i] = person;
  }
  if (!rows->status().ok()) return rows->status();
  return accounts;
}

absl::StatusOr<std::vector<AccountFacts>> AllAccountFacts(Session& session, std::string_view tenant,
                                                          const Survivors& survivors) {
  static const Sql& sql = *new Sql{
      "SELECT account_id, coalesce(segment, ''), coalesce(renewal_time_us, 0), "
      "CASE WHEN renewal_time_us IS NULL THEN 0 ELSE 1 END FROM accounts WHERE tenant = :p1",
      "ttii"};
  std::vector<AccountFacts> accounts;
  const auto rows = session.Query(sql, {tenant});
  while (rows->Next()) {
    if (survivors.count(rows->Text(0)) > 0) continue;
    AccountFacts& facts = accounts.emplace_back();
    facts.account = rows->Text(0);
    facts.segment = SegmentOf(rows->Text(1));
    if (rows->Int(3) != 0) facts.renewal = absl::FromUnixMicros(rows->Int(2));
  }
  if (!rows->status().ok()) return rows->status();
  return accounts;
}

absl::StatusOr<Engagement> EngagementOf(Session& session, std::string_view tenant,
                                        std::string_view account, absl::Time from, absl::Time to) {
  static const Sql& sql = *new Sql{
      "SELECT coalesce(role, ''), two_way FROM activities WHERE tenant = :p1 "
      "AND account_id = :p2 AND occur_time_us >= :p3 AND occur_time_us < :p4",
      "ti"};
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                         AccountAliases().HistoryIds(session, tenant, account));
  Engagement engagement;
  for (const std::string& id : ids) {
    const auto rows =
        session.Query(sql, {tenant, id, absl::ToUnixMicros(from), absl::ToUnixMicros(to)});
    while (rows->Next()) {
      const std::string role = rows->Text(0);
      engagement.ae += role == "ae" ? 1 : 0;
      if (role != "csm") continue;
      ++engagement.csm;
      engagement.csm_two_way += rows->Int(1) != 0 ? 1 : 0;
    }
    if (!rows->status().ok()) return rows->status();
  }
  return engagement;
}

}  // namespace baton::store
