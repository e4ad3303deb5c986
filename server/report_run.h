// One run of ExportReport: chunk by chunk, at the client's pace.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "adapters/exporter.h"
#include "baton/v1/report_service.pb.h"
#include "server/call.h"
#include "server/reply.h"
#include "store/store.h"

namespace baton::server {

// Open loops are read page by page, each page in a snapshot of its own: a list is stable while
// others write. Every other report is computed at once.
class ReportRun : public std::enable_shared_from_this<ReportRun> {
 public:
  // `request` is a checked one.
  static void Start(const Call& call, store::Store& store, const v1::ExportReportRequest& request,
                    Stream<v1::ExportReportResponse> stream);

 private:
  ReportRun(const Call& call, store::Store& store, const v1::ExportReportRequest& request,
            Stream<v1::ExportReportResponse> stream);

  void ReadNext();
  absl::Status AddChunks(store::Session& session);
  absl::Status AddLoops(store::Session& session);
  void Queue(adapters::ExportChunk chunk);
  void Send();

  const Call& call_;  // lives as long as stream_
  store::Store& store_;
  const v1::ExportReportRequest& request_;  // as above
  const Stream<v1::ExportReportResponse> stream_;
  std::string page_token_;
  bool first_ = true;
  bool finished_ = false;
  std::deque<v1::ExportReportResponse> queue_;
};

}  // namespace baton::server
