// A library that a PostgreSQL server is started with (LD_PRELOAD): its disk fails as told by files
// in the folder that BATON_DISK_FAULT_FOLDER names. Each may be there or not at any time:
//
//   full-base     a file of tables can't grow: ENOSPC
//   broken-base   a file of tables can't be written: EIO
//   full-pg_wal   a file of the write-ahead log can't grow: ENOSPC
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

// The system's own function behind the one of that name here.
template <class Function>
Function* Real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

// "full-base" is told for files below base.
bool IsTold(const char* what, const char* files) {
  static const char* const folder = std::getenv("BATON_DISK_FAULT_FOLDER");
  char path[4096];
  std::snprintf(path, sizeof(path), "%s/%s-%s", folder != nullptr ? folder : "", what, files);
  return access(path, F_OK) == 0;
}

// "base" or "pg_wal" when the open file lies there; else null.
const char* FilesOf(int fd) {
  char link[64];
  char path[4096];
  std::snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof(path) - 1);
  if (length < 0) return nullptr;
  path[length] = '\0';
  if (std::strstr(path, "/base/") != nullptr) return "base";
  return std::strstr(path, "/pg_wal/") != nullptr ? "pg_wal" : nullptr;
}

// What a write of the bytes up to `end` fails with; 0 when it doesn't.
int FaultOf(int fd, off_t end) {
  const char* files = FilesOf(fd);
  if (files == nullptr) return 0;
  if (IsTold("broken", files)) return EIO;
  struct stat now = {};
  if (!IsTold("full", files) || fstat(fd, &now) != 0) return 0;
  return end > now.st_size ? ENOSPC : 0;
}

bool Fails(int fd, off_t end) {
  const int saved = errno;
  const int fault = FaultOf(fd, end);
  errno = fault != 0 ? fault : saved;
  return fault != 0;
}

off_t Length(const iovec* parts, int count) {
  off_t length = 0;
  for (int i = 0; i < count; ++i) length += static_cast<off_t>(parts[i].iov_len);
  return length;
}

}  // namespace

extern "C" {

ssize_t pwrite(int fd, const void* bytes, size_t count, off_t at) {
  static auto* const real = Real<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return Fails(fd, at + static_cast<off_t>(count)) ? -1 : real(fd, bytes, count, at);
}

ssize_t pwritev(int fd, const iovec* parts, int count, off_t at) {
  static auto* const real = Real<ssize_t(int, const iovec*, int, off_t)>("pwritev");
  return Fails(fd, at + Length(parts, count)) ? -1 : real(fd, parts, count, at);
}

int posix_fallocate(int fd, off_t at, off_t length) {
  static auto* const real = Real<int(int, off_t, off_t)>("posix_fallocate");
  return Fails(fd, at + length) ? errno : real(fd, at, length);
}

}  // extern "C"
