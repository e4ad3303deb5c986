// What the nouns' functions share: names and ids, conditions, reading whole results.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/sql.h"

namespace baton::store {

// The bare id in a record's full name; an id passes as it is. Empty for a name of another tenant
// or collection.
std::string_view IdOf(std::string_view name_or_id, std::string_view tenant,
                      std::string_view collection);

// The same for each.
std::vector<std::string> IdsOf(const std::vector<std::string>& names_or_ids,
                               std::string_view tenant, std::string_view collection);

// The ids in tenants/{tenant}/{parents}/{parent}/{collection}/{id}.
struct ChildId {
  std::string_view parent;
  std::string_view id;
};

// Empty ids when `name` is no such name.
ChildId ChildIdOf(std::string_view name, std::string_view tenant, std::string_view parents,
                  std::string_view collection);

// tenants/{tenant}/{parents}/{parent}/{collection}/{id}
std::string ChildName(std::string_view tenant, std::string_view parents, std::string_view parent,
                      std::string_view collection, std::string_view id);

// Adds "AND column = value" to a list's scope.
void AddCondition(std::string_view column, Value value, Scope* scope);

// The first column of every row.
absl::StatusOr<std::vector<std::string>> ReadTexts(Session& session, const Sql& sql,
                                                   const std::vector<Value>& values);

// Every row of one of `table`'s Selects.
template <typename Record>
absl::StatusOr<std::vector<Record>> ReadAll(Session& session, const Table& table, const Sql& sql,
                                            const std::vector<Value>& values,
                                            std::string_view tenant) {
  std::vector<Record> records;
  const auto rows = session.Query(sql, values);
  while (rows->Next()) table.Read(*rows, tenant, &records.emplace_back());
  if (!rows->status().ok()) return rows->status();
  return records;
}

// The first row, if there is one.
template <typename Record>
absl::StatusOr<std::optional<Record>> ReadFirst(Session& session, const Table& table,
                                                const Sql& sql, const std::vector<Value>& values,
                                                std::string_view tenant) {
  std::optional<Record> record;
  const auto rows = session.Query(sql, values);
  if (rows->Next()) table.Read(*rows, tenant, &record.emplace());
  if (!rows->status().ok()) return rows->status();
  return record;
}

// The record of that name or id; NOT_FOUND when there is none in this tenant and collection.
template <typename Record>
absl::StatusOr<Record> GetRecord(Session& session, const Table& table, std::string_view tenant,
                                 std::string_view collection, std::string_view name_or_id) {
  const std::string_view id = IdOf(name_or_id, tenant, collection);
  if (id.empty()) {
    return domain::NotFound(Record::descriptor()->name(), std::string(name_or_id));
  }
  Record record;
  BATON_RETURN_IF_ERROR(table.Get(session, tenant, id, &record));
  return record;
}

// Appends one page to `records`; answers the next page token. For records without children.
template <typename Record>
absl::StatusOr<std::string> ListRecords(Session& session, const ListSpec& spec,
                                        const ListQuery& query,
                                        google::protobuf::RepeatedPtrField<Record>* records) {
  return RunListQuery(session, spec, query, [records] { return records->Add(); });
}

}  // namespace baton::store
