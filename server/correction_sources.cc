#include "server/correction_sources.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"
#include "domain/carry_forward.h"
#include "domain/delivery.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/account_history.h"
#include "store/outbox.h"

namespace baton::server {
namespace {

absl::Status LoadPublished(store::Session& session, const std::string& tenant,
                           const Scenario& scenario, const domain::StatementInput& input,
                           std::vector<v1::CompStatement>* published) {
  std::vector<std::string> people(input.payee.aliases().begin(), input.payee.aliases().end());
  people.push_back(input.payee.name());
  for (const std::string& person : people) {
    BATON_ASSIGN_OR_RETURN(std::vector<v1::CompStatement> some,
                           scenario.PublishedBefore(session, tenant, person, input.quarter.code));
    for (v1::CompStatement& statement : some) published->push_back(std::move(statement));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status LoadCorrections(store::Session& session, const std::string& tenant,
                             const Scenario& scenario, const domain::StatementInput& input,
                             CorrectionSources* sources) {
  BATON_RETURN_IF_ERROR(LoadPublished(session, tenant, scenario, input, &sources->published));
  AccountHistory history(session, tenant, scenario, input.quarter.end, &sources->history);
  for (const domain::StatementBooking& booking : input.bookings) {
    BATON_RETURN_IF_ERROR(history.AddAccount(booking.attribution.account()));
  }
  for (const domain::StatementBooking& booking : input.late) {
    BATON_RETURN_IF_ERROR(history.AddAccount(booking.attribution.account()));
  }
  for (const v1::CompStatement& statement : sources->published) {
    for (const v1::StatementLine& line : statement.lines()) {
      BATON_RETURN_IF_ERROR(history.AddAccountOf(line.attribution()));
    }
  }
  return absl::OkStatus();
}

absl::Status TellOfDebt(store::Transaction& tx, const v1::CompStatement& published) {
  if (!domain::IsOwed(published)) return absl::OkStatus();
  v1::Delivery delivery =
      domain::NewMessage(published.name(), "C-22", "debt", domain::kRevopsQueue, tx.now());
  delivery.set_subject(absl::StrCat(
      "Final statement ", std::string(domain::ShortName(published.name())), " is below zero"));
  delivery.set_body(absl::StrCat(
      published.payee_display_name(), " has left and owes ",
      domain::AmountText(-published.totals().payable_minor(), published.plan().currency_code()),
      "; there is no next statement to take it off."));
  return store::AddDelivery(tx, delivery);
}

}  // namespace baton::server
