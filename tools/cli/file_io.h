// Files that the command line names.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace baton::cli {

// The whole file, or standard input for "-". A usage error names a file that can't be read.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// A file that appears whole or not at all: written beside its path and renamed by Commit. Dropped
// without Commit, it leaves nothing.
class NewFile {
 public:
  // `mode` as chmod takes it. A usage error says why the file can't be written.
  static absl::StatusOr<NewFile> Create(const std::string& path, int mode);

  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&& other) noexcept;
  ~NewFile();

  absl::Status Write(absl::string_view bytes);
  absl::Status Commit();

 private:
  NewFile(std::string path, std::string partial_path, int fd);

  absl::Status Fail(absl::string_view what) const;
  void Drop();

  std::string path_;
  std::string partial_path_;
  int fd_;
};

}  // namespace baton::cli
