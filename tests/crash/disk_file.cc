#include "tests/crash/disk_file.h"

#include <algorithm>

namespace baton::testing {
namespace {

bool Chance(double probability, std::mt19937* random) {
  return std::bernoulli_distribution(probability)(*random);
}

// Beyond the end, the gap is filled with zeros.
void Put(int64_t offset, std::string_view bytes, std::string* file) {
  const size_t end = static_cast<size_t>(offset) + bytes.size();
  if (file->size() < end) file->resize(end, '\0');
  file->replace(static_cast<size_t>(offset), bytes.size(), bytes.data(), bytes.size());
}

std::string Garbage(size_t size, std::mt19937* random) {
  std::uniform_int_distribution<int> byte(0, 255);
  std::string garbage(size, '\0');
  for (char& character : garbage) character = static_cast<char>(byte(*random));
  return garbage;
}

void PutTorn(int64_t offset, std::string_view bytes, std::mt19937* random, std::string* file) {
  std::uniform_int_distribution<int> fate(0, 2);
  while (!bytes.empty()) {
    const size_t rest = static_cast<size_t>(kSectorBytes - offset % kSectorBytes);
    const std::string_view piece = bytes.substr(0, rest);
    const int chosen = fate(*random);
    if (chosen == 1) Put(offset, piece, file);
    if (chosen == 2) Put(offset, Garbage(piece.size(), random), file);
    bytes.remove_prefix(piece.size());
    offset += static_cast<int64_t>(piece.size());
  }
}

}  // namespace

void DiskFile::Write(int64_t offset, std::string_view bytes) {
  unsynced_.push_back({offset, std::string(bytes), /*truncates=*/false});
}

void DiskFile::Truncate(int64_t size) { unsynced_.push_back({size, "", /*truncates=*/true}); }

void DiskFile::Sync() {
  for (const Change& change : unsynced_) {
    if (change.truncates) {
      safe_.resize(static_cast<size_t>(change.offset), '\0');
    } else {
      Put(change.offset, change.bytes, &safe_);
    }
  }
  unsynced_.clear();
}

std::string DiskFile::AfterPowerLoss(std::mt19937* random, Losses* losses) const {
  std::string file = safe_;
  // A disk that had nearly all of it, one that had nearly nothing, and all between.
  const double keeping = std::uniform_real_distribution<double>(0, 1)(*random);
  for (const Change& change : unsynced_) {
    if (Chance(keeping, random)) {
      ++losses->kept;
      if (change.truncates) {
        file.resize(static_cast<size_t>(change.offset), '\0');
      } else {
        Put(change.offset, change.bytes, &file);
      }
    } else if (change.truncates || Chance(0.5, random)) {
      ++losses->dropped;
    } else {
      ++losses->torn;
      PutTorn(change.offset, change.bytes, random, &file);
    }
  }
  return file;
}

}  // namespace baton::testing
