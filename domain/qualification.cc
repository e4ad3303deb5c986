#include "domain/qualification.h"

#include "absl/strings/str_cat.h"

namespace baton::domain {
namespace {
const char* YesNo(bool yes) { return yes ? "yes" : "no"; }
}  // namespace

QualificationResult DecideQualification(const v1::Qualification& qualification,
                                        v1::RoutingTest routing_test) {
  const bool budget = qualification.budget_conversation().yes();
  const bool timeline = qualification.timeline().yes();
  const bool buyer = qualification.named_buyer().yes();
  const bool fit = qualification.product_fit().yes();
  const int of_three = budget + timeline + buyer;
  const int of_four = of_three + fit;
  const bool three_of_four = routing_test == v1::ROUTING_TEST_THREE_OF_FOUR;

  QualificationResult result;
  result.qualified = of_four >= 3;
  result.routable = three_of_four ? result.qualified : of_three >= 2;
  result.why = absl::StrCat(
      "budget ", YesNo(budget), ", timeline ", YesNo(timeline), ", buyer ", YesNo(buyer),
      ", product fit ", YesNo(fit), ": ", three_of_four ? of_four : of_three,
      three_of_four ? " of four, 3 needed: " : " of the first three, 2 needed: ",
      result.routable ? "routable; " : "not routable; ", of_four,
      " of four, 3 needed: ", result.qualified ? "qualified" : "not qualified");
  return result;
}

}  // namespace baton::domain
