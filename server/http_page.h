// One page over plain HTTP, for a program that reads it now and then.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace baton::server {

class HttpPage {
 public:
  struct Content {
    std::string path;  // "/metrics"
    std::string type;
    std::function<std::string()> render;  // called for each request, on a thread of the page's own
  };

  // Serves it on `address`, HOST:PORT with a numeric host; port 0 picks one. UNAVAILABLE when the
  // address can't be bound.
  static absl::StatusOr<std::unique_ptr<HttpPage>> Serve(const std::string& address,
                                                         Content content);
  // Stops at once, or within a second where a client is connected and says nothing: a connection
  // lasts one request.
  ~HttpPage();

  // Host and chosen port.
  const std::string& address() const { return address_; }

 private:
  class Server;

  HttpPage(std::unique_ptr<Server> server, std::string address);

  std::unique_ptr<Server> server_;
  std::string address_;
};

}  // namespace baton::server
