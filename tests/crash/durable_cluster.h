// A PostgreSQL cluster of a test's own that syncs as in earnest, to be killed.
#pragma once

#include <string>

namespace baton::testing {

class DurableCluster {
 public:
  // Starts it; ends the program when there is no PostgreSQL.
  DurableCluster();
  ~DurableCluster();
  DurableCluster(const DurableCluster&) = delete;
  DurableCluster& operator=(const DurableCluster&) = delete;

  const std::string& url() const { return url_; }

  // SIGKILL to every process of it at once.
  void Kill();
  // Starts it again on the same data; it recovers by itself.
  void Restart();

 private:
  std::string file_;
  std::string url_;
};

}  // namespace baton::testing
