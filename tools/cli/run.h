// A whole run of the program.
#pragma once

#include <iosfwd>

#include "tools/cli/terminal.h"

namespace baton::cli {

// Parses the command line, carries out the command, and says what went wrong on `err`. Returns the
// exit code (see ExitCode).
int Run(int argc, const char* const* argv, std::ostream& out, std::ostream& err,
        const Terminal& terminal);

}  // namespace baton::cli
