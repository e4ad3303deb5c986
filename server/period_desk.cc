#include "server/period_desk.h"

#include <optional>
#include <utility>
#include <vector>

#include "domain/close_check.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/statement.h"
#include "domain/status_macros.h"
#include "server/close_desk.h"
#include "server/correction_sources.h"
#include "server/draw_debt.h"
#include "store/attribution_audits.h"
#include "store/comp_periods.h"
#include "store/statement_changes.h"
#include "store/statements.h"

namespace baton::server {
namespace {

using Kept = std::optional<v1::CompPeriod>;

v1::CompPeriod OpenPeriod(const std::string& tenant, const domain::Quarter& quarter) {
  v1::CompPeriod period;
  period.set_name(domain::ResourceName(tenant, "periods", quarter.code));
  period.set_state(v1::PERIOD_STATE_OPEN);
  period.set_start_date(domain::DateText(quarter.first_day));
  period.set_end_date(domain::DateText(quarter.last_day));
  return period;
}

// Keeps the period without its checklist, which is of the instant.
absl::Status Keep(store::Transaction& tx, const Kept& kept, v1::CompPeriod period) {
  period.clear_checklist();
  return kept.has_value() ? store::UpdatePeriod(tx, *kept, period)
                          : store::InsertPeriod(tx, period);
}

// The draft as published. The checklist has just found that it says what a computation says.
absl::StatusOr<v1::CompStatement> PublishDraft(store::Transaction& tx, const std::string& name) {
  BATON_ASSIGN_OR_RETURN(const v1::CompStatement draft,
                         store::GetStatement(tx.session(), tx.tenant(), name));
  v1::CompStatement published = draft;
  if (draft.lines_size() > 0) {
    BATON_ASSIGN_OR_RETURN(int64_t seq, store::TakeExportSeqs(tx, draft.lines_size()));
    for (v1::StatementLine& line : *published.mutable_lines()) line.set_export_seq(seq++);
  }
  published.set_state(v1::STATEMENT_STATE_PUBLISHED);
  *published.mutable_publish_time() = domain::ToTimestamp(tx.now());
  published.set_digest(domain::StatementDigest(published));
  BATON_RETURN_IF_ERROR(store::PublishStatement(tx, draft, published));
  BATON_RETURN_IF_ERROR(store::NoteStatementChange(tx, name));
  BATON_RETURN_IF_ERROR(TellOfDraws(tx, published));
  published.clear_lines();
  return published;
}

// Publishes the drafts of a period that nothing stops, and the period itself.
absl::Status Publish(store::Transaction& tx, const domain::Quarter& quarter, const Kept& kept,
                     v1::ClosePeriodResponse* response) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::CompStatement> drafts,
                         store::StatementsOfPeriod(tx.session(), tx.tenant(), quarter.code));
  for (const v1::CompStatement& draft : drafts) {
    BATON_ASSIGN_OR_RETURN(*response->add_statements(), PublishDraft(tx, draft.name()));
  }
  v1::CompPeriod& period = *response->mutable_period();
  BATON_RETURN_IF_ERROR(TellOfDebts(tx, period.name(), response->statements()));
  period.set_state(v1::PERIOD_STATE_PUBLISHED);
  period.set_publisher(tx.options().actor);
  *period.mutable_publish_time() = domain::ToTimestamp(tx.now());
  period.clear_checklist();
  BATON_RETURN_IF_ERROR(Keep(tx, kept, period));
  BATON_RETURN_IF_ERROR(SettleAudit(tx, quarter.code));
  BATON_ASSIGN_OR_RETURN(const Kept settled,
                         store::FindPeriod(tx.session(), tx.tenant(), quarter.code));
  period = *settled;
  return absl::OkStatus();
}

