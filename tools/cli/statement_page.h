// A statement as a page: one HTML file that stands alone and prints on A4 (C-14, X-6).
#pragma once

#include <string>

#include "baton/v1/comp_statement.pb.h"

namespace baton::cli {

// Payee, plan and period; the sums as they add up; the lines by kind, each with its explanation;
// what is held, and why; the digest.
std::string StatementHtml(const v1::CompStatement& statement);

}  // namespace baton::cli
