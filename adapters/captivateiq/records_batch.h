// CaptivateIQ: the body of a records batch, POST .../data-worksheets/{id}/records/batch/.
//
// Rows are upserted by "Line ID", the worksheet's unique id. A line never leaves twice with other
// content (C-14), so nothing is ever deleted. Each chunk is one whole body.
#pragma once

#include <memory>

#include "adapters/exporter.h"

namespace baton::adapters {

class CaptivateIqExporter : public Exporter {
 public:
  std::unique_ptr<ExportWriter> NewWriter() const override;
};

}  // namespace baton::adapters
