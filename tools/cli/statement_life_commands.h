// statement pull | explain | confirm | page: what becomes of statements once they are published.
#pragma once

#include "tools/cli/commands.h"

namespace baton::cli {

void AddStatementLife(const CommandGroup& statement);

}  // namespace baton::cli
