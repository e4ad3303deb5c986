#include "server/revenue_desk.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/agreement_report.h"
#include "domain/category_report.h"
#include "domain/cs_led_report.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/policy.h"
#include "domain/retention.h"
#include "domain/status_macros.h"
#include "domain/team_report.h"
#include "server/conversion.h"
#include "server/policy_source.h"
#include "server/report_scope.h"
#include "server/revenue_source.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/books.h"
#include "store/opportunities.h"
#include "store/recommendations.h"
#include "store/signals.h"

namespace baton::server {
namespace {

constexpr int kDefaultQuarters = 8;
constexpr int kMaxQuarters = 40;

void CheckPeriod(const std::string& period, RequestReader* reader) {
  if (period.empty() || domain::ParseQuarter(domain::DefaultPolicy(""), period).ok()) return;
  reader->violations().Add("period", "must be a fiscal quarter, as 2027-Q1");
}

// 0 stands for the default.
void CheckQuarterCount(int32_t count, int most, RequestReader* reader) {
  if (count >= 0 && count <= most) return;
  reader->violations().Add("quarter_count", absl::StrCat("must be 1 to ", most));
}

// What a report of some quarters is made with.
struct Frame {
  ReportPeriod period;
  std::vector<domain::Quarter> quarters;
  absl::Time start;
  absl::Time end;
};

absl::StatusOr<Frame> FrameOf(const Call& call, store::Session& session, const std::string& code,
                              int quarter_count) {
  Frame frame;
  BATON_ASSIGN_OR_RETURN(frame.period, PeriodOf(call, session, code));
  BATON_ASSIGN_OR_RETURN(frame.quarters,
                         QuartersUpTo(frame.period.policy, frame.period.quarter, quarter_count));
  frame.start = frame.quarters.front().start;
  frame.end = frame.quarters.back().end;
  return frame;
}

v1::ReportFrame FrameMessage(const Call& call, const Frame& frame, const Conversion& conversion) {
  v1::ReportFrame message;
  message.set_period(frame.period.quarter.code);
  *message.mutable_start_time() = domain::ToTimestamp(frame.start);
  *message.mutable_end_time() = domain::ToTimestamp(frame.end);
  *message.mutable_as_of_time() = domain::ToTimestamp(call.now);
  message.set_currency_code(conversion.currency_code());
  conversion.AddMissing(&message);
  return message;
}

// Puts names to rows of people, and the rows into their order.
template <typename Rows>
absl::Status NameCsms(const Call& call, store::Session& session, Rows* rows) {
  DisplayNames names(call, session);
  for (auto& row : *rows) {
    if (row.csm().empty()) continue;
    BATON_ASSIGN_OR_RETURN(*row.mutable_csm_display_name(), names.Person(row.csm()));
  }
  // Nobody's comes last.
  std::sort(rows->begin(), rows->end(), [](const auto& a, const auto& b) {
    return std::make_tuple(a.csm().empty(), std::string_view(a.csm_display_name()),
                           std::string_view(a.csm())) <
           std::make_tuple(b.csm().empty(), std::string_view(b.csm_display_name()),
                           std::string_view(b.csm()));
  });
  return absl::OkStatus();
}

// T-8. Net-new expansion and cross-sell in the report's currency; nothing without a rate.
absl::StatusOr<std::optional<int64_t>> ExpansionOf(const v1::Attribution& attribution,
                                                   Conversion* conversion) {
  const absl::Time booked = domain::ToTime(attribution.booked_time());
  int64_t sum = 0;
  for (const v1::AttributionPart& part : attribution.parts()) {
    if (!domain::IsExpansion(part.category())) continue;
    BATON_ASSIGN_OR_RETURN(const std::optional<int64_t> amount,
                           conversion->At(booked, part.amount_minor(), attribution.currency_code(),
                                          attribution.booking()));
    if (!amount.has_value()) return std::nullopt;
    BATON_ASSIGN_OR_RETURN(sum, domain::AddMinor(sum, *amount));
  }
  return sum;
}

// G-2. Accounts with a CSM as each quarter began, and what the CS team cost in it.
absl::StatusOr<std::vector<domain::GrowthQuarter>> LoadGrowthQuarters(
    const Call& call, store::Session& session, const Frame& frame,
    const store::Survivors& survivors, Conversion* conversion) {
  std::vector<absl::Time> starts;
  for (const domain::Quarter& quarter : frame.quarters) starts.push_back(quarter.start);
  BATON_ASSIGN_OR_RETURN(const auto arr,
                         store::ArrAtStarts(session, call.tenant(), survivors, starts));
  BATON_ASSIGN_OR_RETURN(const auto csms,
                         store::HoldersAt(session, call.tenant(), v1::ROLE_CSM, starts));
  BATON_ASSIGN_OR_RETURN(const std::vector<store::AccountFacts> accounts,
                         store::AllAccountFacts(session, call.tenant(), survivors));
  std::vector<domain::GrowthQuarter> quarters;
  for (size_t i = 0; i < starts.size(); ++i) {
    domain::GrowthQuarter& quarter = quarters.emplace_back();
    quarter.quarter = frame.quarters[i];
    const absl::Time last = std::min(call.now, frame.quarters[i].end - absl::Microseconds(1));
    BATON_ASSIGN_OR_RETURN(const v1::Policy policy, PolicyInForce(session, call.tenant(), last));
    if (policy.currency_code() == conversion->currency_code()) {
      quarter.cs_cost_minor = policy.cs_team_cost_minor();
    }
    for (const store::AccountFacts& account : accounts) {
      const auto csm = csms.find(account.account);
      const auto balance = arr.find(account.account);
      if (csm == csms.end() || csm->second[i].empty() || balance == arr.end()) continue;
      BATON_ASSIGN_OR_RETURN(const int64_t worth,
                             Worth(starts[i], balance->second[i], account.account, conversion));
      if (worth > 0) quarter.managed.push_back({csm->second[i], account.segment, worth});
    }
  }
  return quarters;
}

// G-4. Of the accounts of these parts those that both a CSM and an AE touched in the quarter.
absl::StatusOr<std::set<std::string>> SharedAccounts(
    const Call& call, store::Session& session, const domain::Quarter& quarter,
    const std::vector<domain::RevenuePart>& parts) {
  std::set<std::string> asked;
  std::set<std::string> shared;
  for (const domain::RevenuePart& part : parts) {
    const bool in_quarter = part.booked_at >= quarter.start && part.booked_at < quarter.end;
    if (!in_quarter || !domain::HasLead(part.category)) continue;
    if (!asked.insert(part.account).second) continue;
    BATON_ASSIGN_OR_RETURN(
        const store::Engagement touched,
        store::EngagementOf(session, call.tenant(), part.account, quarter.start, quarter.end));
    if (touched.csm > 0 && touched.ae > 0) shared.insert(part.account);
  }
  return shared;
}

// G-4. From filing to booking, of the bookings that came from a signal.
absl::StatusOr<std::vector<domain::SignalWay>> SignalWays(const Call& call, store::Session& session,
                                                          const domain::Quarter& quarter,
                                                          const store::Survivors& survivors) {
  std::vector<v1::Attribution> booked;
  BATON_RETURN_IF_ERROR(ForEachCounted(session, call.tenant(), quarter.start, quarter.end,
                                       [&booked](const v1::Attribution& attribution) {
                                         booked.push_back(attribution);
                                         return absl::OkStatus();
                                       }));
  std::vector<domain::SignalWay> ways;
  for (const v1::Attribution& attribution : booked) {
    BATON_ASSIGN_OR_RETURN(const v1::Booking booking,
                           store::GetBooking(session, call.tenant(), attribution.booking()));
    if (booking.opportunity().empty()) continue;
    BATON_ASSIGN_OR_RETURN(const v1::Opportunity opportunity,
                           store::GetOpportunity(session, call.tenant(), booking.opportunity()));
    if (opportunity.signal().empty()) continue;
    BATON_ASSIGN_OR_RETURN(const v1::Signal signal,
                           store::GetSignal(session, call.tenant(), opportunity.signal()));
    ways.push_back(
        {store::SurvivorOf(survivors, call.tenant(), attribution.account()),
         domain::ToTime(attribution.booked_time()) - domain::ToTime(signal.file_time())});
  }
  return ways;
}

}  // namespace

void CheckReport(const v1::ArrByCategoryRequest& request, RequestReader* reader) {
  CheckPeriod(request.period(), reader);
  CheckQuarterCount(request.quarter_count(), kMaxQuarters, reader);
}

void CheckReport(const v1::TeamCreditRequest& request, RequestReader* reader) {
  CheckPeriod(request.period(), reader);
  CheckQuarterCount(request.quarter_count(), kMaxQuarters, reader);
}

void CheckReport(const v1::CsLedGrowthRequest& request, RequestReader* reader) {
  CheckPeriod(request.period(), reader);
}

void CheckReport(const v1::EngagementCohortsRequest& request, RequestReader* reader) {
  CheckPeriod(request.period(), reader);
}

void CheckReport(const v1::RetentionRatesRequest& request, RequestReader* reader) {
  constexpr int kMaxRetentionQuarters = 4;
  CheckPeriod(request.period(), reader);
  CheckQuarterCount(request.quarter_count(), kMaxRetentionQuarters, reader);
}

void CheckReport(const v1::ForecastRequest& request, RequestReader* reader) {
  CheckPeriod(request.period(), reader);
}

void CheckReport(const v1::RecommendationAgreementRequest& request, RequestReader* reader) {
  CheckPeriod(request.period(), reader);
}

absl::StatusOr<v1::ArrByCategoryResponse> Report(const Call& call, store::Session& session,
                                                 const v1::ArrByCategoryRequest& request) {
  const int count = request.quarter_count() == 0 ? kDefaultQuarters : request.quarter_count();
  BATON_ASSIGN_OR_RETURN(const Frame frame, FrameOf(call, session, request.period(), count));
  Conversion conversion(session, call.tenant(), frame.period.policy);
  BATON_ASSIGN_OR_RETURN(
      const std::vector<domain::RevenuePart> parts,
      LoadParts(session, call.tenant(), frame.start, frame.end, RateOf::kBooking, {}, &conversion));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::CategoryQuarter> rows,
                         domain::ArrByCategory(frame.quarters, parts));
  v1::ArrByCategoryResponse response;
  response.mutable_quarters()->Assign(rows.begin(), rows.end());
  *response.mutable_frame() = FrameMessage(call, frame, conversion);
  return response;
}

