// A PostgreSQL cluster of a test's own that syncs as in earnest, to be killed.
#pragma once

#include <string>

namespace baton::testing {

class DurableCluster {
 public:
  // Starts it; ends the program when there is no PostgreSQL.
  DurableCluster();
  // A standby of `primary`, which from then on answers no commit that the standby has not got.
  explicit DurableCluster(const DurableCluster& primary);
  ~DurableCluster();
  DurableCluster& operator=(const DurableCluster&) = delete;

  const std::string& url() const { return url_; }

  // The socket's folder, as a host in a URL.
  std::string host() const;

  // The standby hears nothing more from its primary, until it is promoted.
  void Deafen();
  // Makes a standby the primary.
  void Promote();

  // SIGKILL to every process of it at once.
  void Kill();
  // Starts it again on the same data; it recovers by itself.
  void Restart();

 private:
  void TakeFile();

  std::string file_;
  std::string url_;
};

}  // namespace baton::testing
