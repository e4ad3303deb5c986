// The data folder: the database, the address file, the first admin's token; a demo's folder also
// its clock. One server at a time uses it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace baton::server {

class DataFolder {
 public:
  // Creates the folder (mode 0700) where it is missing and locks it until destroyed. A folder is
  // marked as a demo's by the file `demo` when it is created, and only then.
  //   FAILED_PRECONDITION: `demo` on a folder that isn't a demo's or the other way round; another
  //     server has it.
  //   UNAVAILABLE: it can't be created or opened.
  static absl::StatusOr<std::unique_ptr<DataFolder>> Open(const std::string& path, bool demo);
  ~DataFolder();

  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;

  const std::string& path() const { return path_; }
  // The path of a file in the folder.
  std::string File(std::string_view name) const;

 private:
  DataFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}

  const std::string path_;
  const int lock_;
};

// Writes a file whole or not at all, and durably: a reader or a crash sees the old content or the
// new. Mode 0600 from its first moment. UNAVAILABLE with the reason.
absl::Status WriteFileDurably(const std::string& path, std::string_view content);

// NOT_FOUND when there is none.
absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace baton::server
