// Statement lines as one CSV file (see csv_text.h) without a byte order mark, under one header row.
// Chunks are to be joined.
#pragma once

#include <string>
#include <vector>

#include "adapters/batch_writer.h"

namespace baton::adapters {

class CsvWriter : public BatchWriter {
 public:
  using BatchWriter::BatchWriter;

 private:
  std::string Render(const std::vector<ExportRow>& rows, bool first) const override;
};

}  // namespace baton::adapters
