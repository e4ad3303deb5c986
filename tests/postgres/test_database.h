// Databases on a PostgreSQL cluster that the tests start themselves.
#pragma once

#include <string>

namespace baton::tests {

// One empty database, dropped with the object. Uses the cluster whose file BATON_POSTGRES_FILE
// names; without it, the first one of a process starts a cluster, which ends with the process. A
// machine without a PostgreSQL server fails the test: it is never skipped.
class TestDatabase {
 public:
  // `icu_locale`: how the database compares text where nobody says otherwise, such as "en-US";
  // empty: byte by byte.
  explicit TestDatabase(const std::string& icu_locale = "");
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  // For OpenPostgresStore.
  const std::string& url() const { return url_; }

 private:
  std::string name_;
  std::string url_;
};

}  // namespace baton::tests
