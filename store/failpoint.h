// Named points at which a test has the process end as if it were killed there (R3).
//
// BATON_FAILPOINT=name:count in the environment ends it when that point is reached for the count-th
// time. Built in for the tests' presets alone; in a release the points are nothing.
#pragma once

namespace baton::store {

#ifdef BATON_FAILPOINTS
void FailPoint(const char* name);
#else
inline void FailPoint(const char*) {}
#endif

}  // namespace baton::store
