// The columns of the exports that follow no vendor's names: CSV, and CaptivateIQ's worksheet, whose
// columns are the customer's own.
#pragma once

#include "adapters/export_line.h"

namespace baton::adapters {

ExportColumns UsualColumns();

}  // namespace baton::adapters
