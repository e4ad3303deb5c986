// A list of values as PostgreSQL reads an array's text.
#pragma once

#include <string>
#include <string_view>

#include "store/sql.h"

namespace baton::store {

// Appends one element: call it for each value, on a text that begins as "{"; end it with "}". Texts
// are quoted; `bytes` says that a text is bytes. A text must not hold a NUL.
void AppendElement(const Value& value, bool bytes, std::string* array);

// Every digit counts: what is read must equal what was written.
std::string DoubleText(double value);

// Bytes as PostgreSQL reads them.
std::string BytesText(std::string_view bytes);

}  // namespace baton::store