// The period with its checklist, on its way to being published.
absl::StatusOr<v1::CompPeriod> BeginClosing(store::Transaction& tx, const domain::Quarter& quarter,
                                            const Kept& kept) {
  if (kept.has_value() && domain::IsPublished(*kept)) return domain::RefusePublishedPeriod(*kept);
  v1::CompPeriod period = kept.value_or(OpenPeriod(tx.tenant(), quarter));
  if (period.state() == v1::PERIOD_STATE_OPEN) {
    period.set_state(v1::PERIOD_STATE_CLOSING);
    period.set_closer(tx.options().actor);
    *period.mutable_close_time() = domain::ToTimestamp(tx.now());
  }
  BATON_ASSIGN_OR_RETURN(std::vector<v1::CloseCheck> checklist,
                         CloseChecklist(tx.session(), tx.tenant(), quarter, tx.now()));
  for (v1::CloseCheck& check : checklist) *period.add_checklist() = std::move(check);
  return period;
}

}  // namespace

absl::StatusOr<v1::CompPeriod> LoadPeriod(store::Session& session, const std::string& tenant,
                                          const domain::Quarter& quarter, absl::Time now) {
  BATON_ASSIGN_OR_RETURN(const Kept kept, store::FindPeriod(session, tenant, quarter.code));
  v1::CompPeriod period = kept.value_or(OpenPeriod(tenant, quarter));
  if (domain::IsPublished(period)) return period;
  BATON_ASSIGN_OR_RETURN(std::vector<v1::CloseCheck> checklist,
                         CloseChecklist(session, tenant, quarter, now));
  for (v1::CloseCheck& check : checklist) *period.add_checklist() = std::move(check);
  return period;
}

absl::StatusOr<v1::ClosePeriodResponse> ClosePeriod(store::Transaction& tx,
                                                    const domain::Quarter& quarter) {
  BATON_ASSIGN_OR_RETURN(const Kept kept,
                         store::FindPeriod(tx.session(), tx.tenant(), quarter.code));
  v1::ClosePeriodResponse response;
  BATON_ASSIGN_OR_RETURN(*response.mutable_period(), BeginClosing(tx, quarter, kept));
  if (!domain::Blocks(response.period())) {
    BATON_RETURN_IF_ERROR(Publish(tx, quarter, kept, &response));
  } else if (!kept.has_value()) {
    BATON_RETURN_IF_ERROR(Keep(tx, kept, response.period()));
  }
  return response;
}

absl::StatusOr<v1::PublishStatementsResponse> PublishPeriod(store::Transaction& tx,
                                                            const domain::Quarter& quarter) {
  BATON_ASSIGN_OR_RETURN(const Kept kept,
                         store::FindPeriod(tx.session(), tx.tenant(), quarter.code));
  v1::ClosePeriodResponse closed;
  BATON_ASSIGN_OR_RETURN(*closed.mutable_period(), BeginClosing(tx, quarter, kept));
  if (domain::Blocks(closed.period())) return domain::RefuseClosing(closed.period());
  BATON_RETURN_IF_ERROR(Publish(tx, quarter, kept, &closed));
  v1::PublishStatementsResponse response;
  response.mutable_statements()->Swap(closed.mutable_statements());
  return response;
}

absl::Status SettleAudit(store::Transaction& tx, const std::string& quarter) {
  BATON_ASSIGN_OR_RETURN(const Kept kept, store::FindPeriod(tx.session(), tx.tenant(), quarter));
  if (!kept.has_value() || kept->state() != v1::PERIOD_STATE_PUBLISHED) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::AttributionAudit> audit,
                         store::FindAudit(tx.session(), tx.tenant(), quarter));
  if (!audit.has_value() || audit->reviewed() < audit->items()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const std::string last,
                         store::LastReviewerOf(tx.session(), tx.tenant(), quarter));
  v1::CompPeriod period = *kept;
  period.set_state(v1::PERIOD_STATE_AUDITED);
  period.set_auditor(last.empty() ? audit->creator() : last);
  *period.mutable_audit_time() = domain::ToTimestamp(tx.now());
  return store::UpdatePeriod(tx, *kept, period);
}

}  // namespace baton::server
