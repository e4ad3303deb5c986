// What PostgreSQL's errors mean to a caller.
#pragma once

#include <string_view>

#include "store/soci_session.h"

namespace baton::store {

// By SQLSTATE, five letters; empty when the server could not be asked at all.
Failure ClassifyPostgresError(std::string_view sqlstate);

}  // namespace baton::store
