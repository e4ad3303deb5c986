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
#include "store/aliases.h"
#include "store/page_token.h"
#include "store/sha256.h"

namespace baton::store {
namespace {

// SQL whose parameters are :p1, :p2, ... or, in a scope, :s1, :s2, ...
struct Text {
  std::string sql;
  std::vector<Value> values;
};

// A query that was found good.
struct Plan {
  std::string tenant;
  Text filter;  // " AND ..." for each term
  Scope scope;
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

void DigestScope(const Scope& scope, std::string* bytes) {
  if (!scope.bound_to.empty()) return AppendPrefixed(scope.bound_to, bytes);
  AppendPrefixed(scope.sql, bytes);
  for (const Value& value : scope.values) {
    AppendInteger(static_cast<int64_t>(value.kind), bytes);
    AppendInteger(value.integer, bytes);
    AppendPrefixed(absl::StrCat(value.real), bytes);
    AppendPrefixed(value.text, bytes);
  }
  for (const Scope& part : scope.any_of) DigestScope(part, bytes);
}

// Everything but the size and the token, which may differ from page to page.
std::string DigestArguments(const ListSpec& spec, const ListQuery& query) {
  std::string bytes;
  for (const std::string& part : {spec.table->name(), query.tenant, query.filter, query.order_by}) {
    AppendPrefixed(part, &bytes);
  }
  DigestScope(query.scope, &bytes);
  return Sha256(bytes).substr(0, 16);
}

// Appends SQL with parameters of its own, which become the next ones of `text`.
void Append(absl::string_view sql, const std::vector<Value>& values, Text* text) {
  const size_t before = text->values.size();
  for (size_t i = 0; i < sql.size(); ++i) {
    const bool parameter = sql[i] == ':' && i + 2 < sql.size() &&
                           (sql[i + 1] == 'p' || sql[i + 1] == 's') &&
                           absl::ascii_isdigit(sql[i + 2]);
    if (!parameter) {
      text->sql.push_back(sql[i]);
      continue;
    }
    size_t number = 0;
    for (i += 2; i < sql.size() && absl::ascii_isdigit(sql[i]); ++i) {
      number = number * 10 + static_cast<size_t>(sql[i] - '0');
    }
    --i;
    absl::StrAppend(&text->sql, ":p", before + number);
  }
  text->values.insert(text->values.end(), values.begin(), values.end());
}

void AppendCondition(absl::string_view sql, const std::vector<Value>& values, Text* text) {
  if (sql.empty()) return;
  text->sql += " AND (";
  Append(sql, values, text);
  text->sql += ")";
}

bool Suits(const Value& value, char type) {
  switch (value.kind) {
    case Value::Kind::kNull:
      return false;
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
         Suits(plan->position->order, TypeOf(spec, plan->order->column)) &&
         Suits(plan->position->key, TypeOf(spec, spec.key_column));
}

absl::StatusOr<Plan> MakePlan(const ListSpec& spec, const ListQuery& query,
                              const HistoryIdsOf& history_ids = {}) {
  domain::Violations faults;
  Plan plan;
  plan.tenant = query.tenant;
  plan.scope = query.scope;
  TranslateFilter(spec.fields, {query.tenant, query.now, history_ids}, query.filter,
                  &plan.filter.sql, &plan.filter.values, &faults);
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
  return plan;
}

std::string Parameter(const Value& value, Text* text) {
  text->values.push_back(value);
  return absl::StrCat(":p", text->values.size());
}

// What lies behind the last row of the page before.
Text Keyset(const ListSpec& spec, const Plan& plan) {
  Text keyset;
  if (!plan.position.has_value()) return keyset;
  const ListOrder& order = *plan.order;
  const absl::string_view beyond = order.descending ? " < " : " > ";
  const std::string key = Parameter(plan.position->key, &keyset);
  const std::string& column = order.column;
  if (column == spec.key_column) {
    keyset.sql = absl::StrCat(column, beyond, key);
  } else {
    const std::string value = Parameter(plan.position->order, &keyset);
    keyset.sql =
        absl::StrCat("(", column, ", ", spec.key_column, ")", beyond, "(", value, ", ", key, ")");
  }
  return keyset;
}

std::string OrderBy(const ListSpec& spec, const ListOrder& order) {
  const absl::string_view direction = order.descending ? " DESC" : " ASC";
  std::string by = absl::StrCat(" ORDER BY ", order.column, direction);
  if (order.column != spec.key_column) {
    absl::StrAppend(&by, ", ", spec.key_column, direction);
  }
  return by;
}

// The page's end. One row more than the page holds shows whether there is a next page.
void AppendPage(const ListSpec& spec, const Plan& plan, Text* text) {
  absl::StrAppend(&text->sql, OrderBy(spec, *plan.order), " LIMIT ");
  text->sql += Parameter(plan.page_size + 1, text);
}

// The page of those rows for which `part` holds.
void AppendRows(const ListSpec& spec, const Plan& plan, const Scope& part, Text* text) {
  Append("WHERE tenant = :p1", {plan.tenant}, text);
  AppendCondition(spec.condition, {}, text);
  if (plan.order->sparse)
    AppendCondition(absl::StrCat(plan.order->column, " IS NOT NULL"), {}, text);
  Append(plan.filter.sql, plan.filter.values, text);
  AppendCondition(plan.scope.sql, plan.scope.values, text);
  AppendCondition(part.sql, part.values, text);
  const Text keyset = Keyset(spec, plan);
  AppendCondition(keyset.sql, keyset.values, text);
  AppendPage(spec, plan, text);
}

// Every part's page, by key, and of those the page.
void AppendRowsOfAny(const ListSpec& spec, const Plan& plan, Text* text) {
  Append("WHERE tenant = :p1", {plan.tenant}, text);
  absl::StrAppend(&text->sql, " AND ", spec.key_column, " IN (");
  for (size_t i = 0; i < plan.scope.any_of.size(); ++i) {
    absl::StrAppend(&text->sql, i == 0 ? "" : " UNION ALL ", "SELECT ", spec.key_column,
                    " FROM (SELECT ", spec.key_column, " FROM ", spec.table->name(), " ");
    AppendRows(spec, plan, plan.scope.any_of[i], text);
    absl::StrAppend(&text->sql, ") AS part", i);
  }
  text->sql += ")";
  AppendPage(spec, plan, text);
}

Sql MakeSql(const ListSpec& spec, const Plan& plan, std::vector<Value>* values) {
  const ListOrder& order = *plan.order;
  const std::vector<Scope>& parts = plan.scope.any_of;
  Text tail;
  if (parts.size() > 1) {
    AppendRowsOfAny(spec, plan, &tail);
  } else {
    AppendRows(spec, plan, parts.empty() ? Scope() : parts.front(), &tail);
  }
  *values = std::move(tail.values);
  return spec.table->Select(tail.sql, absl::StrCat(order.column, ", ", spec.key_column),
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
  absl::Status looked_up;
  const auto history_ids = [&](std::string_view collection, std::string_view id) {
    std::vector<std::string> ids = {std::string(id)};
    if (collection != "accounts" && collection != "people") return ids;
    const Aliases& aliases = collection == "accounts" ? AccountAliases() : PersonAliases();
    auto found = aliases.HistoryIds(session, query.tenant, id);
    looked_up.Update(found.status());
    return found.ok() ? *std::move(found) : ids;
  };
  BATON_ASSIGN_OR_RETURN(const Plan plan, MakePlan(spec, query, history_ids));
  BATON_RETURN_IF_ERROR(looked_up);
  std::vector<Value> values;
  const Sql sql = MakeSql(spec, plan, &values);
  const auto rows = session.Query(sql, values);
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
