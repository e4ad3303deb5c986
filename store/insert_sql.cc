#include "store/insert_sql.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace baton::store {

std::string OneValue(char type, int number) {
  return type == 'b' ? absl::StrCat("CAST(:p", number, " AS BLOB)") : absl::StrCat(":p", number);
}

std::string ManyValues(char type, int number) {
  const char* name = type == 'i'   ? "BIGINT"
                     : type == 'd' ? "DOUBLE PRECISION"
                     : type == 'b' ? "BYTEA"
                                   : "TEXT";
  return absl::StrCat("CAST(:p", number, " AS ", name, "[])");
}

InsertSql::InsertSql(std::string table, std::vector<InsertColumn> columns)
    : table_(std::move(table)), columns_(std::move(columns)) {
  std::vector<std::string> names;
  std::vector<std::string> one;
  std::vector<std::string> many;
  for (const InsertColumn& column : columns_) {
    names.push_back(column.name);
    one.push_back(OneValue(column.type, static_cast<int>(names.size())));
    many.push_back(ManyValues(column.type, static_cast<int>(names.size())));
  }
  const std::string into =
      absl::StrCat("INSERT INTO ", table_, " (", absl::StrJoin(names, ", "), ") ");
  one_row_.text = absl::StrCat(into, "VALUES (", absl::StrJoin(one, ", "), ")");
  many_rows_.text = absl::StrCat(into, "of many rows");
  many_rows_.postgresql =
      absl::StrCat(into, "SELECT * FROM unnest(", absl::StrJoin(many, ", "), ")");
}

}  // namespace baton::store
