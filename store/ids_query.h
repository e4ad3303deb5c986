// A query for the rows of many ids.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "store/sql.h"

namespace baton::store {

// Ids that one statement asks for at most; more are asked for by several.
inline constexpr size_t kIdsPerQuery = 100;

// Declare it static. There is a statement for one id, one for a few and one for many, which are
// filled up with the last id, so that all stay prepared.
class IdsQuery {
 public:
  // `make` answers the statement, given the parameters that stand for the ids, ":p2, :p3": the
  // tenant is :p1 and comes before them.
  explicit IdsQuery(const std::function<Sql(const std::string& ids)>& make);

  // Calls `take` at each row. It must not use the session.
  absl::Status Each(Session& session, std::string_view tenant, const std::vector<std::string>& ids,
                    const std::function<void(const Rows&)>& take) const;

 private:
  struct Sized {
    size_t ids;
    Sql sql;
  };

  absl::Status Ask(Session& session, std::string_view tenant, const std::string* first,
                   size_t count, const std::function<void(const Rows&)>& take) const;

  std::vector<Sized> statements_;
};

}  // namespace baton::store
