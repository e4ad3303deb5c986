// The canonical form of a statement, and its digest (C-14): what makes "published statements never
// change" something that anybody can check. docs/statement_form.md describes it for those who check
// with other means.
//
// Needs the common model alone, so that the server and the command line, which works without one,
// share it.
#pragma once

#include <string>

#include "baton/v1/comp_statement.pb.h"

namespace baton::form {

// C-14. What a statement says, as text: the same on every machine and in every version of Baton. It
// leaves out when it was computed, published and paid, its state and digest, and the lines'
// export_seq.
//
// One fact a line, "name: value", in the order of the proto's fields; a line's facts follow "line".
// final_statement stands there only when it is true, a line's fields from `pool` on only where they
// are set. Within values, a backslash, a line feed and a carriage return are written \\, \n and \r.
// Enums are lower-case names, absent values are empty. Ends with a line feed.
std::string CanonicalForm(const v1::CompStatement& statement);

// SHA-256 over the canonical form, 64 lower-case hexadecimal digits.
std::string StatementDigest(const v1::CompStatement& statement);

}  // namespace baton::form
