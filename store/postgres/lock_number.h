// The numbers of advisory locks.
#pragma once

#include <cstdint>
#include <string_view>

namespace baton::store {

// The lock of that name: the same in every server, on every machine.
int64_t LockNumber(std::string_view name);

}  // namespace baton::store