absl::StatusOr<v1::TeamCreditResponse> Report(const Call& call, store::Session& session,
                                              const v1::TeamCreditRequest& request) {
  const int count = std::max(request.quarter_count(), 1);
  BATON_ASSIGN_OR_RETURN(const Frame frame, FrameOf(call, session, request.period(), count));
  Conversion conversion(session, call.tenant(), frame.period.policy);
  domain::TeamReport report;
  BATON_RETURN_IF_ERROR(ForEachCounted(session, call.tenant(), frame.start, frame.end,
                                       [&](const v1::Attribution& attribution) -> absl::Status {
                                         BATON_ASSIGN_OR_RETURN(
                                             const std::optional<int64_t> expansion,
                                             ExpansionOf(attribution, &conversion));
                                         if (expansion.value_or(0) <= 0) return absl::OkStatus();
                                         return report.Add(attribution, *expansion);
                                       }));
  v1::TeamCreditResponse response = report.Finish();
  *response.mutable_frame() = FrameMessage(call, frame, conversion);
  return response;
}

absl::StatusOr<v1::CsLedGrowthResponse> Report(const Call& call, store::Session& session,
                                               const v1::CsLedGrowthRequest& request) {
  BATON_ASSIGN_OR_RETURN(Frame frame,
                         FrameOf(call, session, request.period(), domain::kReadQuarters));
  const v1::Policy& policy = frame.period.policy;
  Conversion conversion(session, call.tenant(), policy);
  BATON_ASSIGN_OR_RETURN(const store::Survivors survivors,
                         store::AccountSurvivors(session, call.tenant()));
  domain::GrowthFacts facts;
  facts.base = policy.cs_led_base();
  facts.currency_code = policy.currency_code();
  BATON_ASSIGN_OR_RETURN(facts.quarters,
                         LoadGrowthQuarters(call, session, frame, survivors, &conversion));
  BATON_ASSIGN_OR_RETURN(facts.parts, LoadParts(session, call.tenant(), frame.start, frame.end,
                                                RateOf::kBooking, survivors, &conversion));
  BATON_ASSIGN_OR_RETURN(facts.shared_accounts,
                         SharedAccounts(call, session, frame.period.quarter, facts.parts));
  BATON_ASSIGN_OR_RETURN(v1::CsLedGrowthResponse response, domain::CsLedReport(facts));
  BATON_RETURN_IF_ERROR(NameCsms(call, session, response.mutable_csms()));
  frame.start = frame.period.quarter.start;
  *response.mutable_frame() = FrameMessage(call, frame, conversion);
  return response;
}

