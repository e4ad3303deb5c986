#include "server/report_desk.h"

#include <algorithm>
#include <deque>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "domain/handoff_impact.h"
#include "domain/instant.h"
#include "domain/open_loop.h"
#include "domain/policy.h"
#include "domain/resource_name.h"
#include "domain/signal_quality.h"
#include "domain/signal_state.h"
#include "domain/sla_compliance.h"
#include "domain/status_macros.h"
#include "server/list_request.h"
#include "server/report_scope.h"
#include "server/visibility.h"
#include "store/measured_signals.h"
#include "store/portfolio.h"

namespace baton::server {
namespace {

constexpr std::string_view kPeople = "people";

// How often a signal may have come back: a chain that is longer is not followed further.
constexpr int kMaxReturns = 1'000;

void CheckPeriod(const std::string& period, RequestReader* reader) {
  if (period.empty() || domain::ParseQuarter(domain::DefaultPolicy(""), period).ok()) return;
  reader->violations().Add("period", "must be a fiscal quarter, as 2027-Q1");
}

// Those of whom figures are shown.
std::function<bool(const std::string&)> AskedFor(const ReportPeople& people) {
  return [&people](const std::string& name) { return Includes(people, name); };
}

template <typename Response>
void SetPeriod(const Call& call, const domain::Quarter& quarter, Response* response) {
  response->set_period(quarter.code);
  *response->mutable_start_time() = domain::ToTimestamp(quarter.start);
  *response->mutable_end_time() = domain::ToTimestamp(quarter.end);
  *response->mutable_as_of_time() = domain::ToTimestamp(call.now);
}

// The signal with the last outcome among this one and those as which it came back (H-11); itself
// while there is none.
absl::StatusOr<v1::Signal> LastOutcome(const Call& call, store::Session& session,
                                       const v1::Signal& signal) {
  v1::Signal last = signal;
  std::string next = signal.continued_by();
  for (int i = 0; i < kMaxReturns && !next.empty(); ++i) {
    BATON_ASSIGN_OR_RETURN(const v1::Signal continued,
                           store::GetMeasuredSignal(session, call.tenant(), next));
    if (domain::HasOutcome(continued.state())) last = continued;
    next = continued.continued_by();
  }
  return last;
}

// Who filed a routed signal first; nobody when it was routed before it came back: it counts there.
absl::StatusOr<std::string> FirstFiler(const Call& call, store::Session& session,
                                       const v1::Signal& signal) {
  std::string csm = signal.csm();
  std::string before = signal.continues();
  for (int i = 0; i < kMaxReturns && !before.empty(); ++i) {
    BATON_ASSIGN_OR_RETURN(const v1::Signal earlier,
                           store::GetMeasuredSignal(session, call.tenant(), before));
    if (earlier.has_route_time()) return std::string();
    csm = earlier.csm();
    before = earlier.continues();
  }
  return csm;
}

// The expansion ARR that a won signal brought: that of its bookings, each counted once; without
// one the outcome's amount.
absl::Status AddWonArr(const Call& call, store::Session& session, const v1::Signal& signal,
                       std::set<std::string>* counted, domain::HandoffImpact* impact) {
  std::vector<std::string> bookings;
  if (!signal.booking().empty()) {
    bookings.push_back(signal.booking());
  } else {
    const std::string& opportunity = signal.outcome().opportunity().empty()
                                         ? signal.opportunity()
                                         : signal.outcome().opportunity();
    if (!opportunity.empty()) {
      BATON_ASSIGN_OR_RETURN(bookings,
                             store::BookingsOfOpportunity(session, call.tenant(), opportunity));
    }
  }
  if (bookings.empty() && signal.outcome().has_amount()) {
    return impact->AddWonArr(signal.outcome().amount());
  }
  for (const std::string& booking : bookings) {
    if (!counted->insert(booking).second) continue;
    BATON_ASSIGN_OR_RETURN(const std::vector<v1::Money> won,
                           store::ExpansionOfBooking(session, call.tenant(), booking));
    for (const v1::Money& amount : won) BATON_RETURN_IF_ERROR(impact->AddWonArr(amount));
  }
  return absl::OkStatus();
}

// Bare ids of the accounts of these people.
absl::StatusOr<std::set<std::string>> AccountsOf(const Call& call, store::Session& session,
                                                 const ReportPeople& people) {
  std::set<std::string> accounts;
  if (!people.has_value()) {
    BATON_ASSIGN_OR_RETURN(const std::vector<std::string> all,
                           store::AllAccounts(session, call.tenant()));
    accounts.insert(all.begin(), all.end());
    return accounts;
  }
  for (const std::string& person : *people) {
    BATON_ASSIGN_OR_RETURN(const std::vector<std::string> held,
                           store::AccountsOfPerson(session, call.tenant(), person));
    accounts.insert(held.begin(), held.end());
  }
  return accounts;
}

absl::StatusOr<v1::OpenLoop> LoopOf(const Call& call, const v1::Signal& signal,
                                    DisplayNames* names) {
  v1::OpenLoop loop = domain::OpenLoopOf(signal, call.now);
  BATON_ASSIGN_OR_RETURN(*loop.mutable_account_display_name(), names->Account(loop.account()));
  BATON_ASSIGN_OR_RETURN(*loop.mutable_holder_display_name(), names->Person(loop.holder()));
  return loop;
}

// Open loops that the caller may see, of them those that the manager's people hold.
store::Scope LoopScope(const Call& call, const std::string& manager) {
  store::Scope scope = VisibleScope(call, {"csm_id", "ae_id", "holder_id"});
  const std::string visible = scope.sql;
  scope.sql = store::OpenLoops().sql;
  if (!visible.empty()) scope.sql += " AND " + visible;  // "nobody", without values
  if (!manager.empty()) {
    const store::Scope below = BelowScope(call.tenant(), manager, "holder_id");
    scope.sql += " AND " + below.sql;
    scope.values = below.values;
  }
  return scope;
}

}  // namespace

void CheckReport(const v1::SlaComplianceRequest& request, RequestReader* reader) {
  CheckPeriod(request.period(), reader);
  reader->OptionalId("ae", request.ae(), kPeople);
  reader->OptionalId("manager", request.manager(), kPeople);
}

void CheckReport(const v1::SignalQualityRequest& request, RequestReader* reader) {
  CheckPeriod(request.period(), reader);
  reader->OptionalId("csm", request.csm(), kPeople);
  reader->OptionalId("manager", request.manager(), kPeople);
}

void CheckReport(const v1::HandoffImpactRequest& request, RequestReader* reader) {
  CheckPeriod(request.period(), reader);
}

void CheckReport(const v1::OpenLoopsRequest& request, RequestReader* reader) {
  reader->OptionalId("manager", request.manager(), kPeople);
}

absl::StatusOr<v1::SlaComplianceResponse> Report(const Call& call, store::Session& session,
                                                 const v1::SlaComplianceRequest& request) {
  BATON_ASSIGN_OR_RETURN(const ReportPeriod period, PeriodOf(call, session, request.period()));
  BATON_ASSIGN_OR_RETURN(const ReportPeople people,
                         PeopleOfReport(call, session, request.ae(), request.manager()));
  domain::SlaCompliance compliance(period.policy, period.quarter, call.now, AskedFor(people));
  BATON_RETURN_IF_ERROR(store::ForEachSignalDue(session, call.tenant(), period.quarter.start,
                                                period.quarter.end, [&](const v1::Signal& signal) {
                                                  compliance.Add(signal);
                                                  return absl::OkStatus();
                                                }));
  v1::SlaComplianceResponse response = compliance.Finish();
  SetPeriod(call, period.quarter, &response);
  DisplayNames names(call, session);
  for (v1::AeCompliance& ae : *response.mutable_aes()) {
    BATON_ASSIGN_OR_RETURN(*ae.mutable_ae_display_name(), names.Person(ae.ae()));
  }
  std::sort(response.mutable_aes()->begin(), response.mutable_aes()->end(),
            [](const v1::AeCompliance& a, const v1::AeCompliance& b) {
              return std::make_tuple(!a.review(), std::string_view(a.ae_display_name()),
                                     std::string_view(a.ae())) <
                     std::make_tuple(!b.review(), std::string_view(b.ae_display_name()),
                                     std::string_view(b.ae()));
            });
  return response;
}

absl::StatusOr<v1::SignalQualityResponse> Report(const Call& call, store::Session& session,
                                                 const v1::SignalQualityRequest& request) {
  BATON_ASSIGN_OR_RETURN(const ReportPeriod period, PeriodOf(call, session, request.period()));
  BATON_ASSIGN_OR_RETURN(const ReportPeople people,
                         PeopleOfReport(call, session, request.csm(), request.manager()));
  const absl::Time start = period.quarter.start;
  const absl::Time end = period.quarter.end;
  domain::SignalQuality quality(period.policy, period.quarter, call.now, AskedFor(people));
  BATON_RETURN_IF_ERROR(store::ForEachSignalRouted(
      session, call.tenant(), start, end, [&](const v1::Signal& signal) -> absl::Status {
        BATON_ASSIGN_OR_RETURN(const std::string csm, FirstFiler(call, session, signal));
        BATON_ASSIGN_OR_RETURN(const v1::Signal last, LastOutcome(call, session, signal));
        quality.AddRouted(signal, csm, last.state());
        return absl::OkStatus();
      }));
  BATON_RETURN_IF_ERROR(
      store::ForEachSignalFiled(session, call.tenant(), start, end, [&](const v1::Signal& signal) {
        quality.AddFiled(signal);
        return absl::OkStatus();
      }));
  BATON_RETURN_IF_ERROR(
      store::ForEachSignalDue(session, call.tenant(), start, end, [&](const v1::Signal& signal) {
        quality.AddClock(signal);
        return absl::OkStatus();
      }));
  v1::SignalQualityResponse response = quality.Finish();
  SetPeriod(call, period.quarter, &response);
  DisplayNames names(call, session);
  for (v1::CsmQuality& csm : *response.mutable_csms()) {
    BATON_ASSIGN_OR_RETURN(*csm.mutable_csm_display_name(), names.Person(csm.csm()));
  }
  std::sort(
      response.mutable_csms()->begin(), response.mutable_csms()->end(),
      [](const v1::CsmQuality& a, const v1::CsmQuality& b) {
        return std::make_tuple(std::string_view(a.csm_display_name()), std::string_view(a.csm())) <
               std::make_tuple(std::string_view(b.csm_display_name()), std::string_view(b.csm()));
      });
  return response;
}

absl::StatusOr<v1::HandoffImpactResponse> Report(const Call& call, store::Session& session,
                                                 const v1::HandoffImpactRequest& request) {
  BATON_ASSIGN_OR_RETURN(const ReportPeriod period, PeriodOf(call, session, request.period()));
  BATON_ASSIGN_OR_RETURN(const ReportPeople people, PeopleOfReport(call, session, "", ""));
  BATON_ASSIGN_OR_RETURN(const std::set<std::string> accounts, AccountsOf(call, session, people));
  domain::HandoffImpact impact(call.now);
  for (const std::string& account : accounts) {
    BATON_ASSIGN_OR_RETURN(
        const std::vector<v1::Money> arr,
        store::ArrAtStart(session, call.tenant(), account, period.quarter.start));
    BATON_RETURN_IF_ERROR(impact.AddAccount(arr));
  }
  std::set<std::string> bookings;
  BATON_RETURN_IF_ERROR(store::ForEachSignalFiled(
      session, call.tenant(), period.quarter.start, period.quarter.end,
      [&](const v1::Signal& signal) -> absl::Status {
        const std::string account(domain::ShortName(signal.account()));
        if (!domain::HandoffImpact::Counts(signal) || accounts.count(account) == 0) {
          return absl::OkStatus();
        }
        BATON_ASSIGN_OR_RETURN(const v1::Signal last, LastOutcome(call, session, signal));
        impact.AddSignal(signal, last.state());
        if (last.state() != v1::SIGNAL_STATE_WON) return absl::OkStatus();
        return AddWonArr(call, session, last, &bookings, &impact);
      }));
  BATON_ASSIGN_OR_RETURN(v1::HandoffImpactResponse response, impact.Finish());
  SetPeriod(call, period.quarter, &response);
  return response;
}

absl::StatusOr<v1::OpenLoopsResponse> Report(const Call& call, store::Session& session,
                                             const v1::OpenLoopsRequest& request) {
  if (!request.manager().empty()) {
    BATON_RETURN_IF_ERROR(PeopleOfReport(call, session, "", request.manager()).status());
  }
  v1::OpenLoopsResponse response;
  std::deque<v1::Signal> signals;
  BATON_ASSIGN_OR_RETURN(
      *response.mutable_next_page_token(),
      store::RunListQuery(
          session, store::OpenLoopList(),
          ReadPage(call, request,
                   LoopScope(call, std::string(domain::ShortName(request.manager())))),
          [&signals] { return &signals.emplace_back(); }));
  DisplayNames names(call, session);
  for (const v1::Signal& signal : signals) {
    BATON_ASSIGN_OR_RETURN(*response.add_loops(), LoopOf(call, signal, &names));
  }
  return response;
}

}  // namespace baton::server
