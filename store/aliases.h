// Aliases: the old ids of records that were merged into another one.
//
// A merged record's row stays, since history points at it, and keeps pointing. What looks a record
// up by its id asks for the survivor; what lists a record's history asks for the survivor's ids.
// An alias stands for its survivor at once: merging a survivor on moves its aliases along.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/ids_query.h"
#include "store/list.h"
#include "store/store.h"

namespace baton::store {

// Survivors' bare ids by the bare ids that stand for them, their own included.
using AliasOwners = absl::flat_hash_map<std::string, std::string>;

class Aliases {
 public:
  // `table` keeps the aliases, `owner` is the column with the survivor's bare id, there and in
  // `records`, which has the records themselves.
  Aliases(std::string table, std::string owner, std::string records);

  // SQL for the id that a record goes by: "coalesce((SELECT ...), :p2)", where `tenant` and `id`
  // are parameters, ":p1" and ":p2". One look into an index, which is empty but for merged records.
  std::string Survivor(std::string_view tenant, std::string_view id) const;

  // SQL for every id that the record's history has, "(SELECT ... UNION ALL SELECT ...)": its
  // survivor's own and the old ones. Parameters as above.
  std::string AllIds(std::string_view tenant, std::string_view id) const;

  // SQL that is true for a row of `records` which wasn't merged into another one; `key` is its
  // column with the id.
  std::string Unmerged(std::string_view records, std::string_view key) const;

  // The same ids, bare: the survivor's first, then the old ones, sorted. One element for a record
  // that has nothing to do with a merge, known or not.
  absl::StatusOr<std::vector<std::string>> HistoryIds(Session& session, std::string_view tenant,
                                                      std::string_view id) const;

  // The ids that records go by, in the order of `ids`: an alias's survivor, else the id itself.
  absl::StatusOr<std::vector<std::string>> Survivors(Session& session, std::string_view tenant,
                                                     std::vector<std::string> ids) const;

  // Every id that the records' histories have, with the survivor's: the same for many records, full
  // names or bare ids.
  absl::StatusOr<AliasOwners> Owners(Session& session, std::string_view tenant,
                                     const std::vector<std::string>& records) const;

  // Narrows a list to a record's history, by the list's column with the record's id. Each id's rows
  // are a part of their own, so that each walks its index.
  absl::Status Narrow(Session& session, std::string_view column, std::string_view id,
                      ListQuery* query) const;

  // Makes `merged`, and whatever was merged into it, aliases of `survivor`. Bare ids of different
  // survivors.
  absl::Status Merge(Transaction& tx, std::string_view survivor, std::string_view merged) const;

 private:
  const std::string table_;
  const std::string owner_;
  const std::string records_;
  const Sql history_;
  const IdsQuery survivors_;
  const IdsQuery aliases_;
};

const Aliases& AccountAliases();
const Aliases& PersonAliases();

}  // namespace baton::store
