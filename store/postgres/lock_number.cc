#include "store/postgres/lock_number.h"

#include <string>

#include "store/sha256.h"

namespace baton::store {

int64_t LockNumber(std::string_view name) {
  const std::string digest = Sha256(name);
  uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8 | static_cast<unsigned char>(digest[i]);
  return static_cast<int64_t>(number);
}

}  // namespace baton::store
