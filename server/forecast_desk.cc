// Report of ForecastRequest; see revenue_desk.h.
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/forecast.h"
#include "domain/instant.h"
#include "domain/status_macros.h"
#include "server/conversion.h"
#include "server/report_scope.h"
#include "server/revenue_desk.h"
#include "server/revenue_source.h"
#include "store/accounts.h"
#include "store/books.h"
#include "store/opportunities.h"
#include "store/signals.h"

namespace baton::server {
namespace {

constexpr absl::Duration kEarlyRenewal = absl::Hours(24 * 90);

// One quarter's forecast in the making.
class ForecastRun {
 public:
  ForecastRun(const Call& call, store::Session& session, const ReportPeriod& period)
      : call_(call),
        session_(session),
        period_(period),
        conversion_(session, call.tenant(), period.policy),
        forecast_(period.policy) {}

  absl::StatusOr<v1::ForecastResponse> Run() {
    BATON_ASSIGN_OR_RETURN(survivors_, store::AccountSurvivors(session_, call_.tenant()));
    BATON_RETURN_IF_ERROR(AddBooked());
    BATON_RETURN_IF_ERROR(AddOpportunities());
    BATON_RETURN_IF_ERROR(AddRenewals());
    BATON_ASSIGN_OR_RETURN(v1::ForecastResponse response, forecast_.Finish());
    response.set_unplanned_count(unplanned_);
    v1::ReportFrame& frame = *response.mutable_frame();
    frame.set_period(period_.quarter.code);
    *frame.mutable_start_time() = domain::ToTimestamp(period_.quarter.start);
    *frame.mutable_end_time() = domain::ToTimestamp(period_.quarter.end);
    *frame.mutable_as_of_time() = domain::ToTimestamp(call_.now);
    frame.set_currency_code(conversion_.currency_code());
    conversion_.AddMissing(&frame);
    return response;
  }

 private:
  bool InQuarter(absl::Time time) const {
    return time >= period_.quarter.start && time < period_.quarter.end;
  }

  absl::Status AddBooked() {
    BATON_ASSIGN_OR_RETURN(
        const std::vector<domain::RevenuePart> parts,
        LoadParts(session_, call_.tenant(), period_.quarter.start, period_.quarter.end,
                  RateOf::kBooking, survivors_, &conversion_));
    for (const domain::RevenuePart& part : parts) {
      BATON_RETURN_IF_ERROR(forecast_.AddBooked(part));
    }
    return absl::OkStatus();
  }

  // Whether the signal that it came from, if any, says so.
  absl::StatusOr<bool> IsCrossSell(const v1::Opportunity& opportunity) {
    if (opportunity.signal().empty()) return false;
    BATON_ASSIGN_OR_RETURN(const v1::Signal signal,
                           store::GetSignal(session_, call_.tenant(), opportunity.signal()));
    return signal.cross_sell();
  }

  absl::Status AddOpportunities() {
    BATON_ASSIGN_OR_RETURN(const std::vector<v1::Opportunity> open,
                           store::AllOpenOpportunities(session_, call_.tenant()));
    for (const v1::Opportunity& opportunity : open) {
      if (!opportunity.has_amount() || !opportunity.has_expected_close_time()) {
        ++unplanned_;
        continue;
      }
      if (!InQuarter(domain::ToTime(opportunity.expected_close_time()))) continue;
      const v1::Money& money = opportunity.amount();
      BATON_ASSIGN_OR_RETURN(const std::optional<int64_t> amount,
                             conversion_.At(call_.now, money.amount_minor(), money.currency_code(),
                                            opportunity.name()));
      if (!amount.has_value()) continue;
      BATON_ASSIGN_OR_RETURN(const bool cross_sell, IsCrossSell(opportunity));
      BATON_RETURN_IF_ERROR(forecast_.AddOpportunity(cross_sell, *amount));
    }
    return absl::OkStatus();
  }

  // Accounts that retained ARR in a booking from 90 days before the quarter on, with its time.
  absl::StatusOr<std::set<std::pair<std::string, absl::Time>>> Renewed() {
    std::set<std::pair<std::string, absl::Time>> renewed;
    BATON_RETURN_IF_ERROR(ForEachCounted(
        session_, call_.tenant(), period_.quarter.start - kEarlyRenewal, absl::InfiniteFuture(),
        [&](const v1::Attribution& attribution) {
          for (const v1::AttributionPart& part : attribution.parts()) {
            if (part.category() == v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE ||
                part.category() == v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL) {
              renewed.emplace(store::SurvivorOf(survivors_, call_.tenant(), attribution.account()),
                              domain::ToTime(attribution.booked_time()));
            }
          }
          return absl::OkStatus();
        }));
    return renewed;
  }

  absl::Status AddRenewal(const std::string& account, const store::Balance& balance) {
    BATON_ASSIGN_OR_RETURN(const int64_t worth, Worth(call_.now, balance, account, &conversion_));
    if (worth <= 0) return absl::OkStatus();
    BATON_ASSIGN_OR_RETURN(const v1::Account known,
                           store::LoadAccountState(session_, call_.tenant(), account, call_.now));
    const bool at_risk =
        known.health_tier() == v1::HEALTH_TIER_YELLOW || known.health_tier() == v1::HEALTH_TIER_RED;
    return forecast_.AddRenewal(at_risk, worth);
  }

  absl::Status AddRenewals() {
    BATON_ASSIGN_OR_RETURN(const auto accounts,
                           store::AllAccountFacts(session_, call_.tenant(), survivors_));
    const absl::Time instants[] = {call_.now + absl::Microseconds(1)};
    BATON_ASSIGN_OR_RETURN(const auto arr,
                           store::ArrAtStarts(session_, call_.tenant(), survivors_, instants));
    BATON_ASSIGN_OR_RETURN(const auto renewed, Renewed());
    for (const store::AccountFacts& account : accounts) {
      const auto balance = arr.find(account.account);
      if (!InQuarter(account.renewal) || balance == arr.end()) continue;
      const auto since = renewed.lower_bound({account.account, account.renewal - kEarlyRenewal});
      if (since != renewed.end() && since->first == account.account) continue;
      BATON_RETURN_IF_ERROR(AddRenewal(account.account, balance->second.front()));
    }
    return absl::OkStatus();
  }

  const Call& call_;
  store::Session& session_;
  const ReportPeriod& period_;
  Conversion conversion_;
  domain::Forecast forecast_;
  store::Survivors survivors_;
  int64_t unplanned_ = 0;
};

}  // namespace

absl::StatusOr<v1::ForecastResponse> Report(const Call& call, store::Session& session,
                                            const v1::ForecastRequest& request) {
  BATON_ASSIGN_OR_RETURN(const ReportPeriod period, PeriodOf(call, session, request.period()));
  return ForecastRun(call, session, period).Run();
}

}  // namespace baton::server
