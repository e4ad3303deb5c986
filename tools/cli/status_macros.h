// Early returns for absl::Status, which Debian's Abseil ships without macros. The CLI links the API
// alone, so it has its own.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the enclosing function when `expr`, an absl::Status, is not OK.
#define BATON_RETURN_IF_ERROR(expr)                                                  \
  do {                                                                               \
    if (absl::Status baton_status = (expr); !baton_status.ok()) return baton_status; \
  } while (false)

// Evaluates `expr`, an absl::StatusOr, and moves its value into `lhs` (which may declare a
// variable), or returns its status from the enclosing function.
#define BATON_ASSIGN_OR_RETURN(lhs, expr) \
  BATON_ASSIGN_OR_RETURN_IMPL(BATON_CONCAT(baton_status_or_, __LINE__), lhs, expr)
#define BATON_ASSIGN_OR_RETURN_IMPL(result, lhs, expr) \
  auto result = (expr);                                \
  if (!result.ok()) return result.status();            \
  lhs = *std::move(result)
#define BATON_CONCAT(a, b) BATON_CONCAT_IMPL(a, b)
#define BATON_CONCAT_IMPL(a, b) a##b
