// One run of ExportStatements: statement by statement, chunk by chunk, at the client's pace (C-18).
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "adapters/exporter.h"
#include "baton/v1/comp_statement_service.pb.h"
#include "server/call.h"
#include "server/reply.h"
#include "store/store.h"

namespace baton::server {

// A statement that can't leave stays behind and is named in the last message. Published statements
// never change, so reading them in several snapshots gives the same bytes as
// reading them in one. Never holds more than one statement and the chunks that it filled.
class ExportRun : public std::enable_shared_from_this<ExportRun> {
 public:
  // `exporter` is the request's format's.
  static void Start(const Call& call, store::Store& store, const adapters::Exporter& exporter,
                    const v1::ExportStatementsRequest& request,
                    Stream<v1::ExportStatementsResponse> stream);

 private:
  ExportRun(const Call& call, store::Store& store, const adapters::Exporter& exporter,
            const v1::ExportStatementsRequest& request,
            Stream<v1::ExportStatementsResponse> stream);

  absl::Status Prepare(store::Session& session, const std::string& period);
  void ReadNext();
  absl::Status AddStatement(store::Session& session);
  void FinishExport();
  void Queue(std::vector<adapters::ExportChunk> chunks);
  void Send();

  const Call& call_;  // lives as long as stream_
  store::Store& store_;
  const std::string tool_;
  const std::unique_ptr<adapters::ExportWriter> writer_;
  const Stream<v1::ExportStatementsResponse> stream_;
  std::vector<std::string> statements_;
  size_t next_ = 0;
  bool finished_ = false;
  std::vector<v1::RefusedExport> refused_;
  std::deque<v1::ExportStatementsResponse> queue_;
};

}  // namespace baton::server
