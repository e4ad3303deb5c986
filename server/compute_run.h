// One run of ComputeStatements: payee by payee, each a write of its own, with progress to the
// caller.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/comp_statement_service.pb.h"
#include "domain/fiscal.h"
#include "server/call.h"
#include "server/reply.h"
#include "store/store.h"

namespace baton::server {

// Drafts may be computed at will, so a run that ends half way leaves some payees with new drafts
// and the others with their old ones; publishing notices what is stale. The last write removes the
// drafts of those who get no statement any more. A slow client slows the run.
class ComputeRun : public std::enable_shared_from_this<ComputeRun> {
 public:
  // `options` are those of the call; with a request id, each payee's draft is remembered under it.
  static void Start(const Call& call, store::Store& store, store::WriteOptions options,
                    const std::string& period, Stream<v1::ComputeStatementsResponse> stream);

 private:
  ComputeRun(const Call& call, store::Store& store, store::WriteOptions options,
             Stream<v1::ComputeStatementsResponse> stream);

  absl::Status Prepare(store::Session& session, const std::string& period);
  void ComputeNext();
  void Computed(const absl::StatusOr<std::string>& answer);
  void RemoveDrafts();
  void Finish();
  void Send(v1::ComputeStatementsResponse message);
  void SendTotals();

  const Call& call_;  // lives as long as stream_
  store::Store& store_;
  const store::WriteOptions options_;
  const Stream<v1::ComputeStatementsResponse> stream_;
  domain::Quarter quarter_;
  std::vector<std::string> payees_;
  std::vector<std::string> drafts_without_payee_;
  size_t next_ = 0;
  bool finished_ = false;
  absl::Status lacking_;  // of the first payee for whom something is missing
  std::map<std::string, v1::StatementTotals> totals_;  // by currency
};

}  // namespace baton::server
