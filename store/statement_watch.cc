#include "store/statement_watch.h"

#include <mutex>
#include <utility>

namespace baton::store {
namespace {

struct Watched {
  std::mutex mutex;
  StatementWatch watch;
};

Watched& TheWatch() {
  static Watched& watched = *new Watched();
  return watched;
}

}  // namespace

void WatchStatements(StatementWatch watch) {
  Watched& watched = TheWatch();
  const std::lock_guard<std::mutex> lock(watched.mutex);
  watched.watch = std::move(watch);
}

void NotePrepared(const Sql& sql, int parameter_count) {
  Watched& watched = TheWatch();
  const std::lock_guard<std::mutex> lock(watched.mutex);
  if (watched.watch) watched.watch(sql, parameter_count);
}

}  // namespace baton::store
