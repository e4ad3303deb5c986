#include "server/signal_history.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/clock_rebuild.h"
#include "domain/instant.h"
#include "domain/status_macros.h"
#include "google/protobuf/util/message_differencer.h"
#include "server/place_token.h"
#include "server/policy_source.h"
#include "store/audit.h"

namespace baton::server {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::util::MessageDifferencer;

// Changes that are read at once.
constexpr int kHistoryPage = 1'000;

// Fields that every change touches and nobody asks for.
bool IsNoise(const FieldDescriptor& field) {
  return field.name() == "update_time" || field.name() == "explanation" || field.name() == "name";
}

bool Differs(const v1::Signal& before, const v1::Signal& after, const FieldDescriptor& field) {
  MessageDifferencer differencer;
  return !differencer.CompareWithFields(before, after, {&field}, {&field});
}

void AddChangedFields(const v1::Signal& before, v1::SignalChange* change) {
  const auto* descriptor = v1::Signal::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor& field = *descriptor->field(i);
    if (!IsNoise(field) && Differs(before, change->after(), field)) {
      change->add_changed_fields(field.name());
    }
  }
}

absl::Status FillChange(const store::AuditRow& row, v1::SignalChange* change) {
  *change->mutable_time() = domain::ToTimestamp(row.time);
  change->set_actor(row.actor);
  change->set_method(row.method);
  change->set_request_id(row.request_id);
  v1::Signal before;
  const bool readable =
      (!row.after.has_value() || change->mutable_after()->ParseFromString(*row.after)) &&
      (!row.before.has_value() || before.ParseFromString(*row.before));
  if (!readable)
    return absl::InternalError(absl::StrCat("audit event ", row.sequence, " is broken"));
  AddChangedFields(before, change);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ListSignalHistoryResponse> ReadSignalHistory(store::Session& session,
                                                                std::string_view tenant,
                                                                const std::string& signal,
                                                                int64_t place, int limit) {
  store::AuditQuery query;
  query.tenant = std::string(tenant);
  query.record = signal;
  query.after_sequence = std::max<int64_t>(place, 0);
  query.limit = limit + 1;
  BATON_ASSIGN_OR_RETURN(const std::vector<store::AuditRow> rows,
                         store::ReadAuditEvents(session, query));
  v1::ListSignalHistoryResponse response;
  const int count = std::min<int>(limit, static_cast<int>(rows.size()));
  for (int i = 0; i < count; ++i) {
    BATON_RETURN_IF_ERROR(FillChange(rows[i], response.add_changes()));
  }
  if (static_cast<int>(rows.size()) > limit) {
    response.set_next_page_token(PlaceToken(kHistoryList, tenant, rows[count - 1].sequence));
  }
  return response;
}

absl::StatusOr<v1::ExplainSignalResponse> ExplainClock(store::Session& session,
                                                       std::string_view tenant,
                                                       const v1::Signal& signal) {
  std::vector<v1::Signal> history;
  int64_t place = 0;
  for (bool more = true; more;) {
    BATON_ASSIGN_OR_RETURN(const v1::ListSignalHistoryResponse page,
                           ReadSignalHistory(session, tenant, signal.name(), place, kHistoryPage));
    for (const v1::SignalChange& change : page.changes()) history.push_back(change.after());
    more = !page.next_page_token().empty();
    if (more) {
      BATON_ASSIGN_OR_RETURN(place, ParsePlaceToken(kHistoryList, tenant, page.next_page_token()));
    }
  }
  v1::ExplainSignalResponse response;
  *response.mutable_signal() = signal;
  BATON_ASSIGN_OR_RETURN(std::vector<v1::DeadlineExplanation> deadlines,
                         domain::ExplainDeadlines(history, [&](int32_t version) {
                           return PolicyOfVersion(session, tenant, version);
                         }));
  response.set_rebuilt_equal(true);
  for (v1::DeadlineExplanation& deadline : deadlines) {
    const bool equal =
        deadline.has_rebuilt_due_time() &&
        domain::ToMicros(deadline.rebuilt_due_time()) == domain::ToMicros(deadline.due_time());
    if (!equal) response.set_rebuilt_equal(false);
    *response.add_deadlines() = std::move(deadline);
  }
  return response;
}

}  // namespace baton::server
