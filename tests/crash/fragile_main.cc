// Linked to the server's own main: its database lies on a disk that fails as BATON_DISK says
// (DiskFault), or on the ordinary one when that is not set.
#include <cstdlib>

#include "store/sqlite/sqlite_session.h"
#include "tests/crash/disk_vfs.h"

namespace baton::testing {
namespace {

// Before main().
[[maybe_unused]] const bool plugged_in = [] {
  const char* fault = std::getenv("BATON_DISK");
  if (fault == nullptr) return false;
  // The store sets the library up at its first session, which must come before a file layer.
  if (!store::SqliteSession::Open({":memory:", "", true, {}, nullptr}).ok()) std::abort();
  PutDatabasesOn(new FragileDisk(DiskFault::Parse(fault)));
  return true;
}();

}  // namespace
}  // namespace baton::testing