absl::StatusOr<v1::EngagementCohortsResponse> Report(const Call& call, store::Session& session,
                                                     const v1::EngagementCohortsRequest& request) {
  BATON_ASSIGN_OR_RETURN(const Frame frame, FrameOf(call, session, request.period(), 1));
  const v1::Policy& policy = frame.period.policy;
  Conversion conversion(session, call.tenant(), policy);
  BATON_ASSIGN_OR_RETURN(const store::Survivors survivors,
                         store::AccountSurvivors(session, call.tenant()));
  BATON_ASSIGN_OR_RETURN(
      std::vector<domain::AccountMovement> accounts,
      LoadMovements(session, call.tenant(), frame.start, frame.end, survivors, &conversion));
  for (domain::AccountMovement& account : accounts) {
    BATON_ASSIGN_OR_RETURN(
        const store::Engagement engagement,
        store::EngagementOf(session, call.tenant(), account.account, frame.start, frame.end));
    account.two_way_count = engagement.csm_two_way;
  }
  BATON_ASSIGN_OR_RETURN(const std::vector<domain::SignalWay> ways,
                         SignalWays(call, session, frame.period.quarter, survivors));
  BATON_ASSIGN_OR_RETURN(
      v1::EngagementCohortsResponse response,
      domain::CohortReport(accounts, ways, policy.engaged_activities(), policy.grr_loss()));
  *response.mutable_frame() = FrameMessage(call, frame, conversion);
  return response;
}

