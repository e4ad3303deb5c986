#include "adapters/captivateiq/captivateiq_adapter.h"

#include "absl/strings/str_cat.h"
#include "adapters/default_mappings.h"
#include "adapters/faults.h"
#include "adapters/text.h"
#include "adapters/tool_reader.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

// An export of a job that did not come to its end may lack rows.
absl::Status CheckJob(const json::Value& root) {
  const json::Value* status = root.Lookup("job.status");
  if (status == nullptr || SameWord(status->text(), "SUCCESS")) return absl::OkStatus();
  return Unreadable("job.status", absl::StrCat("is not SUCCESS: ", Excerpt(status->text())));
}

}  // namespace

const Mapping& CaptivateIqAdapter::default_mapping() const {
  static const auto* const kMapping =
      new Mapping(ParseMapping(DefaultCaptivateIqMapping()).value());
  return *kMapping;
}

absl::StatusOr<std::vector<v1::Fact>> CaptivateIqAdapter::Translate(absl::string_view payload,
                                                                    const Mapping& mapping) const {
  BATON_ASSIGN_OR_RETURN(const json::Value root, ParseToolPayload(payload));
  if (const json::Value* csv = root.Find("csv")) {
    BATON_RETURN_IF_ERROR(CheckJob(root));
    return ReadToolCsv(*csv, "csv", mapping);
  }
  if (const json::Value* data = root.Find("data")) return ReadToolRecords(*data, "data", mapping);
  return Unreadable("payload", "is neither a page with data nor an export with csv");
}

}  // namespace baton::adapters
