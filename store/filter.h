// AIP-160 filters, as far as Baton takes them: `field op value` joined by AND.
//
//   account = "tenants/acme/accounts/a1" AND state != ROUTED AND file_time >=
//   "2026-01-01T00:00:00Z"
//
// Operators: = != < <= > >=; names, enums and booleans take = and != only. Values stand bare or in
// double or single quotes, with \ before a quote or \ inside. An empty value asks for what is
// unset. The instant `now` is that of the call.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "domain/refusal.h"
#include "store/record.h"
#include "store/sql.h"

namespace baton::store {

inline constexpr int kMaxFilterLength = 2000;
inline constexpr int kMaxFilterTerms = 20;

// A field that a filter may name, and the column behind it.
struct FilterField {
  std::string field;  // as callers write it
  ColumnKind kind;    // how its value is read: kRef takes a full name, kEnum a value's name
  std::string column;
  std::string collection;   // kRef
  std::string enum_prefix;  // kEnum: full name of the enum in the proto, "baton.v1.SignalState"
};

// Every id that stands for a record in its history, given the collection and one of them.
using HistoryIdsOf =
    std::function<std::vector<std::string>(std::string_view collection, std::string_view id)>;

// What a filter's words stand for.
struct FilterContext {
  std::string tenant;
  absl::Time now = absl::UnixEpoch();
  // A name that is asked for with = means all ids that this answers for it, where there is one.
  HistoryIdsOf history_ids = {};
};

// Appends " AND <condition>" for each term to `sql` and the values to `values`, whose count numbers
// the parameters. Adds every fault, under the field "filter".
void TranslateFilter(const std::vector<FilterField>& fields, const FilterContext& context,
                     std::string_view filter, std::string* sql, std::vector<Value>* values,
                     domain::Violations* violations);

}  // namespace baton::store
