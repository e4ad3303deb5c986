#include "server/compute_run.h"

#include <algorithm>
#include <utility>

#include "domain/accrual.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/statement_desk.h"
#include "store/statements.h"

namespace baton::server {
namespace {

// W-2. The drafts of a quarter that belong to nobody who gets a statement: who left before it, or
// was merged into another person, may have been drafted before that was known. `payees` is sorted.
absl::StatusOr<std::vector<std::string>> DraftsWithoutPayee(
    store::Session& session, const std::string& tenant, const domain::Quarter& quarter,
    const std::vector<std::string>& payees) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::CompStatement> drafts,
                         store::StatementsOfPeriod(session, tenant, quarter.code));
  std::vector<std::string> names;
  for (const v1::CompStatement& draft : drafts) {
    if (std::binary_search(payees.begin(), payees.end(), draft.payee())) continue;
    names.push_back(draft.name());
  }
  return names;
}

absl::Status DeleteDrafts(store::Transaction& tx, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const absl::Status deleted = store::DeleteDraft(tx, name);
    // Another run may have been here first.
    if (!deleted.ok() && !absl::IsNotFound(deleted)) return deleted;
  }
  return absl::OkStatus();
}

}  // namespace

void ComputeRun::Start(const Call& call, store::Store& store, store::WriteOptions options,
                       const std::string& period, Stream<v1::ComputeStatementsResponse> stream) {
  const std::shared_ptr<ComputeRun> run(
      new ComputeRun(call, store, std::move(options), std::move(stream)));
  store.Read([run, period](absl::Status status, store::Session* session) {
    if (status.ok()) status = run->Prepare(*session, period);
    if (!status.ok()) return run->stream_.Finish(status);
    run->ComputeNext();
  });
}

ComputeRun::ComputeRun(const Call& call, store::Store& store, store::WriteOptions options,
                       Stream<v1::ComputeStatementsResponse> stream)
    : call_(call), store_(store), options_(std::move(options)), stream_(std::move(stream)) {}

absl::Status ComputeRun::Prepare(store::Session& session, const std::string& period) {
  BATON_ASSIGN_OR_RETURN(quarter_, QuarterOfCode(session, call_.tenant(), period));
  BATON_ASSIGN_OR_RETURN(payees_, PayeesToCompute(session, call_.tenant(), quarter_, call_.now));
  BATON_ASSIGN_OR_RETURN(drafts_without_payee_,
                         DraftsWithoutPayee(session, call_.tenant(), quarter_, payees_));
  return absl::OkStatus();
}

void ComputeRun::ComputeNext() {
  if (next_ == payees_.size()) return RemoveDrafts();
  const std::string payee = payees_[next_++];
  store::WriteOptions options = options_;
  if (!options.request_id.empty()) {
    options.request_id += "#" + std::string(domain::ShortName(payee));
  }
  store_.Write(
      std::move(options),
      [payee, quarter = quarter_](store::Transaction& tx) -> absl::StatusOr<std::string> {
        // Somebody may have published since the run began.
        BATON_RETURN_IF_ERROR(CheckUnpublished(tx.session(), tx.tenant(), quarter));
        BATON_ASSIGN_OR_RETURN(v1::CompStatement draft, ComputeDraft(tx, payee, quarter));
        draft.clear_lines();
        return draft.SerializeAsString();
      },
      [self = shared_from_this()](const absl::StatusOr<std::string>& answer) {
        self->Computed(answer);
      });
}

void ComputeRun::Computed(const absl::StatusOr<std::string>& answer) {
  if (domain::ReasonOf(answer.status()) == v1::ERROR_REASON_COMP_INPUT_MISSING) {
    if (lacking_.ok()) lacking_ = answer.status();
    return ComputeNext();
  }
  if (!answer.ok()) return stream_.Finish(answer.status());
  v1::ComputeStatementsResponse message;
  message.mutable_statement()->ParseFromString(*answer);
  const v1::CompStatement& statement = message.statement();
  const absl::Status added =
      domain::AddTotals(statement.totals(), &totals_[statement.plan().currency_code()]);
  if (!added.ok()) return stream_.Finish(added);
  message.set_done_count(static_cast<int32_t>(next_));
  message.set_total_count(static_cast<int32_t>(payees_.size()));
  Send(std::move(message));
}

void ComputeRun::RemoveDrafts() {
  if (drafts_without_payee_.empty()) return Finish();
  store::WriteOptions options = options_;
  if (!options.request_id.empty()) options.request_id += "#~";  // no person's id
  store_.Write(
      std::move(options),
      [names = drafts_without_payee_,
       quarter = quarter_](store::Transaction& tx) -> absl::StatusOr<std::string> {
        BATON_RETURN_IF_ERROR(CheckUnpublished(tx.session(), tx.tenant(), quarter));
        BATON_RETURN_IF_ERROR(DeleteDrafts(tx, names));
        return std::string();
      },
      [self = shared_from_this()](const absl::StatusOr<std::string>& answer) {
        if (!answer.ok()) return self->stream_.Finish(answer.status());
        self->Finish();
      });
}

void ComputeRun::Finish() {
  if (!lacking_.ok()) return stream_.Finish(lacking_);
  SendTotals();
}

void ComputeRun::Send(v1::ComputeStatementsResponse message) {
  if (!stream_.Write(message)) {
    if (stream_.over()) return;
    stream_.WhenReady([self = shared_from_this(), message = std::move(message)]() mutable {
      self->Send(std::move(message));
    });
    return;
  }
  if (finished_) return stream_.Finish(absl::OkStatus());
  ComputeNext();
}

void ComputeRun::SendTotals() {
  finished_ = true;
  v1::ComputeStatementsResponse message;
  message.set_done_count(static_cast<int32_t>(payees_.size()));
  message.set_total_count(static_cast<int32_t>(payees_.size()));
  for (const auto& [currency, sums] : totals_) {
    v1::CurrencyTotals& totals = *message.add_totals();
    totals.set_currency_code(currency);
    *totals.mutable_totals() = sums;
  }
  Send(std::move(message));
}

}  // namespace baton::server
