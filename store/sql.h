// Statements on one connection: the seam between the SQL that both engines share and SOCI.
//
// A Session belongs to one thread at a time. Statements are prepared once per connection and kept
// open. Nothing here throws: SOCI's exceptions are turned into statuses by the engine's classifier.
//
// A failed statement dooms what runs on the session: later calls fail with the same status, and a
// write whose body goes on regardless is refused with it. So a body need not check every call's
// cause, and must look before it inserts where a key may be taken.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace baton::store {

// A statement's text and the types of its result columns, one letter each: t text, i integer (64
// bits), d double, b bytes. Parameters are named :p1, :p2, ... in the text; a bytes parameter
// stands in a CAST(:p1 AS BLOB). Declare it static where the text is fixed: a session keeps
// kMaxPreparedStatements prepared, found by their text, and drops the longest unused.
//
// The text is SQLite's; PostgreSQL's session translates its few own words. Where the engines need
// different statements, `postgresql` holds the other one.
struct Sql {
  std::string text;
  std::string columns;
  std::string postgresql = {};
};

inline constexpr int kMaxPreparedStatements = 512;

// One bound value. Null, integer, double, text or bytes.
struct Value {
  enum class Kind { kNull, kInt, kDouble, kText };
  Kind kind = Kind::kNull;
  int64_t integer = 0;
  double real = 0;
  std::string text;  // also bytes

  Value() = default;
  Value(std::nullopt_t) {}                                         // NOLINT
  Value(int64_t v) : kind(Kind::kInt), integer(v) {}               // NOLINT
  Value(int v) : kind(Kind::kInt), integer(v) {}                   // NOLINT
  Value(bool v) : kind(Kind::kInt), integer(v ? 1 : 0) {}          // NOLINT
  Value(double v) : kind(Kind::kDouble), real(v) {}                // NOLINT
  Value(std::string v) : kind(Kind::kText), text(std::move(v)) {}  // NOLINT
  Value(std::string_view v) : kind(Kind::kText), text(v) {}        // NOLINT
  Value(const char* v) : kind(Kind::kText), text(v) {}             // NOLINT

  // Nulls are equal here.
  bool operator==(const Value& other) const {
    return kind == other.kind && (kind != Kind::kInt || integer == other.integer) &&
           (kind != Kind::kDouble || real == other.real) &&
           (kind != Kind::kText || text == other.text);
  }
};

class Rows;

// What a query that could not run answers.
std::unique_ptr<Rows> FailedQuery(absl::Status status);

// The rows of one query, read forward once. Must be read or dropped before the session's next call
// of the same statement; a call before that fails as INTERNAL.
class Rows {
 public:
  virtual ~Rows() = default;
  // Moves to the next row; false at the end or after a failure (ask status()).
  virtual bool Next() = 0;
  virtual const absl::Status& status() const = 0;
  // Column values of the current row, counted from 0. A null reads as 0 or "".
  virtual bool IsNull(int column) const = 0;
  virtual int64_t Int(int column) const = 0;
  virtual double Double(int column) const = 0;
  virtual const std::string& Text(int column) const = 0;  // also bytes; valid until Next()
};

// One prepared statement whose parameters are written in place: the quick way for what runs at
// every write. Parameters count from 0 (:p1 is 0) and keep their values between runs.
class Statement {
 public:
  virtual ~Statement() = default;
  virtual void SetNull(int parameter) = 0;
  virtual void SetInt(int parameter, int64_t value) = 0;
  virtual void SetDouble(int parameter, double value) = 0;
  // Answers the parameter's buffer, to be assigned to; also for bytes.
  virtual std::string& SetText(int parameter) = 0;
  void Set(int parameter, const Value& value);

  // Runs a statement that returns no rows; answers how many rows it touched.
  virtual absl::StatusOr<int64_t> Run() = 0;
  // Runs a query. Never null; a failure shows in its status().
  virtual std::unique_ptr<Rows> Query() = 0;
};

class ChangeSql;
class InsertSql;

// One connection. The engine makes them.
class Session {
 public:
  virtual ~Session() = default;

  // The statement of that text, prepared; valid until the next Prepare.
  virtual absl::StatusOr<Statement*> Prepare(const Sql& sql, int parameter_count) = 0;

  // A statement that adds one row to a table. Its Run() may keep the row back, to go with others in
  // one statement: before the next statement that names the table, at the latest before the write
  // commits. So a fault in it, such as a key that is taken, may show only then.
  virtual absl::StatusOr<Statement*> PrepareInsert(const InsertSql& insert);

  // The same for a change of one row that is known to be there. Where it was kept back, a row that
  // is not there fails as INTERNAL when it shows.
  virtual absl::StatusOr<Statement*> PrepareChange(const ChangeSql& change);

  // Runs a statement that returns no rows; answers how many rows it touched.
  absl::StatusOr<int64_t> Run(const Sql& sql, const std::vector<Value>& values);

  // Runs a query. Never null; a failure shows in its status().
  std::unique_ptr<Rows> Query(const Sql& sql, const std::vector<Value>& values);
};

}  // namespace baton::store
