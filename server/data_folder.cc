#include "server/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"

namespace baton::server {
namespace {

namespace fs = std::filesystem;

constexpr char kMarker[] = "demo";
constexpr char kLock[] = "lock";

absl::Status Unavailable(const std::string& path, int error) {
  return absl::UnavailableError(absl::StrCat(path, ": ", std::strerror(error)));
}

absl::Status CreateFolder(const std::string& path) {
  std::error_code fault;
  if (fs::is_directory(path, fault)) return absl::OkStatus();
  fs::create_directories(path, fault);
  if (fault) return Unavailable(path, fault.value());
  fs::permissions(path, fs::perms::owner_all, fault);
  return fault ? Unavailable(path, fault.value()) : absl::OkStatus();
}

// Nothing but our own lock is in it: a folder that is being made.
bool IsNew(const std::string& path) {
  std::error_code fault;
  for (const auto& entry : fs::directory_iterator(path, fault)) {
    if (entry.path().filename() != kLock) return false;
  }
  return !fault;
}

absl::Status CheckMarker(const std::string& path, bool demo) {
  const std::string marker = absl::StrCat(path, "/", kMarker);
  std::error_code fault;
  const bool marked = fs::exists(marker, fault);
  if (demo && !marked && IsNew(path)) {
    return WriteFileDurably(marker, "A demo's data folder: its clock can be moved.\n");
  }
  if (demo && !marked) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the data folder ", path,
        " is in real use; a demo needs a folder of its own: give another one with --data"));
  }
  if (!demo && marked) {
    return absl::FailedPreconditionError(
        absl::StrCat("the data folder ", path,
                     " belongs to a demo; start it with --demo, or give another one with --data"));
  }
  return absl::OkStatus();
}

// Makes a rename in the folder of `path` outlast a power loss.
absl::Status SyncFolder(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  const int fd = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return Unavailable(folder, errno);
  const int result = fsync(fd);
  const int error = errno;
  close(fd);
  return result == 0 ? absl::OkStatus() : Unavailable(folder, error);
}

absl::Status WriteAndSync(int fd, const std::string& path, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Unavailable(path, errno);
    content.remove_prefix(static_cast<size_t>(written));
  }
  return fsync(fd) == 0 ? absl::OkStatus() : Unavailable(path, errno);
}

}  // namespace

absl::StatusOr<std::unique_ptr<DataFolder>> DataFolder::Open(const std::string& path, bool demo) {
  BATON_RETURN_IF_ERROR(CreateFolder(path));
  const std::string lock_path = absl::StrCat(path, "/", kLock);
  const int lock = open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return Unavailable(lock_path, errno);
  std::unique_ptr<DataFolder> folder(new DataFolder(path, lock));
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("another server uses the data folder ", path));
  }
  BATON_RETURN_IF_ERROR(CheckMarker(path, demo));
  return folder;
}

DataFolder::~DataFolder() { close(lock_); }

std::string DataFolder::File(std::string_view name) const {
  return absl::StrCat(path_, "/", absl::string_view(name.data(), name.size()));
}

absl::Status WriteFileDurably(const std::string& path, std::string_view content) {
  const std::string temporary = absl::StrCat(path, ".new");
  unlink(temporary.c_str());  // left by a crash
  const int fd =
      open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) return Unavailable(temporary, errno);
  const absl::Status written = WriteAndSync(fd, temporary, content);
  close(fd);
  BATON_RETURN_IF_ERROR(written);
  if (rename(temporary.c_str(), path.c_str()) != 0) return Unavailable(path, errno);
  return SyncFolder(path);
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("there is no file ", path));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace baton::server
