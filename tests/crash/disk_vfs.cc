#include "tests/crash/disk_vfs.h"

#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <new>
#include <utility>

namespace baton::testing {
namespace {

constexpr int kKeptFiles = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;

FragileDisk* disk = nullptr;
sqlite3_vfs* real_vfs = nullptr;

// What SQLite holds of an open file; its own layer's part lies behind it.
struct Handle {
  sqlite3_file base;  // first: SQLite knows no more
  FragileDisk::File file;
  bool syncs_folder = false;  // with its first sync

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

Handle& Of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
sqlite3_file* Real(sqlite3_file* file) { return Of(file).real(); }

int Close(sqlite3_file* file) {
  const int code = Real(file)->pMethods->xClose(Real(file));
  Of(file).~Handle();
  return code;
}

int Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  const auto lock = disk->BeginCall(Of(file).file, /*is_sync=*/false);
  const int code = Real(file)->pMethods->xWrite(Real(file), bytes, size, offset);
  if (code == SQLITE_OK) {
    Of(file).file->Write(offset, {static_cast<const char*>(bytes), static_cast<size_t>(size)});
  }
  return code;
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  const auto lock = disk->BeginCall(Of(file).file, /*is_sync=*/false);
  const int code = Real(file)->pMethods->xTruncate(Real(file), size);
  if (code == SQLITE_OK) Of(file).file->Truncate(size);
  return code;
}

int Sync(sqlite3_file* file, int flags) {
  const auto lock = disk->BeginCall(Of(file).file, /*is_sync=*/true);
  const int code = Real(file)->pMethods->xSync(Real(file), flags);
  if (code == SQLITE_OK) disk->Sync(Of(file).file, std::exchange(Of(file).syncs_folder, false));
  return code;
}

// The rest goes straight through.
int Read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
  return Real(file)->pMethods->xRead(Real(file), bytes, size, offset);
}
int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  return Real(file)->pMethods->xFileSize(Real(file), size);
}
int Lock(sqlite3_file* file, int level) { return Real(file)->pMethods->xLock(Real(file), level); }
int Unlock(sqlite3_file* file, int level) {
  return Real(file)->pMethods->xUnlock(Real(file), level);
}
int CheckReservedLock(sqlite3_file* file, int* taken) {
  return Real(file)->pMethods->xCheckReservedLock(Real(file), taken);
}
int FileControl(sqlite3_file* file, int what, void* argument) {
  return Real(file)->pMethods->xFileControl(Real(file), what, argument);
}
int SectorSize(sqlite3_file* file) { return Real(file)->pMethods->xSectorSize(Real(file)); }
int DeviceCharacteristics(sqlite3_file* file) {
  return Real(file)->pMethods->xDeviceCharacteristics(Real(file));
}
int ShmMap(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  return Real(file)->pMethods->xShmMap(Real(file), page, size, extend, memory);
}
int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  return Real(file)->pMethods->xShmLock(Real(file), offset, count, flags);
}
void ShmBarrier(sqlite3_file* file) { Real(file)->pMethods->xShmBarrier(Real(file)); }
int ShmUnmap(sqlite3_file* file, int and_delete) {
  return Real(file)->pMethods->xShmUnmap(Real(file), and_delete);
}
int Fetch(sqlite3_file* file, sqlite3_int64 offset, int size, void** memory) {
  return Real(file)->pMethods->xFetch(Real(file), offset, size, memory);
}
int Unfetch(sqlite3_file* file, sqlite3_int64 offset, void* memory) {
  return Real(file)->pMethods->xUnfetch(Real(file), offset, memory);
}

const sqlite3_io_methods kMethods = {3,
                                     Close,
                                     Read,
                                     Write,
                                     Truncate,
                                     Sync,
                                     FileSize,
                                     Lock,
                                     Unlock,
                                     CheckReservedLock,
                                     FileControl,
                                     SectorSize,
                                     DeviceCharacteristics,
                                     ShmMap,
                                     ShmLock,
                                     ShmBarrier,
                                     ShmUnmap,
                                     Fetch,
                                     Unfetch};

// Temporary files are SQLite's own layer's alone.
int Open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  if (name == nullptr || (flags & kKeptFiles) == 0) {
    return real_vfs->xOpen(real_vfs, name, file, flags, out_flags);
  }
  auto* handle = new (file) Handle();
  const bool made = access(name, F_OK) != 0;
  const int code = real_vfs->xOpen(real_vfs, name, handle->real(), flags, out_flags);
  if (code != SQLITE_OK) {
    handle->~Handle();
    file->pMethods = nullptr;  // nothing to close
    return code;
  }
  const bool is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  handle->file = disk->Open(name, made, is_database);
  // As SQLite's own layer does it, out of sight from here: with the first sync through each handle
  // that might have made the file, whichever of them did.
  handle->syncs_folder = (flags & SQLITE_OPEN_CREATE) != 0 && !is_database;
  handle->base.pMethods = &kMethods;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs*, const char* name, int sync_folder) {
  const int code = real_vfs->xDelete(real_vfs, name, sync_folder);
  if (code == SQLITE_OK) disk->Delete(name, sync_folder != 0);
  return code;
}

}  // namespace

void PutDatabasesOn(FragileDisk* fragile) {
  disk = fragile;
  real_vfs = sqlite3_vfs_find(nullptr);
  static sqlite3_vfs vfs = *real_vfs;
  vfs.pNext = nullptr;
  vfs.zName = "fragile";
  vfs.szOsFile = static_cast<int>(sizeof(Handle)) + real_vfs->szOsFile;
  vfs.xOpen = Open;
  vfs.xDelete = Delete;
  if (sqlite3_vfs_register(&vfs, /*makeDflt=*/1) != SQLITE_OK) std::abort();
}

}  // namespace baton::testing
