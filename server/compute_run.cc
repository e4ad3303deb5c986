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

// Drafts that are computed at a time, to be kept by one commit.
constexpr size_t kPayeesAtOnce = 8;

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
                       const v1::ComputeStatementsRequest& request, domain::Violations faults,
                       Stream<v1::ComputeStatementsResponse> stream) {
  const std::shared_ptr<ComputeRun> run(
      new ComputeRun(call, store, std::move(options), std::move(stream)));
  store.Read([run, &request, faults = std::move(faults)](absl::Status status,
                                                         store::Session* session) mutable {
    if (!status.ok()) return run->stream_.Finish(status);
    absl::StatusOr<ComputePlan> plan =
        PlanCompute(*session, run->call_.tenant(), request, std::move(faults), run->call_.now);
    if (!plan.ok()) return run->stream_.Finish(plan.status());
    run->plan_ = *std::move(plan);
    run->ComputeSome();
  });
}

ComputeRun::ComputeRun(const Call& call, store::Store& store, store::WriteOptions options,
                       Stream<v1::ComputeStatementsResponse> stream)
    : call_(call), store_(store), options_(std::move(options)), stream_(std::move(stream)) {}

void ComputeRun::ComputeSome() {
  begin_ += answers_.size();
  answers_.clear();
  sent_ = 0;
  if (begin_ == plan_.payees.size()) return RemoveDrafts();
  const size_t count = std::min(kPayeesAtOnce, plan_.payees.size() - begin_);
  answers_.resize(count, std::string());
  awaited_ = count;
  // The last answer goes on, maybe before this returns: nothing of the run is touched after it.
  for (size_t i = 0; i < count; ++i) Compute(i, plan_.payees[begin_ + i]);
}

void ComputeRun::Compute(size_t place, const std::string& payee) {
  store::WriteOptions options = options_;
  if (!options.request_id.empty()) {
    options.request_id += "#" + std::string(domain::ShortName(payee));
  }
  store_.Write(
      std::move(options),
      [payee, quarter = plan_.quarter](store::Transaction& tx) -> absl::StatusOr<std::string> {
        // Somebody may have published since the run began.
        BATON_RETURN_IF_ERROR(CheckUnpublished(tx.session(), tx.tenant(), quarter));
        BATON_ASSIGN_OR_RETURN(v1::CompStatement draft, ComputeDraft(tx, payee, quarter));
        draft.clear_lines();
        return draft.SerializeAsString();
      },
      [self = shared_from_this(), place](absl::StatusOr<std::string> answer) {
        self->answers_[place] = std::move(answer);
        if (--self->awaited_ == 0) self->SendSome();
      });
}

void ComputeRun::SendSome() {
  while (sent_ < answers_.size()) {
    const absl::StatusOr<std::string> answer = std::move(answers_[sent_++]);
    if (domain::ReasonOf(answer.status()) == v1::ERROR_REASON_COMP_INPUT_MISSING) {
      if (lacking_.ok()) lacking_ = answer.status();
      continue;
    }
    if (!answer.ok()) return stream_.Finish(answer.status());
    absl::StatusOr<v1::ComputeStatementsResponse> message = MessageOf(*answer);
    if (!message.ok()) return stream_.Finish(message.status());
    if (!Send(*std::move(message), [this] { SendSome(); })) return;
  }
  ComputeSome();
}

absl::StatusOr<v1::ComputeStatementsResponse> ComputeRun::MessageOf(const std::string& answer) {
  v1::ComputeStatementsResponse message;
  message.mutable_statement()->ParseFromString(answer);
  const v1::CompStatement& statement = message.statement();
  BATON_RETURN_IF_ERROR(
      domain::AddTotals(statement.totals(), &totals_[statement.plan().currency_code()]));
  message.set_done_count(static_cast<int32_t>(begin_ + sent_));
  message.set_total_count(static_cast<int32_t>(plan_.payees.size()));
  return message;
}

bool ComputeRun::Send(v1::ComputeStatementsResponse message, std::function<void()> then) {
  if (stream_.Write(message)) return true;
  if (stream_.over()) return false;
  stream_.WhenReady(
      [self = shared_from_this(), message = std::move(message), then = std::move(then)]() mutable {
        if (self->Send(std::move(message), then)) then();
      });
  return false;
}

void ComputeRun::RemoveDrafts() {
  if (plan_.drafts_without_payee.empty()) return Finish();
  store::WriteOptions options = options_;
  if (!options.request_id.empty()) options.request_id += "#~";  // no person's id
  store_.Write(
      std::move(options),
      [names = plan_.drafts_without_payee,
       quarter = plan_.quarter](store::Transaction& tx) -> absl::StatusOr<std::string> {
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

void ComputeRun::SendTotals() {
  v1::ComputeStatementsResponse message;
  message.set_done_count(static_cast<int32_t>(plan_.payees.size()));
  message.set_total_count(static_cast<int32_t>(plan_.payees.size()));
  for (const auto& [currency, sums] : totals_) {
    v1::CurrencyTotals& totals = *message.add_totals();
    totals.set_currency_code(currency);
    *totals.mutable_totals() = sums;
  }
  if (Send(std::move(message), [this] { FinishWell(); })) FinishWell();
}

void ComputeRun::FinishWell() { stream_.Finish(absl::OkStatus()); }

}  // namespace baton::server
