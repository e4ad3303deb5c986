#include "server/filing_run.h"

#include "server/error_details.h"

namespace baton::server {

v1::FileResult FileResultOf(const absl::StatusOr<v1::FileSignalResponse>& answer,
                            const std::string& log_id) {
  v1::FileResult result;
  if (answer.ok()) {
    *result.mutable_signal() = answer->signal();
    result.set_already_filed(answer->already_filed());
    return result;
  }
  *result.mutable_error() = ItemErrorOf(answer.status(), log_id);
  return result;
}

}  // namespace baton::server
