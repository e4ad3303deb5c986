#include "store/postgres/postgres_dialect.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace baton::store {
namespace {

struct Word {
  std::string_view sqlite;
  std::string_view postgres;
};

constexpr std::array kWords = {
    Word{"INTEGER", "BIGINT"},
    Word{"BLOB", "BYTEA"},
    Word{"REAL", "DOUBLE PRECISION"},
    Word{"TEXT", "TEXT COLLATE \"C\""},
};

bool IsWordCharacter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

size_t EndOfQuoted(std::string_view sql, size_t begin) {
  const size_t end = sql.find(sql[begin], begin + 1);
  return end == std::string_view::npos ? sql.size() : end + 1;
}

size_t EndOfWord(std::string_view sql, size_t begin) {
  size_t end = begin;
  while (end < sql.size() && IsWordCharacter(sql[end])) ++end;
  return end;
}

std::string_view Translate(std::string_view word) {
  for (const Word& known : kWords) {
    if (known.sqlite == word) return known.postgres;
  }
  return word;
}

// Table options stand behind the last parenthesis of a CREATE TABLE.
std::string_view WithoutTableOptions(std::string_view sql) {
  if (!sql.starts_with("CREATE TABLE")) return sql;
  return sql.substr(0, sql.rfind(')') + 1);
}

}  // namespace

std::string ToPostgresDialect(std::string_view sql) {
  if (sql == "BEGIN IMMEDIATE") return "BEGIN";
  sql = WithoutTableOptions(sql);
  std::string out;
  out.reserve(sql.size() + 64);
  for (size_t at = 0; at < sql.size();) {
    const char c = sql[at];
    size_t end = at + 1;
    if (sql.substr(at, 2) == "--") {
      end = std::min(sql.find('\n', at), sql.size());
    } else if (c == '\'' || c == '"') {
      end = EndOfQuoted(sql, at);
      out.append(sql.substr(at, end - at));
    } else if (IsWordCharacter(c)) {
      end = EndOfWord(sql, at);
      out.append(Translate(sql.substr(at, end - at)));
    } else {
      out.push_back(c);
    }
    at = end;
  }
  return out;
}

}  // namespace baton::store
