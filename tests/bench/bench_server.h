// What the RPC benchmarks run against: Baton's server on a real clock and a data folder of its own,
// and in the same process a bare gRPC server that answers prepared bytes, as the yardstick.
#pragma once

#include <memory>
#include <string>

#include "grpcpp/server.h"
#include "server/baton_server.h"
#include "server/clock.h"
#include "server/log.h"

namespace baton::bench {

// Answers every call of /bench.Echo/Answer with bytes that are set beforehand, and looks at
// nothing.
class EchoServer {
 public:
  EchoServer();
  ~EchoServer();
  const std::string& address() const { return address_; }
  // Call while nobody calls.
  void SetAnswer(const std::string& bytes);

 private:
  class Service;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

// A company of `accounts` accounts, each with a CSM and an AE, who has a manager; the accounts' ids
// are "a0", "a1", ...
// `store` is a PostgreSQL's URL; empty: SQLite in the folder.
class BenchServer {
 public:
  BenchServer(const std::string& folder, const std::string& store, int accounts);
  ~BenchServer();
  const std::string& address() const { return server_->address(); }
  // One after the other: another server on the same store, with another address.
  void Stop();
  void Start();
  store::Store& store() { return server_->store(); }
  // The value of the authorization header of a program (role integration).
  const std::string& authorization() const { return authorization_; }

 private:
  class RealClock;

  const std::string folder_;
  const std::string url_;
  std::unique_ptr<RealClock> clock_;
  int log_fd_;
  std::unique_ptr<server::Log> log_;
  std::unique_ptr<server::BatonServer> server_;
  std::string authorization_;
};

}  // namespace baton::bench
