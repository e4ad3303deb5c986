#include "store/query.h"

#include "domain/resource_name.h"

namespace baton::store {

std::string_view IdOf(std::string_view name_or_id, std::string_view tenant,
                      std::string_view collection) {
  if (name_or_id.find('/') == std::string_view::npos) return name_or_id;
  return domain::ResourceId(name_or_id, tenant, collection);
}

std::vector<std::string> IdsOf(const std::vector<std::string>& names_or_ids,
                               std::string_view tenant, std::string_view collection) {
  std::vector<std::string> ids;
  for (const std::string& each : names_or_ids) ids.emplace_back(IdOf(each, tenant, collection));
  return ids;
}

ChildId ChildIdOf(std::string_view name, std::string_view tenant, std::string_view parents,
                  std::string_view collection) {
  const size_t id_slash = name.rfind('/');
  if (id_slash == std::string_view::npos || id_slash == 0) return {};
  const size_t collection_slash = name.rfind('/', id_slash - 1);
  if (collection_slash == std::string_view::npos) return {};
  const std::string_view id = name.substr(id_slash + 1);
  const std::string_view word = name.substr(collection_slash + 1, id_slash - collection_slash - 1);
  const std::string_view parent =
      domain::ResourceId(name.substr(0, collection_slash), tenant, parents);
  if (id.empty() || parent.empty() || word != collection) return {};
  return {parent, id};
}

std::string ChildName(std::string_view tenant, std::string_view parents, std::string_view parent,
                      std::string_view collection, std::string_view id) {
  std::string name = domain::ResourceName(tenant, parents, parent);
  return name.append("/").append(collection).append("/").append(id);
}

void AddCondition(std::string_view column, Value value, Scope* scope) {
  scope->values.push_back(std::move(value));
  std::string condition(column);
  condition.append(" = :s").append(std::to_string(scope->values.size()));
  scope->sql = scope->sql.empty() ? std::move(condition) : "(" + scope->sql + ") AND " + condition;
}

absl::StatusOr<std::vector<std::string>> ReadTexts(Session& session, const Sql& sql,
                                                   const std::vector<Value>& values) {
  std::vector<std::string> texts;
  const auto rows = session.Query(sql, values);
  while (rows->Next()) texts.push_back(rows->Text(0));
  if (!rows->status().ok()) return rows->status();
  return texts;
}

}  // namespace baton::store
