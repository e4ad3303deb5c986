#include "server/http_tls.h"

#include <openssl/err.h>
#include <sys/stat.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "server/tls.h"

namespace baton::server {
namespace {

// Or OpenSSL would ask for one at the terminal.
int NoPassword(char*, int, int, void*) { return 0; }

absl::StatusOr<std::shared_ptr<SSL_CTX>> Read(const std::string& cert, const std::string& key) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX_set_default_passwd_cb(context.get(), NoPassword);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION);
  // Answers are written from buffers that move, as far as the socket takes them.
  SSL_CTX_set_mode(context.get(),
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  const bool good = SSL_CTX_use_certificate_chain_file(context.get(), cert.c_str()) == 1 &&
                    SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) == 1;
  ERR_clear_error();
  if (good) return context;
  return absl::InvalidArgumentError(
      absl::StrCat("TLS: ", cert, " and ", key, " hold no matching certificate and key"));
}

}  // namespace

HttpTls::HttpTls(std::string cert, std::string key)
    : cert_(std::move(cert)), key_(std::move(key)) {}

absl::StatusOr<std::unique_ptr<HttpTls>> HttpTls::Open(std::string cert, std::string key) {
  std::unique_ptr<HttpTls> tls(new HttpTls(std::move(cert), std::move(key)));
  absl::MutexLock lock(&tls->mutex_);
  tls->stamp_ = tls->Look();
  BATON_ASSIGN_OR_RETURN(tls->context_, Read(tls->cert_, tls->key_));
  return tls;
}

std::shared_ptr<SSL_CTX> HttpTls::ForNewConnection(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  // A clock that was set back must not put off the next look.
  if (now >= looked_ && now < looked_ + absl::Seconds(kTlsRefreshSeconds)) return context_;
  looked_ = now;
  const Stamp stamp = Look();
  if (stamp == stamp_) return context_;
  auto read = Read(cert_, key_);
  // One of the two may not be there yet: the next look tries again.
  if (!read.ok()) return context_;
  stamp_ = stamp;
  context_ = *std::move(read);
  return context_;
}

HttpTls::Stamp HttpTls::Look() const {
  Stamp stamp = {};
  size_t at = 0;
  for (const std::string& path : {cert_, key_}) {
    struct stat found = {};
    stat(path.c_str(), &found);
    for (const int64_t part : {static_cast<int64_t>(found.st_ino), int64_t{found.st_size},
                               int64_t{found.st_mtim.tv_sec}, int64_t{found.st_mtim.tv_nsec}}) {
      stamp[at++] = part;
    }
  }
  return stamp;
}

}  // namespace baton::server
