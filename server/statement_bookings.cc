#include "server/statement_bookings.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "domain/credit_share.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "server/rate_source.h"
#include "store/accounts.h"
#include "store/people.h"
#include "store/signals.h"

namespace baton::server {
namespace {

bool PaysSignals(const v1::Policy& policy) {
  return policy.credit_scheme() == v1::CREDIT_SCHEME_SIGNAL_CREDIT;
}

std::vector<std::string> Sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

using SignalsByName = absl::flat_hash_map<std::string, v1::Signal>;
using PeopleByName = absl::flat_hash_map<std::string, v1::Person>;

// NOT_FOUND for the first that there is not.
absl::StatusOr<SignalsByName> SignalsOf(store::Session& session, const std::string& tenant,
                                        const std::vector<std::string>& names) {
  BATON_ASSIGN_OR_RETURN(std::vector<v1::Signal> signals,
                         store::GetSignals(session, tenant, names));
  SignalsByName by_name;
  for (v1::Signal& signal : signals) {
    std::string name = signal.name();
    by_name[std::move(name)] = std::move(signal);
  }
  for (const std::string& name : names) {
    if (by_name.count(name) == 0) return domain::NotFound("Signal", name);
  }
  return by_name;
}

// Those who filed the won ones, by the names that the signals have.
absl::StatusOr<PeopleByName> CsmsOf(store::Session& session, const std::string& tenant,
                                    const SignalsByName& signals) {
  std::vector<std::string> names;
  for (const auto& [name, signal] : signals) {
    if (signal.state() == v1::SIGNAL_STATE_WON && !signal.csm().empty()) {
      names.push_back(signal.csm());
    }
  }
  names = Sorted(std::move(names));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Person> people,
                         store::GetPeople(session, tenant, names));
  PeopleByName by_name;
  for (size_t i = 0; i < names.size(); ++i) by_name[names[i]] = people[i];
  return by_name;
}

// The currency of the plan that was in force then; the other where none was.
const std::string& PlanCurrencyAt(const std::vector<domain::PlanPeriod>& periods, absl::Time at,
                                  const std::string& otherwise) {
  for (const domain::PlanPeriod& period : periods) {
    if (period.start <= at && at < period.end) return period.plan.currency_code();
  }
  return otherwise;
}

}  // namespace

absl::StatusOr<std::vector<domain::StatementBooking>> StatementBookings::Load(
    std::vector<v1::Attribution> attributions, const domain::Quarter& quarter,
    const std::string& currency_code) {
  Bookings bookings(attributions.size());
  for (size_t i = 0; i < attributions.size(); ++i) {
    BATON_RETURN_IF_ERROR(scenario_.Credit(session_, tenant_, &attributions[i]));
    bookings[i].attribution = std::move(attributions[i]);
  }
  BATON_RETURN_IF_ERROR(LoadPolicies(&bookings));
  BATON_RETURN_IF_ERROR(LoadNames(&bookings));
  BATON_ASSIGN_OR_RETURN(const store::OriginsByBooking origins, LoadOrigins(&bookings));
  BATON_RETURN_IF_ERROR(LoadSignals(origins, quarter, &bookings));
  for (domain::StatementBooking& booking : bookings) NamePayee(&booking);
  BATON_RETURN_IF_ERROR(LoadRates(currency_code, &bookings));
  return bookings;
}

absl::Status StatementBookings::LoadPolicies(Bookings* bookings) {
  for (domain::StatementBooking& booking : *bookings) {
    const int32_t version = booking.attribution.policy_version();
    auto known = policies_.find(version);
    if (known == policies_.end()) {
      BATON_ASSIGN_OR_RETURN(v1::Policy policy,
                             scenario_.PolicyOfVersion(session_, tenant_, version));
      known = policies_.emplace(version, std::move(policy)).first;
    }
    booking.policy = known->second;
  }
  return absl::OkStatus();
}

absl::Status StatementBookings::LoadNames(Bookings* bookings) {
  std::vector<std::string> accounts;
  for (const domain::StatementBooking& booking : *bookings) {
    accounts.push_back(booking.attribution.account());
  }
  BATON_ASSIGN_OR_RETURN(const store::AccountNames names,
                         store::DisplayNamesOf(session_, tenant_, Sorted(std::move(accounts))));
  for (domain::StatementBooking& booking : *bookings) {
    booking.account_display_name = names.at(booking.attribution.account());
  }
  return absl::OkStatus();
}

absl::StatusOr<store::OriginsByBooking> StatementBookings::LoadOrigins(Bookings* bookings) {
  std::vector<std::string> names;
  for (const domain::StatementBooking& booking : *bookings) {
    names.push_back(booking.attribution.booking());
  }
  BATON_ASSIGN_OR_RETURN(store::OriginsByBooking origins,
                         store::OriginsOf(session_, tenant_, Sorted(std::move(names))));
  for (domain::StatementBooking& booking : *bookings) {
    const auto origin = origins.find(booking.attribution.booking());
    if (origin != origins.end()) booking.crm_opportunity_id = origin->second.crm_record_id;
  }
  return origins;
}

