// TLS of the HTTP edge: 1.3 alone, certificate and key read again while the server runs.
#pragma once

#include <openssl/ssl.h>

#include <array>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace baton::server {

class HttpTls {
 public:
  // INVALID_ARGUMENT: the PEM files can't be read, or hold no matching certificate and key.
  static absl::StatusOr<std::unique_ptr<HttpTls>> Open(std::string cert, std::string key);

  // For a new connection at `now`. The files are looked at once in kTlsRefreshSeconds; while what
  // they hold can't be used, the last good pair stays in force. Any thread.
  std::shared_ptr<SSL_CTX> ForNewConnection(absl::Time now);

 private:
  // Which files were read: inode, size and time of change of each.
  using Stamp = std::array<int64_t, 8>;

  HttpTls(std::string cert, std::string key);

  Stamp Look() const;

  const std::string cert_;
  const std::string key_;
  absl::Mutex mutex_;
  std::shared_ptr<SSL_CTX> context_ ABSL_GUARDED_BY(mutex_);
  Stamp stamp_ ABSL_GUARDED_BY(mutex_) = {};
  absl::Time looked_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace baton::server
