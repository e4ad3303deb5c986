#include "store/account_team.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kAccounts = "accounts";

std::string RoleText(v1::Role role) {
  const auto* value = v1::Role_descriptor()->FindValueByNumber(role);
  return value == nullptr ? "" : EnumText(value);
}

// Inclusive: the row that starts exactly at `at` holds already.
absl::StatusOr<std::optional<v1::TeamMember>> LatestRow(Session& session, std::string_view tenant,
                                                        std::string_view account_id, v1::Role role,
                                                        int64_t at_us) {
  static const Sql& sql = *new Sql(
      AccountTeamTable().Select("WHERE tenant = :p1 AND account_id = :p2 AND role = :p3 "
                                "AND start_time_us <= :p4 ORDER BY start_time_us DESC LIMIT 1"));
  return ReadFirst<v1::TeamMember>(session, AccountTeamTable(), sql,
                                   {tenant, account_id, RoleText(role), at_us}, tenant);
}

}  // namespace

const Table& AccountTeamTable() {
  static const Table& table = *new Table(v1::TeamMember::descriptor(), "account_team",
                                         {
                                             Enum("role", "role"),
                                             Ref("person_id", "person", "people"),
                                             Time("start_time_us", "start_time"),
                                             Json("shares", "shares"),
                                         },
                                         {"account_id"});
  return table;
}

absl::StatusOr<std::string> TeamHolder(Session& session, std::string_view tenant,
                                       std::string_view account, v1::Role role, absl::Time at) {
  BATON_ASSIGN_OR_RETURN(v1::TeamMember member, TeamMemberAt(session, tenant, account, role, at));
  return std::move(*member.mutable_person());
}

absl::StatusOr<v1::TeamMember> TeamMemberAt(Session& session, std::string_view tenant,
                                            std::string_view account, v1::Role role,
                                            absl::Time at) {
  BATON_ASSIGN_OR_RETURN(
      std::optional<v1::TeamMember> row,
      LatestRow(session, tenant, IdOf(account, tenant, kAccounts), role, absl::ToUnixMicros(at)));
  if (row.has_value()) return *std::move(row);
  v1::TeamMember nobody;
  nobody.set_role(role);
  return nobody;
}

std::vector<v1::TeamMember> LastOfEachRole(std::vector<v1::TeamMember> rows) {
  std::vector<v1::TeamMember> team;
  for (size_t i = 0; i < rows.size(); ++i) {
    const bool last = i + 1 == rows.size() || rows[i + 1].role() != rows[i].role();
    if (last && !rows[i].person().empty()) team.push_back(std::move(rows[i]));
  }
  return team;
}

absl::StatusOr<std::vector<TeamSeat>> SeatsOf(Session& session, std::string_view tenant,
                                              std::string_view person, absl::Time at) {
  static const Sql& sql = *new Sql(AccountTeamTable().Select(
      "WHERE tenant = :p1 AND person_id = :p2 AND (start_time_us > :p3 OR NOT EXISTS ("
      "SELECT 1 FROM account_team later WHERE later.tenant = account_team.tenant "
      "AND later.account_id = account_team.account_id AND later.role = account_team.role "
      "AND later.start_time_us > account_team.start_time_us AND later.start_time_us <= :p3))",
      "account_id", "t"));
  const int account_column = static_cast<int>(AccountTeamTable().columns().size());
  std::vector<TeamSeat> seats;
  const auto rows =
      session.Query(sql, {tenant, IdOf(person, tenant, "people"), absl::ToUnixMicros(at)});
  while (rows->Next()) {
    TeamSeat& seat = seats.emplace_back();
    AccountTeamTable().Read(*rows, tenant, &seat.member);
    seat.account = domain::ResourceName(tenant, kAccounts, rows->Text(account_column));
  }
  if (!rows->status().ok()) return rows->status();
  std::sort(seats.begin(), seats.end(), [](const TeamSeat& a, const TeamSeat& b) {
    return std::make_tuple(std::string_view(a.account), a.member.role(),
                           domain::ToMicros(a.member.start_time())) <
           std::make_tuple(std::string_view(b.account), b.member.role(),
                           domain::ToMicros(b.member.start_time()));
  });
  return seats;
}

absl::Status SetTeamMember(Transaction& tx, std::string_view account,
                           const v1::TeamMember& member) {
  static const Sql& remove = *new Sql{
      "DELETE FROM account_team WHERE tenant = :p1 AND account_id = :p2 AND role = :p3 "
      "AND start_time_us = :p4",
      ""};
  Session& session = tx.session();
  const std::string_view id = IdOf(account, tx.tenant(), kAccounts);
  const int64_t start_us = domain::ToMicros(member.start_time());
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::TeamMember> before,
                         LatestRow(session, tx.tenant(), id, member.role(), start_us));
  if (before.has_value() && domain::ToMicros(before->start_time()) == start_us &&
      before->person() == member.person() && before->shares_size() == member.shares_size() &&
      std::equal(before->shares().begin(), before->shares().end(), member.shares().begin(),
                 [](const v1::CreditShare& a, const v1::CreditShare& b) {
                   return a.person() == b.person() && a.share_bp() == b.share_bp();
                 })) {
    return absl::OkStatus();
  }
  BATON_RETURN_IF_ERROR(
      session.Run(remove, {tx.tenant(), id, RoleText(member.role()), start_us}).status());
  BATON_RETURN_IF_ERROR(AccountTeamTable().Insert(session, tx.tenant(), member, {id}));
  tx.Changed(domain::ResourceName(tx.tenant(), kAccounts, id),
             before.has_value() ? &*before : nullptr, &member);
  return absl::OkStatus();
}

}  // namespace baton::store