absl::Status StatementBookings::LoadSignals(const store::OriginsByBooking& origins,
                                            const domain::Quarter& quarter, Bookings* bookings) {
  const auto signal_of = [&origins](const domain::StatementBooking& booking) {
    const auto origin = origins.find(booking.attribution.booking());
    const bool paid = PaysSignals(booking.policy) && origin != origins.end();
    return paid ? origin->second.signal : std::string();
  };
  std::vector<std::string> names;
  for (const domain::StatementBooking& booking : *bookings) {
    std::string signal = signal_of(booking);
    if (!signal.empty()) names.push_back(std::move(signal));
  }
  if (names.empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const SignalsByName signals,
                         SignalsOf(session_, tenant_, Sorted(std::move(names))));
  BATON_ASSIGN_OR_RETURN(const PeopleByName csms, CsmsOf(session_, tenant_, signals));
  for (domain::StatementBooking& booking : *bookings) {
    const auto won = signals.find(signal_of(booking));
    if (won == signals.end() || won->second.state() != v1::SIGNAL_STATE_WON) continue;
    const auto csm = csms.find(won->second.csm());
    const absl::Time when = domain::ToTime(won->second.close_time());
    if (csm == csms.end() || !domain::PaysSignalOf(csm->second, when, booking.policy)) continue;
    booking.signal_csm = csm->first;
    BATON_RETURN_IF_ERROR(LoadAePlans(quarter, &booking));
  }
  return absl::OkStatus();
}

// C-1, W-4. What the AEs who share its net-new expansion are paid by: each by their plan when it
// was booked, else by the last one that they had by the quarter's end.
absl::Status StatementBookings::LoadAePlans(const domain::Quarter& quarter,
                                            domain::StatementBooking* booking) {
  const v1::Attribution& attribution = booking->attribution;
  const absl::Time booked = domain::ToTime(attribution.booked_time());
  for (const v1::CreditShare& ae :
       domain::HoldersOf(attribution, v1::ROLE_AE, v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION)) {
    BATON_ASSIGN_OR_RETURN(const AePlans* plans, PlansOf(ae.person(), quarter));
    std::optional<v1::CompPlan> plan = domain::PlanAtInstant(plans->periods, booked);
    if (!plan.has_value() && !plans->periods.empty()) plan = plans->periods.back().plan;
    if (!plan.has_value()) plan = plans->after_leaving;
    if (plan.has_value()) booking->ae_plans[ae.person()] = *std::move(plan);
  }
  return absl::OkStatus();
}

absl::StatusOr<const StatementBookings::AePlans*> StatementBookings::PlansOf(
    const std::string& ae, const domain::Quarter& quarter) {
  const auto known = ae_plans_.find({ae, quarter.code});
  if (known != ae_plans_.end()) return &known->second;
  BATON_ASSIGN_OR_RETURN(const v1::Person person, store::GetPerson(session_, tenant_, ae));
  AePlans plans;
  BATON_ASSIGN_OR_RETURN(plans.periods, scenario_.PlanPeriodsOf(session_, tenant_, person.name(),
                                                                absl::InfinitePast(), quarter.end));
  if (plans.periods.empty()) {
    BATON_ASSIGN_OR_RETURN(plans.after_leaving,
                           scenario_.PlanAfterLeaving(session_, tenant_, person.name(),
                                                      quarter.end - absl::Microseconds(1)));
  }
  return &ae_plans_.emplace(std::pair(ae, quarter.code), std::move(plans)).first->second;
}

void StatementBookings::NamePayee(domain::StatementBooking* booking) const {
  const std::string& payee = payee_.name();
  for (const std::string& alias : payee_.aliases()) {
    v1::Attribution& attribution = booking->attribution;
    if (attribution.ae() == alias) attribution.set_ae(payee);
    if (attribution.csm() == alias) attribution.set_csm(payee);
    if (attribution.save_csm() == alias) attribution.set_save_csm(payee);
    if (booking->signal_csm == alias) booking->signal_csm = payee;
    if (const auto plan = booking->ae_plans.extract(alias); !plan.empty()) {
      booking->ae_plans[payee] = plan.mapped();
    }
    for (auto* shares : {attribution.mutable_credit_shares(), attribution.mutable_save_shares()}) {
      for (v1::CreditShare& share : *shares) {
        if (share.person() == alias) share.set_person(payee);
      }
    }
  }
}

// C-3, C-20, C-21.
absl::Status StatementBookings::LoadRates(const std::string& currency_code, Bookings* bookings) {
  std::vector<RatedBooking> rated;
  for (const domain::StatementBooking& booking : *bookings) {
    const absl::Time booked = domain::ToTime(booking.attribution.booked_time());
    rated.push_back({booking.attribution.currency_code(),
                     PlanCurrencyAt(plan_periods_, booked, currency_code), currency_code, booked,
                     booking.policy});
  }
  BATON_ASSIGN_OR_RETURN(auto rates, RatesForStatement(session_, tenant_, rated));
  for (size_t i = 0; i < bookings->size(); ++i) (*bookings)[i].rates = std::move(rates[i]);
  return absl::OkStatus();
}

}  // namespace baton::server
