// credit (C-1, C-2, C-5).
#include <string>
#include <vector>

#include "domain/categorise.h"
#include "domain/credit.h"
#include "domain/policy.h"
#include "domain/status_macros.h"
#include "tests/golden_cases.h"
#include "tests/golden_fields.h"

namespace baton::golden {
namespace {

std::vector<v1::AttributionPart> ReadParts(const Json& items) {
  std::vector<v1::AttributionPart> parts;
  for (const Json& item : items) {
    v1::AttributionPart& part = parts.emplace_back();
    part.set_line(item.at("line").get<std::string>());
    part.set_amount_minor(item.at("amount_minor").get<int64_t>());
    part.set_category(Choice<v1::AttributionCategory>(
        item, "category",
        {{"net_new_expansion", v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION},
         {"at_risk_save", v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE},
         {"renewal_uplift", v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT},
         {"cross_sell", v1::ATTRIBUTION_CATEGORY_CROSS_SELL},
         {"clean_renewal", v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL},
         {"contraction", v1::ATTRIBUTION_CATEGORY_CONTRACTION},
         {"churn", v1::ATTRIBUTION_CATEGORY_CHURN}}));
  }
  return parts;
}

v1::Policy ReadPolicy(const Json& input) {
  v1::Policy policy = domain::DefaultPolicy("golden");
  policy.set_credit_scheme(
      Choice<v1::CreditScheme>(input, "scheme",
                               {{"category", v1::CREDIT_SCHEME_CATEGORY},
                                {"banded", v1::CREDIT_SCHEME_BANDED},
                                {"signal_credit", v1::CREDIT_SCHEME_SIGNAL_CREDIT}}));
  const Json item = input.value("policy", Json::object());
  if (item.contains("csm_share")) {
    policy.set_csm_share(Choice<v1::CsmShare>(
        item, "csm_share",
        {{"brokered", v1::CSM_SHARE_BROKERED}, {"always", v1::CSM_SHARE_ALWAYS}}));
  }
  policy.set_csm_expansion_bp(item.value("csm_expansion_bp", policy.csm_expansion_bp()));
  policy.set_csm_cross_sell_bp(item.value("csm_cross_sell_bp", policy.csm_cross_sell_bp()));
  policy.set_ae_save_bp(item.value("ae_save_bp", policy.ae_save_bp()));
  policy.set_ae_uplift_bp(item.value("ae_uplift_bp", policy.ae_uplift_bp()));
  policy.set_save_bonus_bp(item.value("save_bonus_bp", policy.save_bonus_bp()));
  policy.set_signal_credit_bp(item.value("signal_credit_bp", policy.signal_credit_bp()));
  return policy;
}

domain::CreditTerms ReadTerms(const Json& input) {
  domain::CreditTerms terms;
  terms.brokered = input.value("brokered", true);
  terms.self_serve = Flag(input, "self_serve");
  if (input.contains("model")) {
    terms.model = Choice<v1::OwnershipModel>(
        input, "model",
        {{"A", v1::OWNERSHIP_MODEL_A}, {"B", v1::OWNERSHIP_MODEL_B}, {"C", v1::OWNERSHIP_MODEL_C}});
  }
  terms.currency_code = "USD";
  return terms;
}

// Leaves the credits on the parts, too, for what is read from them.
Json ShowCredits(const domain::PartCredits& decided, std::vector<v1::AttributionPart>* parts) {
  Json credits = Json::array();
  for (size_t i = 0; i < parts->size(); ++i) {
    v1::AttributionPart& part = parts->at(i);
    if (!domain::CarriesCredit(part.category())) continue;
    part.set_ae_credit_minor(decided[i].ae_minor);
    credits.push_back(Json{{"line", part.line()},
                           {"category", domain::CategoryName(part.category())},
                           {"ae_credit_minor", decided[i].ae_minor},
                           {"csm_credit_minor", decided[i].csm_minor}});
  }
  return credits;
}

}  // namespace

absl::StatusOr<Json> RunCredit(const Json& input) {
  const v1::Policy policy = ReadPolicy(input);
  domain::CreditTerms terms = ReadTerms(input);
  std::vector<v1::AttributionPart> parts = ReadParts(input.at("parts"));
  BATON_ASSIGN_OR_RETURN(terms.net_new_minor, domain::NetNewExpansion(parts));
  BATON_ASSIGN_OR_RETURN(const domain::PartCredits credits,
                         domain::DecideCredits(parts, terms, policy));
  BATON_ASSIGN_OR_RETURN(const auto bonus, domain::DecideSaveBonus(parts, terms, policy));
  Json result = {{"credits", ShowCredits(credits, &parts)}};
  if (bonus.has_value()) result["save_bonus_minor"] = bonus->amount_minor;
  if (Flag(input, "signal_won")) {
    BATON_ASSIGN_OR_RETURN(
        const int64_t earning,
        domain::SignalCredit(parts, input.at("ae_expansion_rate_bp").get<int32_t>(), policy));
    result["signal_credit_minor"] = earning;
  }
  return result;
}

}  // namespace baton::golden
