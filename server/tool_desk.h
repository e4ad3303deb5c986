// The tool desk: what a commission tool knows of us (C-18). Inside a store's body or read.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "baton/v1/comp_statement.pb.h"
#include "store/store.h"

namespace baton::server {

// C-18. COMP_INPUT_MISSING, naming the statement and what is unknown, when the tool does not know
// the payee or no period in which the statement's quarter is paid. Of a tool that has sent no payee
// nobody can say whom it knows: it takes everybody, as does no tool (an empty name). Likewise of
// one that has sent no period.
absl::Status CheckToolKnows(store::Session& session, std::string_view tenant, std::string_view tool,
                            const v1::CompStatement& statement);

}  // namespace baton::server
