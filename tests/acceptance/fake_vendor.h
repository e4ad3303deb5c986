// A vendor's side over real HTTP: a server on loopback that answers as the test tells it to and
// remembers what it was asked.
#pragma once

#include <httplib.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "tests/acceptance/certificate.h"

namespace baton::testing {

// One request as it came.
struct Asked {
  std::string method;
  std::string path;  // with its query
  httplib::Headers headers;
  std::string body;

  std::string Header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

class FakeVendor {
 public:
  using Handler = std::function<void(const Asked&, httplib::Response&)>;

  // Answers 200 and {} until Answer() says otherwise. With a certificate it speaks TLS.
  explicit FakeVendor(const Certificate* certificate = nullptr);
  ~FakeVendor();

  // From the next request on. Called by several threads.
  void Answer(Handler handler);
  // The same answer to everything.
  void AnswerWith(int status, const std::string& body,
                  const std::string& content_type = "application/json");

  // http://127.0.0.1:PORT, or https://localhost:PORT.
  const std::string& url() const { return url_; }
  int port() const { return port_; }
  std::vector<Asked> asked() const;
  void Forget();

 private:
  std::unique_ptr<httplib::Server> server_;
  std::string url_;
  int port_ = 0;
  std::thread thread_;
  mutable absl::Mutex mutex_;
  Handler handler_ ABSL_GUARDED_BY(mutex_);
  std::vector<Asked> asked_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace baton::testing
