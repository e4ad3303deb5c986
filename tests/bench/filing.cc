#include "tests/bench/filing.h"

#include "absl/strings/str_cat.h"
#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::bench {
namespace {

constexpr int kTriggers = 13;  // the catalogue's, from 1 on
constexpr char kTenant[] = "tenants/main";

}  // namespace

std::string FilingOf(uint64_t number) {
  v1::FileSignalRequest request;
  request.set_parent(kTenant);
  request.set_request_id(absl::StrCat("bench-", number));
  v1::Signal& signal = *request.mutable_signal();
  signal.set_account(absl::StrCat(kTenant, "/accounts/a", number % kAccounts));
  signal.set_csm(absl::StrCat(kTenant, "/people/csm"));
  signal.set_trigger(static_cast<v1::Trigger>(1 + number / kAccounts % kTriggers));
  signal.set_kind(v1::SIGNAL_KIND_EXPANSION);
  signal.set_evidence("Seat utilization at 89%");
  signal.mutable_buyer()->set_name("Dana Whitcombe");
  signal.mutable_buyer()->set_title("VP Operations");
  signal.set_timeline("Seats needed by 5 January");
  signal.set_context_note(
      "Freight ops filled 279 of 300 seats. Dana asked what 75 more seats would cost.");
  signal.mutable_source()->set_system("bench");
  signal.mutable_source()->set_record_id(absl::StrCat("r", number));
  signal.add_product_lines(absl::StrCat("line-", number));
  signal.mutable_estimated_expansion()->set_amount_minor(4'800'000);
  signal.mutable_estimated_expansion()->set_currency_code("USD");
  v1::Qualification& answers = *signal.mutable_qualification();
  answers.mutable_budget_conversation()->set_yes(true);
  answers.mutable_timeline()->set_yes(true);
  answers.mutable_named_buyer()->set_yes(true);
  answers.mutable_product_fit()->set_yes(true);
  return request.SerializeAsString();
}

}  // namespace baton::bench
