#include "tools/cli/file_io.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/cli/errors.h"

namespace baton::cli {
namespace {

std::string ReadAll(std::istream& in) {
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  if (path == "-") return ReadAll(std::cin);
  std::ifstream in(path, std::ios::binary);
  std::string content;
  if (in) content = ReadAll(in);
  if (!in) return UsageError(absl::StrCat("can't read ", path, ": ", std::strerror(errno)));
  return content;
}

NewFile::NewFile(std::string path, std::string partial_path, int fd)
    : path_(std::move(path)), partial_path_(std::move(partial_path)), fd_(fd) {}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)),
      partial_path_(std::move(other.partial_path_)),
      fd_(std::exchange(other.fd_, -1)) {}

NewFile& NewFile::operator=(NewFile&& other) noexcept {
  Drop();
  path_ = std::move(other.path_);
  partial_path_ = std::move(other.partial_path_);
  fd_ = std::exchange(other.fd_, -1);
  return *this;
}

NewFile::~NewFile() { Drop(); }

void NewFile::Drop() {
  if (fd_ < 0) return;
  close(std::exchange(fd_, -1));
  unlink(partial_path_.c_str());
}

absl::StatusOr<NewFile> NewFile::Create(const std::string& path, int mode) {
  const std::string partial_path = absl::StrCat(path, ".partial");
  unlink(partial_path.c_str());
  const int fd = open(partial_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (fd < 0) return UsageError(absl::StrCat("can't write ", path, ": ", std::strerror(errno)));
  return NewFile(path, partial_path, fd);
}

absl::Status NewFile::Write(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Fail("write");
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status NewFile::Commit() {
  if (fsync(fd_) != 0) return Fail("write");
  if (std::rename(partial_path_.c_str(), path_.c_str()) != 0) return Fail("rename");
  close(std::exchange(fd_, -1));
  return absl::OkStatus();
}

absl::Status NewFile::Fail(absl::string_view what) const {
  return absl::UnknownError(absl::StrCat("can't ", what, " ", path_, ": ", std::strerror(errno)));
}

}  // namespace baton::cli
