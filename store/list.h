// Lists: AIP-158 pages and AIP-160 filters over one table, by keyset, so that a page is stable
// while others write.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "store/filter.h"
#include "store/record.h"
#include "store/sql.h"

namespace baton::store {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;

// The order of a list: one column and the key behind it as tie-breaker, both in the same direction.
// The column may be the key itself.
struct ListOrder {
  std::string name;  // as callers write it in order_by: "file_time desc"; the first is the default
  std::string column;
  bool descending = false;
  bool sparse = false;  // the column may be null: such rows are not in a list of this order
};

// What may be asked of a table.
struct ListSpec {
  const Table* table;
  std::string key_column;  // unique within the tenant
  std::vector<FilterField> fields;
  std::vector<ListOrder> orders;
  std::string condition = {};  // what holds for every row that the list has; empty: all of them
};

// A condition that the server adds: whose records the caller may see. `sql` may use :s1, :s2, ...
struct Scope {
  std::string sql;  // empty: everything of the tenant
  std::vector<Value> values;
  // Where there are some, one of them must hold, too. A page is put together from a page of each,
  // so that each may walk an index of its own instead of all being gathered and sorted.
  std::vector<Scope> any_of = {};
  // What page tokens are bound to in the place of `sql` and `values`, where these differ from call
  // to call, as an instant does. Empty: these themselves.
  std::string bound_to = {};
};

// What a caller asked.
struct ListQuery {
  std::string tenant;
  absl::Time now;  // the instant that a filter means by "now"
  std::string filter;
  std::string order_by;
  int page_size = 0;
  std::string page_token;
  Scope scope;
};

// Checks a query without running it: names every fault of filter, order, size and token at once
// (INVALID_FIELDS, or PAGE_TOKEN_INVALID for a token of other arguments).
absl::Status CheckListQuery(const ListSpec& spec, const ListQuery& query);

// Appends one page of messages by calling `add` for a fresh message each time; answers the next
// page token, empty on the last page.
absl::StatusOr<std::string> RunListQuery(Session& session, const ListSpec& spec,
                                         const ListQuery& query,
                                         const std::function<google::protobuf::Message*()>& add);

}  // namespace baton::store
