#include "server/mapping_cache.h"

#include <utility>

#include "domain/status_macros.h"

namespace baton::server {

absl::StatusOr<MappingCache::Parsed> MappingCache::Parse(const v1::Mapping& mapping) {
  if (Parsed held = Find(mapping)) return held;
  // Without the lock: others read meanwhile. Two that parse the same keep the same.
  BATON_ASSIGN_OR_RETURN(adapters::Mapping parsed, adapters::ParseMapping(mapping.content()));
  auto kept = std::make_shared<const adapters::Mapping>(std::move(parsed));
  Keep(mapping.name(), kept);
  return kept;
}

size_t MappingCache::size() const {
  absl::MutexLock lock(&mutex_);
  return entries_.size();
}

MappingCache::Parsed MappingCache::Find(const v1::Mapping& mapping) {
  absl::MutexLock lock(&mutex_);
  const auto found = entries_.find(mapping.name());
  if (found == entries_.end() || found->second.parsed->text != mapping.content()) return nullptr;
  uses_.splice(uses_.begin(), uses_, found->second.use);
  return found->second.parsed;
}

void MappingCache::Keep(const std::string& name, Parsed parsed) {
  absl::MutexLock lock(&mutex_);
  if (const auto found = entries_.find(name); found != entries_.end()) {
    found->second.parsed = std::move(parsed);
    uses_.splice(uses_.begin(), uses_, found->second.use);
    return;
  }
  uses_.push_front(name);
  entries_[name] = {std::move(parsed), uses_.begin()};
  if (entries_.size() <= kMaxParsedMappings) return;
  entries_.erase(uses_.back());
  uses_.pop_back();
}

}  // namespace baton::server
