// One file on a disk whose power may fail: the bytes that are safe, and what was done to them since
// the last sync.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace baton::testing {

// What became of the changes that were not synced when the power failed.
struct Losses {
  int kept = 0;
  int dropped = 0;
  int torn = 0;  // of the write's sectors, some are old, some new, some garbage
};

// What a disk writes as one; a write may be torn between two of them, or within one.
inline constexpr int64_t kSectorBytes = 512;

class DiskFile {
 public:
  explicit DiskFile(std::string safe) : safe_(std::move(safe)) {}

  void Write(int64_t offset, std::string_view bytes);
  void Truncate(int64_t size);
  // All changes so far are safe.
  void Sync();

  // What is in the file when the power comes back: each change since the last sync is kept,
  // dropped or torn, whatever became of those before it. Bytes that were not written stay what they
  // were: SQLite counts on that (its SQLITE_IOCAP_POWERSAFE_OVERWRITE).
  std::string AfterPowerLoss(std::mt19937* random, Losses* losses) const;

 private:
  struct Change {
    int64_t offset = 0;  // of a truncation: the new size
    std::string bytes;
    bool truncates = false;
  };

  std::string safe_;
  std::vector<Change> unsynced_;
};

}  // namespace baton::testing
