#include "server/export_run.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/statement_desk.h"
#include "server/tool_desk.h"
#include "store/statements.h"

namespace baton::server {

void ExportRun::Start(const Call& call, store::Store& store, const adapters::Exporter& exporter,
                      const v1::ExportStatementsRequest& request,
                      Stream<v1::ExportStatementsResponse> stream) {
  const std::shared_ptr<ExportRun> run(
      new ExportRun(call, store, exporter, request, std::move(stream)));
  store.Read([run, period = request.period()](absl::Status status, store::Session* session) {
    if (status.ok()) status = run->Prepare(*session, period);
    if (!status.ok()) return run->stream_.Finish(status);
    run->ReadNext();
  });
}

ExportRun::ExportRun(const Call& call, store::Store& store, const adapters::Exporter& exporter,
                     const v1::ExportStatementsRequest& request,
                     Stream<v1::ExportStatementsResponse> stream)
    : call_(call),
      store_(store),
      tool_(exporter.tool()),
      writer_(exporter.NewWriter({request.import_target()})),
      stream_(std::move(stream)) {}

absl::Status ExportRun::Prepare(store::Session& session, const std::string& period) {
  BATON_ASSIGN_OR_RETURN(const domain::Quarter quarter,
                         QuarterOfCode(session, call_.tenant(), period));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::CompStatement> statements,
                         store::StatementsOfPeriod(session, call_.tenant(), quarter.code));
  for (const v1::CompStatement& statement : statements) {
    if (statement.state() != v1::STATEMENT_STATE_DRAFT) statements_.push_back(statement.name());
  }
  if (!statements_.empty()) return absl::OkStatus();
  return domain::RefuseState(
      v1::ERROR_REASON_STATEMENT_NOT_PUBLISHED, domain::TenantName(call_.tenant()),
      absl::StrCat(quarter.code, " has no published statements; publish them first (C-18)"));
}

void ExportRun::ReadNext() {
  if (next_ == statements_.size()) {
    FinishExport();
    return Send();
  }
  store_.Read([self = shared_from_this()](absl::Status status, store::Session* session) {
    if (status.ok()) status = self->AddStatement(*session);
    if (!status.ok()) return self->stream_.Finish(status);
    self->Send();
  });
}

absl::Status ExportRun::AddStatement(store::Session& session) {
  BATON_ASSIGN_OR_RETURN(const v1::CompStatement statement,
                         store::GetStatement(session, call_.tenant(), statements_[next_++]));
  absl::Status refusal = CheckToolKnows(session, call_.tenant(), tool_, statement);
  if (refusal.ok()) {
    absl::StatusOr<std::vector<adapters::ExportChunk>> chunks = writer_->Add(statement);
    if (chunks.ok()) Queue(*std::move(chunks));
    refusal = chunks.status();
  }
  if (!absl::IsFailedPrecondition(refusal)) return refusal;
  v1::RefusedExport& refused = refused_.emplace_back();
  refused.set_statement(statement.name());
  refused.set_reason(std::string(refusal.message()));
  return absl::OkStatus();
}

void ExportRun::FinishExport() {
  finished_ = true;
  Queue(writer_->Finish());
  if (refused_.empty()) return;
  if (queue_.empty()) queue_.emplace_back();
  *queue_.back().mutable_refused() = {refused_.begin(), refused_.end()};
}

void ExportRun::Queue(std::vector<adapters::ExportChunk> chunks) {
  for (adapters::ExportChunk& chunk : chunks) {
    v1::ExportStatementsResponse& message = queue_.emplace_back();
    message.set_chunk(std::move(chunk.bytes));
    message.set_row_count(chunk.row_count);
  }
}

void ExportRun::Send() {
  while (!queue_.empty()) {
    if (!stream_.Write(queue_.front())) {
      if (!stream_.over()) stream_.WhenReady([self = shared_from_this()] { self->Send(); });
      return;
    }
    queue_.pop_front();
  }
  if (finished_) return stream_.Finish(absl::OkStatus());
  ReadNext();
}

}  // namespace baton::server
