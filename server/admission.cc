#include "server/admission.h"

namespace baton::server {
namespace {

// How many times what is free a tenant may have.
constexpr int64_t kOfWhatIsFree = 4;

}  // namespace

bool Admission::Enter(const std::string& tenant) {
  absl::MutexLock lock(&mutex_);
  const auto found = tenants_.find(tenant);
  const int own = found == tenants_.end() ? 0 : found->second;
  if (own >= kOfWhatIsFree * (places_ - in_flight_)) return false;
  ++in_flight_;
  if (found == tenants_.end()) {
    tenants_.emplace(tenant, 1);
  } else {
    ++found->second;
  }
  return true;
}

void Admission::Leave(const std::string& tenant) {
  absl::MutexLock lock(&mutex_);
  --in_flight_;
  const auto found = tenants_.find(tenant);
  if (--found->second == 0) tenants_.erase(found);
}

int Admission::in_flight() const {
  absl::MutexLock lock(&mutex_);
  return in_flight_;
}

}  // namespace baton::server
