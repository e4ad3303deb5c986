// person absence | end | merge.
#pragma once

#include "tools/cli/commands.h"

namespace baton::cli {

void AddPersonTimes(const CommandGroup& person);

}  // namespace baton::cli
