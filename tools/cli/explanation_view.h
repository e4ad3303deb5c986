// Why a line, or a sum, of a statement says what it says.
#pragma once

#include <string>

#include "baton/v1/line_explanation.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

// The sentence, what went in, the steps, and what stands behind them.
std::string LineExplanationText(const v1::LineExplanation& explanation, const View& view);

}  // namespace baton::cli
