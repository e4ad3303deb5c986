// Tenants' own mappings, parsed once: a mapping is read for every payload, and parsing one takes
// far longer than reading most payloads.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "adapters/mapping.h"
#include "baton/v1/connection.pb.h"

namespace baton::server {

// At most as many mappings are held; the one that was not used for longest goes. Each is at most
// adapters::kMaxMappingBytes of text and what it parses to.
inline constexpr size_t kMaxParsedMappings = 64;

// Thread safe.
class MappingCache {
 public:
  using Parsed = std::shared_ptr<const adapters::Mapping>;

  // What the mapping's content parses to. It is held by the mapping's name and taken only for the
  // very same content, so that whoever reads an older or a newer state of the store than somebody
  // else gets what stands there. INVALID_ARGUMENT as ParseMapping; a fault is not held.
  absl::StatusOr<Parsed> Parse(const v1::Mapping& mapping);

  size_t size() const;

 private:
  Parsed Find(const v1::Mapping& mapping);
  void Keep(const std::string& name, Parsed parsed);

  struct Entry {
    Parsed parsed;
    std::list<std::string>::iterator use;
  };

  mutable absl::Mutex mutex_;
  std::map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
  // Names, the last used first.
  std::list<std::string> uses_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace baton::server
