// A PostgreSQL cluster of a test's own that syncs as in earnest, to be killed.
#pragma once

#include <string>

namespace baton::testing {

class DurableCluster {
 public:
  // Starts it; ends the program when there is no PostgreSQL.
  DurableCluster();
  // The same on a disk that can be told to fail. `disk_fault`: the library of
  // tests/postgres/disk_fault.cc.
  explicit DurableCluster(const char* disk_fault);
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
  // Starts it again on the same data, unless it runs; it recovers by itself.
  void Restart();

  // The disk fails in one of the ways that disk_fault.cc names, until it is healed.
  void BreakDisk(const std::string& fault);
  void HealDisk();

  // Runs a statement as its owner; answers whether it succeeded.
  bool Run(const std::string& statement);

 private:
  void TakeFile();

  std::string file_;
  std::string url_;
  std::string fault_;  // the file that tells of it; empty: none
};

}  // namespace baton::testing
