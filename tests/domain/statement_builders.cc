#include "tests/domain/statement_builders.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/categorise.h"
#include "domain/credit.h"
#include "domain/policy.h"

namespace baton::domain {
namespace {

StatementScene SceneOf(const char* person, const char* display_name, const char* payee_id,
                       v1::Role role) {
  StatementScene scene;
  scene.policy = DefaultPolicy("acme");
  scene.quarter = ParseQuarter(scene.policy, "2027-Q1").value();
  scene.payee.set_name(person);
  scene.payee.set_display_name(display_name);
  scene.payee.set_payee_id(payee_id);
  scene.plan.set_role(role);
  scene.plan.set_version(3);
  scene.plan.set_currency_code("USD");
  return scene;
}

v1::Attribution Concurred(const std::string& id, const StatementScene& scene) {
  v1::Attribution attribution;
  attribution.set_name(absl::StrCat("tenants/acme/attributions/", id));
  attribution.set_booking(absl::StrCat("tenants/acme/bookings/B-", id));
  attribution.set_currency_code(scene.currency);
  attribution.set_ae(kAe);
  attribution.set_csm(kCsm);
  attribution.set_brokered(scene.brokered);
  attribution.set_policy_version(scene.policy.version());
  attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  *attribution.mutable_concur_time() = Stamp("2027-03-15T10:00:00Z");
  return attribution;
}

}  // namespace

void StatementScene::Add(const std::string& id, std::vector<v1::AttributionPart> parts,
                         absl::string_view booked) {
  StatementBooking booking;
  booking.attribution = Concurred(id, *this);
  *booking.attribution.mutable_booked_time() = Stamp(booked);
  for (size_t i = 0; i < parts.size(); ++i) parts[i].set_part(static_cast<int32_t>(i) + 1);
  CreditTerms terms = TermsOf(booking.attribution);
  terms.net_new_minor = NetNewExpansion(parts).value();
  parts = CreditParts(std::move(parts), terms, policy).value();
  booking.attribution.mutable_parts()->Assign(parts.begin(), parts.end());
  if (!SetSaveBonus(terms, policy, &booking.attribution).ok()) std::abort();
  booking.account_display_name = "Harrow Analytics";
  booking.crm_opportunity_id = absl::StrCat("006-", id);
  booking.policy = policy;
  bookings.push_back(std::move(booking));
}

absl::StatusOr<v1::CompStatement> StatementScene::Compute(absl::string_view now) const {
  StatementInput input;
  input.payee = payee;
  input.plan = plan;
  input.plan_periods = plan_periods;
  input.quarter = quarter;
  input.policy = policy;
  input.bookings = bookings;
  input.late = late;
  input.held = held;
  input.pools = pools;
  input.published = published;
  input.history = history;
  input.manual = manual;
  return ComputeStatement(input, At(now));
}

StatementScene AeScene() {
  StatementScene scene = SceneOf(kAe, "Dana Whitlow", "E-1042", v1::ROLE_AE);
  scene.plan.set_code("AE-EXPANSION");
  scene.plan.set_expansion_rate_bp(800);
  scene.plan.set_new_business_rate_bp(1000);
  scene.plan.set_renewal_rate_bp(250);
  return scene;
}

StatementScene CsmScene() {
  StatementScene scene = SceneOf(kCsm, "Ines Okafor", "E-2207", v1::ROLE_CSM);
  scene.plan.set_code("CSM-MID-MARKET");
  return scene;
}

std::vector<std::string> Shown(const v1::CompStatement& statement) {
  std::vector<std::string> shown;
  for (const v1::StatementLine& line : statement.lines()) {
    std::string text =
        absl::StrCat(line.line_no(), " ", LineKindName(line.kind()), " ",
                     CategoryName(line.category()), " ", line.credited_amount_minor());
    if (line.has_rate_bp()) absl::StrAppend(&text, " x ", line.rate_bp());
    absl::StrAppend(&text, " = ", line.earning_minor(),
                    line.status() == v1::LINE_STATUS_PAYABLE ? " payable" : " held");
    if (!line.hold_reason().empty()) absl::StrAppend(&text, " ", line.hold_reason());
    shown.push_back(text);
  }
  return shown;
}

}  // namespace baton::domain
