// One run of ComputeStatements: some payees at a time, each a write of its own, with progress to
// the caller.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/comp_statement_service.pb.h"
#include "domain/refusal.h"
#include "server/call.h"
#include "server/payee_desk.h"
#include "server/reply.h"
#include "store/store.h"

namespace baton::server {

// Drafts may be computed at will, so a run that ends half way leaves some payees with new drafts
// and the others with their old ones; publishing notices what is stale. The last write removes the
// drafts of those who get no statement any more. A slow client slows the run.
class ComputeRun : public std::enable_shared_from_this<ComputeRun> {
 public:
  // `options` are those of the call; with a request id, each payee's draft is remembered under it.
  // `faults` are those that the request's payees have as such. `request` lives as long as `stream`.
  static void Start(const Call& call, store::Store& store, store::WriteOptions options,
                    const v1::ComputeStatementsRequest& request, domain::Violations faults,
                    Stream<v1::ComputeStatementsResponse> stream);

 private:
  ComputeRun(const Call& call, store::Store& store, store::WriteOptions options,
             Stream<v1::ComputeStatementsResponse> stream);

  void ComputeSome();
  void Compute(size_t place, const std::string& payee);
  void SendSome();
  absl::StatusOr<v1::ComputeStatementsResponse> MessageOf(const std::string& answer);
  void RemoveDrafts();
  void Finish();
  // True when the message was taken; else `then` is called once it was, and never if the call is
  // over.
  bool Send(v1::ComputeStatementsResponse message, std::function<void()> then);
  void SendTotals();
  void FinishWell();

  const Call& call_;  // lives as long as stream_
  store::Store& store_;
  const store::WriteOptions options_;
  const Stream<v1::ComputeStatementsResponse> stream_;
  ComputePlan plan_;
  // The payees at hand: from this one on, what came of each, how many are still awaited, how many
  // were sent.
  size_t begin_ = 0;
  std::vector<absl::StatusOr<std::string>> answers_;
  std::atomic<size_t> awaited_ = 0;
  size_t sent_ = 0;
  absl::Status lacking_;  // of the first payee for whom something is missing
  std::map<std::string, v1::StatementTotals> totals_;  // by currency
};

}  // namespace baton::server
