#include "store/ids_query.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"

namespace baton::store {

IdsQuery::IdsQuery(const std::function<Sql(const std::string& ids)>& make) {
  for (const size_t size : {size_t{1}, size_t{10}, kIdsPerQuery}) {
    std::string parameters;
    for (size_t i = 0; i < size; ++i) absl::StrAppend(&parameters, i == 0 ? ":p" : ", :p", i + 2);
    statements_.push_back({size, make(parameters)});
  }
}

absl::Status IdsQuery::Each(Session& session, std::string_view tenant,
                            const std::vector<std::string>& ids,
                            const std::function<void(const Rows&)>& take) const {
  for (size_t at = 0; at < ids.size(); at += kIdsPerQuery) {
    const size_t count = std::min(kIdsPerQuery, ids.size() - at);
    BATON_RETURN_IF_ERROR(Ask(session, tenant, &ids[at], count, take));
  }
  return absl::OkStatus();
}

absl::Status IdsQuery::Ask(Session& session, std::string_view tenant, const std::string* first,
                           size_t count, const std::function<void(const Rows&)>& take) const {
  const auto sized = std::find_if(statements_.begin(), statements_.end(),
                                  [count](const Sized& each) { return count <= each.ids; });
  BATON_ASSIGN_OR_RETURN(Statement * statement,
                         session.Prepare(sized->sql, static_cast<int>(sized->ids) + 1));
  statement->SetText(0).assign(tenant);
  for (size_t i = 0; i < sized->ids; ++i) {
    statement->SetText(static_cast<int>(i) + 1).assign(first[std::min(i, count - 1)]);
  }
  const auto rows = statement->Query();
  while (rows->Next()) take(*rows);
  return rows->status();
}

}  // namespace baton::store
