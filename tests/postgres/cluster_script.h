// Runs tests/postgres/cluster.
#pragma once

#include <string>

namespace baton::tests {

// Ends the program when the script fails: a machine without PostgreSQL fails the test.
void RunClusterScript(const std::string& arguments);

}  // namespace baton::tests
