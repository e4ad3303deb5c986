// routing (H-3 to H-7).
#include <string>

#include "domain/handoff.h"
#include "domain/instant.h"
#include "domain/policy.h"
#include "domain/routing.h"
#include "domain/signal_state.h"
#include "domain/status_macros.h"
#include "domain/trigger_catalogue.h"
#include "tests/golden_cases.h"
#include "tests/golden_fields.h"

namespace baton::golden {
namespace {

constexpr char kCurrency[] = "USD";

v1::Policy ReadPolicy(const Json& input) {
  v1::Policy policy = domain::DefaultPolicy("golden");
  policy.set_model_a_threshold_minor(
      input.value("model_a_threshold_minor", policy.model_a_threshold_minor()));
  policy.set_revisit_days(input.value("revisit_days", policy.revisit_days()));
  if (input.contains("routing_test")) {
    policy.set_routing_test(
        Choice<v1::RoutingTest>(input, "routing_test",
                                {{"two_of_three", v1::ROUTING_TEST_TWO_OF_THREE},
                                 {"three_of_four", v1::ROUTING_TEST_THREE_OF_FOUR}}));
  }
  if (input.contains("scheme")) {
    policy.set_credit_scheme(
        Choice<v1::CreditScheme>(input, "scheme",
                                 {{"banded", v1::CREDIT_SCHEME_BANDED},
                                  {"category", v1::CREDIT_SCHEME_CATEGORY},
                                  {"signal_credit", v1::CREDIT_SCHEME_SIGNAL_CREDIT}}));
  }
  return policy;
}

v1::Money Amount(const Json& object, const char* key) {
  v1::Money money;
  money.set_amount_minor(object.at(key).get<int64_t>());
  money.set_currency_code(kCurrency);
  return money;
}

// A signal that states no cross_sell is about what the account owns.
domain::HandoffParties ReadParties(const Json& account, const Json& signal) {
  domain::HandoffParties parties;
  parties.csm = "tenants/golden/people/csm";
  if (account.contains("ae")) {
    parties.ae = "tenants/golden/people/" + account.at("ae").get<std::string>();
  }
  v1::Account* read = &parties.account;
  read->set_name("tenants/golden/accounts/a");
  read->set_segment(Choice<v1::Segment>(account, "segment",
                                        {{"smb", v1::SEGMENT_SMB},
                                         {"mid_market", v1::SEGMENT_MID_MARKET},
                                         {"enterprise", v1::SEGMENT_ENTERPRISE},
                                         {"strategic", v1::SEGMENT_STRATEGIC}}));
  if (account.contains("acv_minor")) *read->mutable_acv() = Amount(account, "acv_minor");
  if (account.contains("renewal_model")) {
    read->set_renewal_model(Choice<v1::OwnershipModel>(account, "renewal_model",
                                                       {{"A", v1::OWNERSHIP_MODEL_A},
                                                        {"B", v1::OWNERSHIP_MODEL_B},
                                                        {"C", v1::OWNERSHIP_MODEL_C}}));
  }
  for (const Json& line : signal.value("product_lines", Json::array())) {
    read->add_owned_lines()->set_product_line(line.get<std::string>());
  }
  return parties;
}

void ReadQualification(const Json& input, v1::Qualification* qualification) {
  qualification->mutable_budget_conversation()->set_yes(Flag(input, "budget_conversation"));
  qualification->mutable_timeline()->set_yes(Flag(input, "timeline"));
  qualification->mutable_named_buyer()->set_yes(Flag(input, "named_buyer"));
  qualification->mutable_product_fit()->set_yes(Flag(input, "product_fit"));
}

v1::Signal ReadSignal(const Json& input) {
  v1::Signal signal;
  signal.set_name("tenants/golden/signals/s");
  signal.set_account("tenants/golden/accounts/a");
  signal.set_trigger(domain::ParseTrigger(input.at("trigger").get<std::string>()));
  // The cases leave open what lies in the fields that routing does not read.
  signal.set_category(v1::SIGNAL_CATEGORY_PRODUCT);
  signal.set_evidence("evidence");
  signal.mutable_buyer()->set_name("Jamie Reyes");
  signal.mutable_buyer()->set_title("VP Operations");
  signal.set_timeline("Q3");
  signal.set_context_note("One sentence. Another one.");
  if (input.contains("urgency")) {
    signal.set_urgency(Choice<v1::Urgency>(
        input, "urgency",
        {{"hot", v1::URGENCY_HOT}, {"warm", v1::URGENCY_WARM}, {"watch", v1::URGENCY_WATCH}}));
  }
  for (const Json& line : input.value("product_lines", Json::array())) {
    signal.add_product_lines(line.get<std::string>());
  }
  if (input.contains("estimated_expansion_minor")) {
    *signal.mutable_estimated_expansion() = Amount(input, "estimated_expansion_minor");
  }
  if (input.contains("cross_sell")) signal.set_cross_sell(Flag(input, "cross_sell"));
  signal.set_upgrade_to_c(Flag(input, "upgrade_to_c"));
  return signal;
}

Json Write(const v1::Signal& signal) {
  Json result;
  result["state"] = std::string(domain::StateName(signal.state()));
  result["urgency"] = std::string(domain::UrgencyName(signal.urgency()));
  result["routable"] = signal.routable();
  result["qualified"] = signal.qualified();
  if (signal.model() != v1::OWNERSHIP_MODEL_UNSPECIFIED) {
    result["model"] = std::string(domain::ModelName(signal.model()));
  }
  if (signal.ae_support()) result["ae_support"] = true;
  if (signal.has_revisit_time()) {
    result["revisit_at"] = FormatInstant(domain::ToTime(signal.revisit_time()));
  }
  return result;
}

}  // namespace

absl::StatusOr<Json> RunRouting(const Json& input) {
  domain::FileCommand command;
  command.signal = ReadSignal(input.at("signal"));
  ReadQualification(input.value("qualification", Json::object()),
                    command.signal.mutable_qualification());
  BATON_ASSIGN_OR_RETURN(
      const domain::HandoffDecision decision,
      domain::DecideFile(std::move(command), ReadParties(input.at("account"), input.at("signal")),
                         ReadPolicy(input.value("policy", Json::object())),
                         TimeField(input, "filed_at")));
  return Write(decision.signal);
}

}  // namespace baton::golden
