#include "store/change_sql.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace baton::store {
namespace {

std::vector<InsertColumn> Joined(std::vector<InsertColumn> keys, std::vector<InsertColumn> sets) {
  for (InsertColumn& set : sets) keys.push_back(std::move(set));
  return keys;
}

}  // namespace

ChangeSql::ChangeSql(std::string table, std::vector<InsertColumn> keys,
                     std::vector<InsertColumn> sets)
    : table_(std::move(table)),
      key_count_(keys.size()),
      columns_(Joined(std::move(keys), std::move(sets))) {
  std::string& text = one_row_.text;
  text = removes() ? absl::StrCat("DELETE FROM ", table_) : absl::StrCat("UPDATE ", table_);
  for (size_t i = key_count_; i < columns_.size(); ++i) {
    absl::StrAppend(&text, i == key_count_ ? " SET " : ", ", columns_[i].name, " = ",
                    OneValue(columns_[i].type, static_cast<int>(i) + 1));
  }
  for (size_t i = 0; i < key_count_; ++i) {
    absl::StrAppend(&text, i == 0 ? " WHERE " : " AND ", columns_[i].name, " = ",
                    OneValue(columns_[i].type, static_cast<int>(i) + 1));
  }
}

Sql ChangeSql::many_rows() const {
  std::string text =
      removes() ? absl::StrCat("DELETE FROM ", table_) : absl::StrCat("UPDATE ", table_);
  for (size_t i = key_count_; i < columns_.size(); ++i) {
    absl::StrAppend(&text, i == key_count_ ? " SET " : ", ", columns_[i].name, " = given.v", i);
  }
  std::string arrays;
  std::string names;
  for (size_t i = 0; i < columns_.size(); ++i) {
    absl::StrAppend(&arrays, i == 0 ? "" : ", ",
                    ManyValues(columns_[i].type, static_cast<int>(i) + 1));
    absl::StrAppend(&names, i == 0 ? "v" : ", v", i);
  }
  absl::StrAppend(&text, removes() ? " USING" : " FROM", " unnest(", arrays, ") AS given (", names,
                  ")");
  for (size_t i = 0; i < key_count_; ++i) {
    absl::StrAppend(&text, i == 0 ? " WHERE " : " AND ", table_, ".", columns_[i].name,
                    " = given.v", i);
  }
  return {absl::StrCat(one_row_.text, " of many rows"), "", std::move(text)};
}

}  // namespace baton::store