absl::StatusOr<v1::RetentionRatesResponse> Report(const Call& call, store::Session& session,
                                                  const v1::RetentionRatesRequest& request) {
  const int count = std::max(request.quarter_count(), 1);
  BATON_ASSIGN_OR_RETURN(const Frame frame, FrameOf(call, session, request.period(), count));
  Conversion conversion(session, call.tenant(), frame.period.policy);
  BATON_ASSIGN_OR_RETURN(const store::Survivors survivors,
                         store::AccountSurvivors(session, call.tenant()));
  BATON_ASSIGN_OR_RETURN(
      const std::vector<domain::AccountMovement> accounts,
      LoadMovements(session, call.tenant(), frame.start, frame.end, survivors, &conversion));
  BATON_ASSIGN_OR_RETURN(v1::RetentionRatesResponse response,
                         domain::RetentionReport(accounts, frame.period.policy.grr_loss()));
  BATON_RETURN_IF_ERROR(NameCsms(call, session, response.mutable_books()));
  *response.mutable_frame() = FrameMessage(call, frame, conversion);
  return response;
}

absl::StatusOr<v1::RecommendationAgreementResponse> Report(
    const Call& call, store::Session& session, const v1::RecommendationAgreementRequest& request) {
  BATON_ASSIGN_OR_RETURN(const Frame frame, FrameOf(call, session, request.period(), 1));
  domain::AgreementReport report;
  BATON_RETURN_IF_ERROR(ForEachCounted(
      session, call.tenant(), frame.start, frame.end,
      [&](const v1::Attribution& decided) -> absl::Status {
        v1::Attribution proposed = decided;
        std::vector<v1::Recommendation> outside;
        while (true) {
          BATON_ASSIGN_OR_RETURN(const std::vector<v1::Recommendation> some,
                                 store::RecommendationsOf(session, call.tenant(), proposed.name()));
          outside.insert(outside.end(), some.begin(), some.end());
          if (proposed.supersedes().empty()) break;
          const std::string earlier = proposed.supersedes();
          BATON_ASSIGN_OR_RETURN(proposed, store::GetAttribution(session, call.tenant(), earlier));
        }
        report.Add(decided, proposed, outside);
        return absl::OkStatus();
      }));
  v1::RecommendationAgreementResponse response = report.Finish();
  const Conversion unused(session, call.tenant(), frame.period.policy);
  *response.mutable_frame() = FrameMessage(call, frame, unused);
  return response;
}

}  // namespace baton::server
