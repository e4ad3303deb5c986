#include "store/aliases.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

Aliases::Aliases(std::string table, std::string owner, std::string records)
    : table_(std::move(table)),
      owner_(std::move(owner)),
      records_(std::move(records)),
      history_{absl::StrCat("SELECT alias_id, ", owner_, " FROM ", table_,
                            " WHERE tenant = :p1 AND alias_id = :p2 UNION ALL SELECT alias_id, ",
                            owner_, " FROM ", table_, " WHERE tenant = :p1 AND ", owner_, " = ",
                            Survivor(":p1", ":p2")),
               "tt"},
      survivors_([&](const std::string& aliases) {
        return Sql{absl::StrCat("SELECT alias_id, ", owner_, " FROM ", table_,
                                " WHERE tenant = :p1 AND alias_id IN (", aliases, ")"),
                   "tt"};
      }),
      aliases_([&](const std::string& survivors) {
        return Sql{absl::StrCat("SELECT alias_id, ", owner_, " FROM ", table_,
                                " WHERE tenant = :p1 AND ", owner_, " IN (", survivors, ")"),
                   "tt"};
      }) {}

std::string Aliases::Survivor(std::string_view tenant, std::string_view id) const {
  return absl::StrCat("coalesce((SELECT ", owner_, " FROM ", table_,
                      " WHERE tenant = ", View(tenant), " AND alias_id = ", View(id), "), ",
                      View(id), ")");
}

std::string Aliases::AllIds(std::string_view tenant, std::string_view id) const {
  const std::string survivor = Survivor(tenant, id);
  return absl::StrCat("(SELECT ", owner_, " FROM ", records_, " WHERE tenant = ", View(tenant),
                      " AND ", owner_, " = ", survivor, " UNION ALL SELECT alias_id FROM ", table_,
                      " WHERE tenant = ", View(tenant), " AND ", owner_, " = ", survivor, ")");
}

// A scalar, so that PostgreSQL looks each row up instead of joining all aliases.
std::string Aliases::Unmerged(std::string_view records, std::string_view key) const {
  return absl::StrCat("(SELECT merged.alias_id FROM ", table_,
                      " merged WHERE merged.tenant = ", View(records),
                      ".tenant AND merged.alias_id = ", View(records), ".", View(key), ") IS NULL");
}

absl::StatusOr<std::vector<std::string>> Aliases::HistoryIds(Session& session,
                                                             std::string_view tenant,
                                                             std::string_view id) const {
  std::string survivor(id);
  std::set<std::string> aliases;
  const auto rows = session.Query(history_, {tenant, id});
  while (rows->Next()) {
    aliases.insert(rows->Text(0));
    survivor = rows->Text(1);
  }
  if (!rows->status().ok()) return rows->status();
  std::vector<std::string> ids = {std::move(survivor)};
  ids.insert(ids.end(), aliases.begin(), aliases.end());
  return ids;
}

absl::StatusOr<std::vector<std::string>> Aliases::Survivors(Session& session,
                                                            std::string_view tenant,
                                                            std::vector<std::string> ids) const {
  std::map<std::string, std::string> survivors;
  BATON_RETURN_IF_ERROR(survivors_.Each(
      session, tenant, ids, [&](const Rows& rows) { survivors[rows.Text(0)] = rows.Text(1); }));
  for (std::string& id : ids) {
    const auto survivor = survivors.find(id);
    if (survivor != survivors.end()) id = survivor->second;
  }
  return ids;
}

absl::StatusOr<AliasOwners> Aliases::Owners(Session& session, std::string_view tenant,
                                            const std::vector<std::string>& records) const {
  BATON_ASSIGN_OR_RETURN(std::vector<std::string> survivors,
                         Survivors(session, tenant, IdsOf(records, tenant, records_)));
  std::sort(survivors.begin(), survivors.end());
  survivors.erase(std::unique(survivors.begin(), survivors.end()), survivors.end());
  AliasOwners owners;
  for (const std::string& survivor : survivors) owners[survivor] = survivor;
  BATON_RETURN_IF_ERROR(aliases_.Each(
      session, tenant, survivors, [&](const Rows& rows) { owners[rows.Text(0)] = rows.Text(1); }));
  return owners;
}

absl::Status Aliases::Narrow(Session& session, std::string_view column, std::string_view id,
                             ListQuery* query) const {
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                         HistoryIds(session, query->tenant, id));
  if (ids.size() == 1) {
    AddCondition(column, ids.front(), &query->scope);
    return absl::OkStatus();
  }
  for (const std::string& each : ids)
    AddCondition(column, each, &query->scope.any_of.emplace_back());
  return absl::OkStatus();
}

absl::Status Aliases::Merge(Transaction& tx, std::string_view survivor,
                            std::string_view merged) const {
  const Sql move{absl::StrCat("UPDATE ", table_, " SET ", owner_, " = :p1 WHERE tenant = :p2 AND ",
                              owner_, " = :p3"),
                 ""};
  const Sql add{absl::StrCat("INSERT INTO ", table_, " (tenant, alias_id, ", owner_,
                             ") VALUES (:p1, :p2, :p3)"),
                ""};
  BATON_RETURN_IF_ERROR(tx.session().Run(move, {survivor, tx.tenant(), merged}).status());
  return tx.session().Run(add, {tx.tenant(), merged, survivor}).status();
}

const Aliases& AccountAliases() {
  static const Aliases& aliases = *new Aliases("account_aliases", "account_id", "accounts");
  return aliases;
}

const Aliases& PersonAliases() {
  static const Aliases& aliases = *new Aliases("person_aliases", "person_id", "people");
  return aliases;
}

}  // namespace baton::store
