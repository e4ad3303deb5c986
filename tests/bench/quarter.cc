#include "tests/bench/quarter.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "domain/instant.h"
#include "domain/status_macros.h"
#include "store/accounts.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/opportunities.h"
#include "store/people.h"
#include "store/plan_versions.h"
#include "store/plans.h"

namespace baton::bench {
namespace {

constexpr char kTenant[] = "tenants/main";
// Records of one write.
constexpr int64_t kAtOnce = 200;

std::string Name(const char* collection, const std::string& id) {
  return absl::StrCat(kTenant, "/", collection, "/", id);
}

std::string AccountOf(int64_t booking) {
  return Name("accounts", absl::StrFormat("c%06d", booking / kBookingsPerAccount));
}

void Write(store::Store& store, absl::Time now,
           const std::function<absl::Status(store::Transaction&)>& body) {
  store::WriteOptions options;
  options.tenant = "main";
  options.actor = "system/bench";
  options.method = "FillQuarter";
  options.now = now;
  const auto written = store.WriteAndWait(
      std::move(options), [&](store::Transaction& tx) -> absl::StatusOr<std::string> {
        BATON_RETURN_IF_ERROR(body(tx));
        return std::string();
      });
  if (written.ok()) return;
  std::fprintf(stderr, "%s\n", written.status().ToString().c_str());
  std::exit(1);
}

// Calls `add` for 0 to `count`, some to a write.
void WriteMany(store::Store& store, absl::Time now, int64_t count,
               const std::function<absl::Status(store::Transaction&, int64_t)>& add) {
  for (int64_t from = 0; from < count; from += kAtOnce) {
    Write(store, now, [&](store::Transaction& tx) -> absl::Status {
      for (int64_t i = from; i < std::min(from + kAtOnce, count); ++i) {
        BATON_RETURN_IF_ERROR(add(tx, i));
      }
      return absl::OkStatus();
    });
  }
}

v1::PlanVersion PlanOf(v1::Role role, const std::string& code, absl::Time start) {
  v1::PlanVersion version;
  version.set_name(Name("compPlans", absl::StrCat(code, "-1")));
  v1::CompPlan& plan = *version.mutable_plan();
  plan.set_code(code);
  plan.set_version(1);
  plan.set_role(role);
  plan.set_currency_code("USD");
  if (role == v1::ROLE_AE) {
    plan.set_expansion_rate_bp(1'000);
    plan.set_new_business_rate_bp(1'200);
    plan.set_renewal_rate_bp(500);
  }
  *version.mutable_effective_time() = domain::ToTimestamp(start);
  *version.mutable_create_time() = domain::ToTimestamp(start);
  *version.mutable_approve_time() = domain::ToTimestamp(start);
  return version;
}

absl::Status AddPayee(store::Transaction& tx, const std::string& id, v1::Role role,
                      const v1::CompPlan& plan, absl::Time start) {
  v1::Person person;
  person.set_name(Name("people", id));
  person.set_display_name(absl::StrCat("Payee ", id));
  person.set_role(role);
  person.set_payee_id(id);
  *person.mutable_create_time() = domain::ToTimestamp(start);
  BATON_RETURN_IF_ERROR(store::InsertPerson(tx, person));
  v1::PlanAssignment assignment;
  assignment.set_name(Name("planAssignments", absl::StrCat("plan-", id)));
  assignment.set_payee(person.name());
  *assignment.mutable_plan() = plan;
  *assignment.mutable_start_time() = domain::ToTimestamp(start);
  return store::SetPlan(tx, assignment).status();
}

void AddPayees(store::Store& store, absl::Time start, const QuarterSize& size) {
  const v1::PlanVersion ae = PlanOf(v1::ROLE_AE, "AE-BENCH", start);
  const v1::PlanVersion csm = PlanOf(v1::ROLE_CSM, "CSM-BENCH", start);
  Write(store, start, [&](store::Transaction& tx) -> absl::Status {
    BATON_RETURN_IF_ERROR(store::InsertPlanVersion(tx, ae));
    return store::InsertPlanVersion(tx, csm);
  });
  WriteMany(store, start, size.payees / 2, [&](store::Transaction& tx, int64_t i) -> absl::Status {
    BATON_RETURN_IF_ERROR(
        AddPayee(tx, absl::StrFormat("ae%05d", i), v1::ROLE_AE, ae.plan(), start));
    return AddPayee(tx, absl::StrFormat("csm%05d", i), v1::ROLE_CSM, csm.plan(), start);
  });
}

absl::Status AddAccount(store::Transaction& tx, int64_t booking, absl::Time start) {
  v1::Account account;
  account.set_name(AccountOf(booking));
  account.set_display_name(absl::StrCat("Account ", booking / kBookingsPerAccount));
  account.set_segment(v1::SEGMENT_MID_MARKET);
  *account.mutable_create_time() = domain::ToTimestamp(start);
  return store::InsertAccount(tx, account);
}

absl::Status AddOpportunity(store::Transaction& tx, int64_t number, const std::string& name,
                            absl::Time booked) {
  v1::Opportunity opportunity;
  opportunity.set_name(name);
  opportunity.set_account(AccountOf(number));
  opportunity.set_creation_source(v1::CREATION_SOURCE_CSM_INITIATED);
  opportunity.set_state(v1::OPPORTUNITY_STATE_WON);
  opportunity.mutable_source()->set_system("salesforce");
  opportunity.mutable_source()->set_record_id(absl::StrFormat("006%012dAAA", number));
  *opportunity.mutable_create_time() = domain::ToTimestamp(booked);
  *opportunity.mutable_close_time() = domain::ToTimestamp(booked);
  return store::InsertOpportunity(tx, opportunity);
}

void AddSignature(v1::SigningSide side, const std::string& person, absl::Time at,
                  v1::Attribution* attribution) {
  v1::Signature& signature = *attribution->add_signatures();
  signature.set_side(side);
  signature.set_person(person);
  *signature.mutable_time() = domain::ToTimestamp(at);
}

}  // namespace

std::string AeOf(int64_t booking, const QuarterSize& size) {
  return Name("people",
              absl::StrFormat("ae%05d", booking / kBookingsPerAccount % (size.payees / 2)));
}

std::string CsmOf(int64_t booking, const QuarterSize& size) {
  return Name("people",
              absl::StrFormat("csm%05d", booking / kBookingsPerAccount % (size.payees / 2)));
}

std::string AttributionOf(int64_t booking) {
  return Name("attributions", absl::StrFormat("t%08d", booking));
}

void FillQuarter(store::Store& store, const v1::Attribution& sample, const v1::Booking& booking,
                 const domain::Quarter& quarter, absl::Time now, const QuarterSize& size) {
  AddPayees(store, quarter.start, size);
  const absl::Duration step = (now - quarter.start) / (size.bookings + 1);
  WriteMany(store, now, size.bookings, [&](store::Transaction& tx, int64_t i) -> absl::Status {
    const absl::Time booked = quarter.start + step * i;
    if (i % kBookingsPerAccount == 0) {
      BATON_RETURN_IF_ERROR(AddAccount(tx, i, quarter.start));
    }
    const std::string opportunity = Name("opportunities", absl::StrFormat("o%08d", i));
    BATON_RETURN_IF_ERROR(AddOpportunity(tx, i, opportunity, booked));
    v1::Booking deal = booking;
    deal.set_name(Name("bookings", absl::StrFormat("b%08d", i)));
    deal.set_account(AccountOf(i));
    deal.set_opportunity(opportunity);
    deal.set_attribution(AttributionOf(i));
    deal.clear_source();
    *deal.mutable_booked_time() = domain::ToTimestamp(booked);
    BATON_RETURN_IF_ERROR(store::InsertBooking(tx, deal));
    v1::Attribution attribution = sample;
    attribution.set_name(AttributionOf(i));
    attribution.set_booking(deal.name());
    attribution.set_account(deal.account());
    attribution.set_ae(AeOf(i, size));
    attribution.set_csm(CsmOf(i, size));
    *attribution.mutable_booked_time() = deal.booked_time();
    *attribution.mutable_create_time() = deal.booked_time();
    attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
    *attribution.mutable_concur_time() = deal.booked_time();
    AddSignature(v1::SIGNING_SIDE_CS, CsmOf(i, size), booked, &attribution);
    AddSignature(v1::SIGNING_SIDE_SALES, AeOf(i, size), booked, &attribution);
    return store::InsertAttribution(tx, attribution);
  });
}

}  // namespace baton::bench
