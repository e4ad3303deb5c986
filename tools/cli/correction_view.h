// Manual corrections as text (C-23).
#pragma once

#include <string>
#include <vector>

#include "baton/v1/correction.pb.h"
#include "tools/cli/render.h"
#include "tools/cli/session.h"

namespace baton::cli {

// One row a correction.
std::string CorrectionTable(const std::vector<v1::Correction>& corrections, const View& view);

// One with who entered and who decided it, and what becomes of it.
std::string CorrectionDetail(const v1::Correction& correction, const View& view);

}  // namespace baton::cli
