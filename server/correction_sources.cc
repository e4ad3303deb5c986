#include "server/correction_sources.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/carry_forward.h"
#include "domain/delivery.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/account_history.h"
#include "store/absences.h"
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

// Who reads deliveries doesn't read statements (C-17): so it says where the amount stands, not what
// it is.
v1::Delivery DebtMessage(const v1::CompStatement& statement, const std::string& comp_admin,
                         absl::Time now) {
  const std::string id(domain::ShortName(statement.name()));
  v1::Delivery delivery = domain::NewMessage(statement.name(), "C-22", "debt", comp_admin, now);
  delivery.set_subject(absl::StrCat("Final statement ", id, " is below zero"));
  delivery.set_body(
      absl::StrCat("The payee has left, so there is no next statement to take it off. Statement ",
                   id, " says how much it is."));
  return delivery;
}

// For the RevOps queue, where nobody holds the seat of comp admin.
v1::Delivery DebtNotice(const std::string& period, int count, absl::Time now) {
  v1::Delivery delivery = domain::NewMessage(period, "C-22", "debt", domain::kRevopsQueue, now);
  const std::string code(domain::ShortName(period));
  delivery.set_subject(absl::StrCat("A final statement of ", code, " is below zero"));
  delivery.set_body(absl::StrCat("Leavers' statements of ", code, " that are below zero: ", count,
                                 ". There is no comp admin to tell whose they are."));
  return delivery;
}

}  // namespace

absl::Status LoadCorrections(store::Session& session, const std::string& tenant,
                             const Scenario& scenario, const domain::StatementInput& input,
                             CorrectionSources* sources) {
  BATON_RETURN_IF_ERROR(LoadPublished(session, tenant, scenario, input, &sources->published));
  AccountHistory history(session, tenant, scenario, input.quarter.end, &sources->history);
  std::vector<std::string> accounts;
  for (const auto& bookings : {input.bookings, input.late}) {
    for (const domain::StatementBooking& booking : bookings) {
      accounts.push_back(booking.attribution.account());
    }
  }
  BATON_RETURN_IF_ERROR(history.AddAccounts(accounts));
  std::vector<std::string> attributions;
  for (const v1::CompStatement& statement : sources->published) {
    for (const v1::StatementLine& line : statement.lines()) {
      attributions.push_back(line.attribution());
    }
  }
  return history.AddAccountsOf(attributions);
}

absl::Status TellOfDebts(store::Transaction& tx, const std::string& period,
                         const google::protobuf::RepeatedPtrField<v1::CompStatement>& published) {
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> comp_admins,
      store::SeatHolders(tx.session(), tx.tenant(), v1::ROLE_COMP_ADMIN, tx.now()));
  int count = 0;
  for (const v1::CompStatement& statement : published) {
    if (!domain::IsOwed(statement)) continue;
    ++count;
    for (const std::string& comp_admin : comp_admins) {
      BATON_RETURN_IF_ERROR(store::AddDelivery(tx, DebtMessage(statement, comp_admin, tx.now())));
    }
  }
  if (count == 0 || !comp_admins.empty()) return absl::OkStatus();
  return store::AddDelivery(tx, DebtNotice(period, count, tx.now()));
}

}  // namespace baton::server
