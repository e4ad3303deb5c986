#include "tests/crash/fragile_disk.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace baton::testing {
namespace {

constexpr const char* kKinds[] = {"power", "liar", "kill"};

std::string Content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// In a new file: threads may still read the old one, as memory.
void Replace(const std::string& path, const std::string& content) {
  const std::string beside = path + ".new";
  std::ofstream(beside, std::ios::binary) << content;
  std::filesystem::rename(beside, path);
}

FragileDisk::File Find(const std::map<std::string, FragileDisk::File>& entries,
                       const std::string& path) {
  const auto found = entries.find(path);
  return found == entries.end() ? nullptr : found->second;
}

}  // namespace

DiskFault DiskFault::Parse(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  const auto* kind = std::find(std::begin(kKinds), std::end(kKinds), parts[0]);
  DiskFault fault;
  if (parts.size() != 4 || kind == std::end(kKinds) ||
      (parts[1] != "any" && parts[1] != "database") || !absl::SimpleAtoi(parts[2], &fault.call) ||
      !absl::SimpleAtoi(parts[3], &fault.seed)) {
    std::fprintf(stderr, "\"%s\" is no fault of a disk\n", text.c_str());
    std::exit(2);
  }
  fault.kind = static_cast<Kind>(kind - std::begin(kKinds));
  fault.in_database = parts[1] == "database";
  return fault;
}

std::string DiskFault::Text() const {
  return absl::StrCat(kKinds[static_cast<int>(kind)], in_database ? ":database:" : ":any:", call,
                      ":", seed);
}

std::string FragileDisk::ReportOf(const std::string& database) { return database + ".power"; }

bool FragileDisk::ReadReport(const std::string& database, DiskReport* report) {
  std::ifstream file(ReportOf(database));
  Losses& losses = report->losses;
  return static_cast<bool>(file >> report->in_database >> report->in_sync >> losses.kept >>
                           losses.dropped >> losses.torn);
}

FragileDisk::File FragileDisk::Open(const std::string& path, bool made, bool is_database) {
  const std::lock_guard lock(mutex_);
  File& file = entries_[path];
  if (file == nullptr) {
    file = std::make_shared<DiskFile>(made ? "" : Content(path));
    if (!made) safe_entries_[path] = file;
  }
  if (is_database) {
    database_ = file;
    database_path_ = path;
  }
  return file;
}

void FragileDisk::Delete(const std::string& path, bool and_sync) {
  const std::lock_guard lock(mutex_);
  entries_.erase(path);
  if (and_sync && fault_.kind != DiskFault::Kind::kLiar) safe_entries_ = entries_;
}

std::unique_lock<std::mutex> FragileDisk::BeginCall(const File& file, bool is_sync) {
  std::unique_lock lock(mutex_);
  const bool in_database = file == database_;
  if ((in_database || !fault_.in_database) && ++calls_ == fault_.call) Fail(in_database, is_sync);
  return lock;
}

void FragileDisk::Sync(const File& file, bool and_folder) {
  if (fault_.kind == DiskFault::Kind::kLiar) return;
  file->Sync();
  if (and_folder) safe_entries_ = entries_;
}

void FragileDisk::Fail(bool in_database, bool in_sync) {
  Losses losses;
  if (fault_.kind != DiskFault::Kind::kKill) LeaveFiles(&losses);
  std::ofstream(ReportOf(database_path_)) << in_database << ' ' << in_sync << ' ' << losses.kept
                                          << ' ' << losses.dropped << ' ' << losses.torn << '\n';
  raise(SIGKILL);
  std::abort();
}

// SQLite's shared memory is gone with the power, too.
void FragileDisk::LeaveFiles(Losses* losses) {
  std::map<std::string, File> all = entries_;
  all.insert(safe_entries_.begin(), safe_entries_.end());
  for (const auto& [path, unused] : all) {
    const bool old_entry = std::bernoulli_distribution(0.5)(random_);
    const File file = Find(old_entry ? safe_entries_ : entries_, path);
    if (file != nullptr) {
      Replace(path, file->AfterPowerLoss(&random_, losses));
    } else {
      unlink(path.c_str());
    }
  }
  unlink(absl::StrCat(database_path_, "-shm").c_str());
}

}  // namespace baton::testing
