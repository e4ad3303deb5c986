#include "store/list.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "store/page_token.h"
#include "store/sha256.h"

namespace baton::store {
namespace {

// A query that was found good.
struct Plan {
  std::string conditions;  // " AND ..." behind the tenant's
  std::vector<Value> values;
  const ListOrder* order = nullptr;
  int page_size = kDefaultPageSize;
  std::string arguments;  // what a page token is bound to
  std::optional<PagePosition> position;
};

char TypeOf(const ListSpec& spec, const std::string& column) {
  for (const Column& known : spec.table->columns()) {
    if (known.name == column) return ResultType(known.kind);
  }
  return 't';
}

const ListOrder* FindOrder(const ListSpec& spec, const std::string& order_by) {
  if (order_by.empty()) return &spec.orders.front();
  std::vector<absl::string_view> words = absl::StrSplit(order_by, ' ', absl::SkipEmpty());
  if (words.size() == 2 && words[1] == "asc") words.pop_back();
  const std::string wanted = absl::StrJoin(words, " ");
  const auto found = std::find_if(spec.orders.begin(), spec.orders.end(),
                                  [&](const ListOrder& order) { return order.name == wanted; });
  return found == spec.orders.end() ? nullptr : &*found;
}

std::string OrderNames(const ListSpec& spec) {
  return absl::StrJoin(spec.orders, ", ", [](std::string* out, const ListOrder& order) {
    absl::StrAppend(out, "\"", order.name, "\"");
  });
}

// Everything but the size and the token, which may differ from page to page.
std::string DigestArguments(const ListSpec& spec, const ListQuery& query) {
  std::string bytes;
  for (const std::string& part :
       {spec.table->name(), query.tenant, query.filter, query.order_by, query.scope.sql}) {
    AppendPrefixed(part, &bytes);
  }
  for (const Value& value : query.scope.values) {
    AppendInteger(static_cast<int64_t>(value.kind), &bytes);
    AppendInteger(value.integer, &bytes);
    AppendPrefixed(absl::StrCat(value.real), &bytes);
    AppendPrefixed(value.text, &bytes);
  }
  return Sha256(bytes).substr(0, 16);
}

// The scope's own parameters :s1, :s2, ... become the statement's.
void AppendScope(const Scope& scope, Plan* plan) {
  if (scope.sql.empty()) return;
  const size_t before = plan->values.size();
  std::string sql;
  for (size_t i = 0; i < scope.sql.size(); ++i) {
    const bool parameter = scope.sql.compare(i, 2, ":s") == 0 && i + 2 < scope.sql.size() &&
                           absl::ascii_isdigit(scope.sql[i + 2]);
    if (!parameter) {
      sql.push_back(scope.sql[i]);
      continue;
    }
    size_t number = 0;
    for (i += 2; i < scope.sql.size() && absl::ascii_isdigit(scope.sql[i]); ++i) {
      number = number * 10 + static_cast<size_t>(scope.sql[i] - '0');
    }
    --i;
    absl::StrAppend(&sql, ":p", before + number);
  }
  plan->values.insert(plan->values.end(), scope.values.begin(), scope.values.end());
  absl::StrAppend(&plan->conditions, " AND (", sql, ")");
}

bool Suits(const Value& value, char type, bool nullable) {
  switch (value.kind) {
    case Value::Kind::kNull:
      return nullable;
    case Value::Kind::kInt:
      return type == 'i';
    case Value::Kind::kDouble:
      return type == 'd';
    default:
      return type == 't';
  }
}

bool ReadPosition(const ListSpec& spec, const ListQuery& query, Plan* plan) {
  if (query.page_token.empty()) return true;
  plan->position = ReadPageToken(plan->arguments, query.page_token);
  return plan->position.has_value() &&
         Suits(plan->position->order, TypeOf(spec, plan->order->column), plan->order->nullable) &&
         Suits(plan->position->key, TypeOf(spec, spec.key_column), false);
}

absl::StatusOr<Plan> MakePlan(const ListSpec& spec, const ListQuery& query) {
  domain::Violations faults;
  Plan plan;
  plan.values.emplace_back(query.tenant);
  TranslateFilter(spec.fields, query.tenant, query.filter, &plan.conditions, &plan.values, &faults);
  plan.order = FindOrder(spec, query.order_by);
  if (plan.order == nullptr) {
    faults.Add("order_by", absl::StrCat("must be one of ", OrderNames(spec)));
  }
  if (query.page_size < 0) faults.Add("page_size", "is negative");
  if (query.page_size > 0) plan.page_size = std::min(query.page_size, kMaxPageSize);
  plan.arguments = DigestArguments(spec, query);
  const bool token_holds = plan.order == nullptr || ReadPosition(spec, query, &plan);
  constexpr char kTokenFault[] = "is broken or belongs to a list with other arguments";
  if (!token_holds && !faults.empty()) faults.Add("page_token", kTokenFault);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  if (!token_holds) {
    return domain::Refuse(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_PAGE_TOKEN_INVALID,
                          absl::StrCat("page_token ", kTokenFault));
  }
  AppendScope(query.scope, &plan);
  return plan;
}

std::string Parameter(const Value& value, Plan* plan) {
  plan->values.push_back(value);
  return absl::StrCat(":p", plan->values.size());
}

// What lies behind the last row of the page before.
void AppendKeyset(const ListSpec& spec, Plan* plan) {
  if (!plan->position.has_value()) return;
  const ListOrder& order = *plan->order;
  const absl::string_view beyond = order.descending ? " < " : " > ";
  const std::string key = Parameter(plan->position->key, plan);
  const std::string& column = order.column;
  std::string condition;
  if (plan->position->order.kind == Value::Kind::kNull) {
    condition = absl::StrCat("(", column, " IS NULL AND ", spec.key_column, beyond, key, ")");
    if (!order.descending) absl::StrAppend(&condition, " OR ", column, " IS NOT NULL");
  } else if (column == spec.key_column) {
    condition = absl::StrCat(column, beyond, key);
  } else {
    condition = absl::StrCat("(", column, ", ", spec.key_column, ")", beyond, "(",
                             Parameter(plan->position->order, plan), ", ", key, ")");
    if (order.descending && order.nullable) {
      absl::StrAppend(&condition, " OR ", column, " IS NULL");
    }
  }
  absl::StrAppend(&plan->conditions, " AND (", condition, ")");
}

// One row more than the page holds shows whether there is a next page.
Sql MakeSql(const ListSpec& spec, Plan* plan) {
  AppendKeyset(spec, plan);
  const ListOrder& order = *plan->order;
  const absl::string_view direction = order.descending
                                          ? (order.nullable ? " DESC NULLS LAST" : " DESC")
                                          : (order.nullable ? " ASC NULLS FIRST" : " ASC");
  const std::string limit = Parameter(plan->page_size + 1, plan);
  std::string by = absl::StrCat(order.column, direction);
  if (order.column != spec.key_column) {
    absl::StrAppend(&by, ", ", spec.key_column, order.descending ? " DESC" : " ASC");
  }
  const std::string tail =
      absl::StrCat("WHERE tenant = :p1", plan->conditions, " ORDER BY ", by, " LIMIT ", limit);
  return spec.table->Select(tail, absl::StrCat(order.column, ", ", spec.key_column),
                            std::string{TypeOf(spec, order.column), TypeOf(spec, spec.key_column)});
}

Value ReadValue(const Rows& rows, int column, char type) {
  if (rows.IsNull(column)) return Value();
  if (type == 'i') return Value(rows.Int(column));
  if (type == 'd') return Value(rows.Double(column));
  return Value(rows.Text(column));
}

}  // namespace

absl::Status CheckListQuery(const ListSpec& spec, const ListQuery& query) {
  return MakePlan(spec, query).status();
}

absl::StatusOr<std::string> RunListQuery(Session& session, const ListSpec& spec,
                                         const ListQuery& query,
                                         const std::function<google::protobuf::Message*()>& add) {
  BATON_ASSIGN_OR_RETURN(Plan plan, MakePlan(spec, query));
  const Sql sql = MakeSql(spec, &plan);
  const auto rows = session.Query(sql, plan.values);
  const int order_column = static_cast<int>(spec.table->columns().size());
  PagePosition last;
  for (int count = 0; rows->Next(); ++count) {
    if (count == plan.page_size) return WritePageToken(plan.arguments, last);
    spec.table->Read(*rows, query.tenant, add());
    last.order = ReadValue(*rows, order_column, TypeOf(spec, plan.order->column));
    last.key = ReadValue(*rows, order_column + 1, TypeOf(spec, spec.key_column));
  }
  if (!rows->status().ok()) return rows->status();
  return std::string();
}

}  // namespace baton::store
