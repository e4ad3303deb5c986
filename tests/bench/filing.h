// What the benchmarks file.
#pragma once

#include <cstdint>
#include <string>

namespace baton::bench {

// Accounts of a BenchServer that FilingOf goes through.
inline constexpr int kAccounts = 5'000;

// The bytes of the n-th FileSignalRequest. A new signal each time: every source record is another,
// and no two are duplicates, since triggers and accounts differ or the filing is far from the last
// one of its kind.
std::string FilingOf(uint64_t number);

}  // namespace baton::bench
