// The disk under a process, until its power fails at a chosen call: then the files are put into a
// state that a disk may leave behind, and the process ends as if killed.
//
// A folder's entries are synced like a file's bytes: a file that was made or deleted since may be
// missing or back.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "tests/crash/disk_file.h"

namespace baton::testing {

// What goes wrong, and when.
struct DiskFault {
  enum class Kind {
    kPower,  // what was not synced is kept, dropped or torn
    kLiar,   // the same, on a disk that says "synced" and does nothing
    kKill,   // the process ends; everything written is there
  };
  Kind kind = Kind::kPower;
  bool in_database = false;  // count only calls that change the database's own file: checkpoints
  int call = 0;              // before which write, truncation or sync, from 1
  unsigned seed = 0;

  // "power:any:170:9", "kill:database:3:0": the four fields in their order. Ends the program when
  // the text is anything else.
  static DiskFault Parse(const std::string& text);
  // The same text again.
  std::string Text() const;
};

// What a disk left to know.
struct DiskReport {
  bool in_database = false;  // the call that was not done any more
  bool in_sync = false;
  Losses losses;
};

class FragileDisk {
 public:
  using File = std::shared_ptr<DiskFile>;

  explicit FragileDisk(const DiskFault& fault) : fault_(fault), random_(fault.seed) {}

  // The file beside the database in which the report is left.
  static std::string ReportOf(const std::string& database);
  // False when there is none: nothing failed.
  static bool ReadReport(const std::string& database, DiskReport* report);

  // A file was opened; `made`: it was not there before.
  File Open(const std::string& path, bool made, bool is_database);
  void Delete(const std::string& path, bool and_sync);

  // Held while a call changes a file, so that no two of them are at once. Ends the process when
  // this is the call.
  std::unique_lock<std::mutex> BeginCall(const File& file, bool is_sync);
  // The rest is done by whoever holds the lock.
  void Sync(const File& file, bool and_folder);

 private:
  [[noreturn]] void Fail(bool in_database, bool in_sync);
  void LeaveFiles(Losses* losses);

  const DiskFault fault_;
  std::mutex mutex_;
  std::mt19937 random_;
  int calls_ = 0;
  File database_;
  std::string database_path_;
  std::map<std::string, File> entries_;       // as the process sees them
  std::map<std::string, File> safe_entries_;  // as of the folder's last sync
};

}  // namespace baton::testing
