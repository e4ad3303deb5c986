// SQLite's files on a FragileDisk: a layer over SQLite's own default, which does the work.
#pragma once

#include "tests/crash/fragile_disk.h"

namespace baton::testing {

// From now on the process's databases, their logs and journals lie on that disk, which must stay.
// Once in a process, before its first database is opened.
void PutDatabasesOn(FragileDisk* disk);

}  // namespace baton::testing
