#include "tests/acceptance/fake_vendor.h"

#include <openssl/pem.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"

namespace baton::testing {
namespace {

constexpr int kThreads = 32;

std::unique_ptr<httplib::Server> MakeServer(const Certificate* certificate) {
  if (certificate == nullptr) return std::make_unique<httplib::Server>();
  const auto read = [](const std::string& pem) { return BIO_new_mem_buf(pem.data(), -1); };
  BIO* cert_bio = read(certificate->cert);
  BIO* key_bio = read(certificate->key);
  X509* cert = PEM_read_bio_X509(cert_bio, nullptr, nullptr, nullptr);
  EVP_PKEY* key = PEM_read_bio_PrivateKey(key_bio, nullptr, nullptr, nullptr);
  auto server = std::make_unique<httplib::SSLServer>(cert, key);
  X509_free(cert);
  EVP_PKEY_free(key);
  BIO_free(cert_bio);
  BIO_free(key_bio);
  if (!server->is_valid()) std::abort();
  return server;
}

}  // namespace

FakeVendor::FakeVendor(const Certificate* certificate) : server_(MakeServer(certificate)) {
  AnswerWith(200, "{}");
  server_->new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  // Requests follow one another on a connection, as with real vendors.
  server_->set_keep_alive_max_count(1'000'000);
  server_->set_keep_alive_timeout(1);
  server_->set_tcp_nodelay(true);
  const auto take = [this](const httplib::Request& request, httplib::Response& response) {
    Asked asked{request.method, request.target, request.headers, request.body};
    Handler handler;
    {
      absl::MutexLock lock(&mutex_);
      asked_.push_back(asked);
      handler = handler_;
    }
    handler(asked, response);
  };
  server_->Get(".*", take);
  server_->Post(".*", take);
  server_->Patch(".*", take);
  server_->Put(".*", take);
  port_ = server_->bind_to_any_port("127.0.0.1");
  url_ = absl::StrCat(certificate == nullptr ? "http://127.0.0.1:" : "https://localhost:", port_);
  thread_ = std::thread([this] { server_->listen_after_bind(); });
  while (!server_->is_running()) std::this_thread::yield();
}

FakeVendor::~FakeVendor() {
  server_->stop();
  thread_.join();
}

void FakeVendor::Answer(Handler handler) {
  absl::MutexLock lock(&mutex_);
  handler_ = std::move(handler);
}

void FakeVendor::AnswerWith(int status, const std::string& body, const std::string& content_type) {
  Answer([status, body, content_type](const Asked&, httplib::Response& response) {
    response.status = status;
    response.set_content(body, content_type.c_str());
  });
}

std::vector<Asked> FakeVendor::asked() const {
  absl::MutexLock lock(&mutex_);
  return asked_;
}

void FakeVendor::Forget() {
  absl::MutexLock lock(&mutex_);
  asked_.clear();
}

}  // namespace baton::testing
