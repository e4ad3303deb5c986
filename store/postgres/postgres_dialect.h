// The one SQL of both engines as PostgreSQL writes it.
#pragma once

#include <string>
#include <string_view>

namespace baton::store {

// Words of SQLite's dialect become PostgreSQL's: INTEGER is BIGINT, BLOB is BYTEA, REAL is DOUBLE
// PRECISION; TEXT columns compare byte by byte as SQLite's do; STRICT and WITHOUT ROWID go, and so
// does IMMEDIATE. Comments go, and what is quoted stays as it is. Words are known in capitals
// alone.
std::string ToPostgresDialect(std::string_view sql);

}  // namespace baton::store
