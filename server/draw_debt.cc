#include "server/draw_debt.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/delivery.h"
#include "domain/fiscal.h"
#include "domain/instant.h"
#include "domain/pay_limits.h"
#include "domain/status_macros.h"
#include "server/policy_source.h"
#include "store/absences.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/statements.h"

namespace baton::server {
namespace {

constexpr char kEveryPeriod[] = "~";  // behind them all

// The person's published statements for periods before that one, their aliases' too.
absl::StatusOr<std::vector<v1::CompStatement>> StatementsBefore(store::Session& session,
                                                                const std::string& tenant,
                                                                const std::string& payee,
                                                                const std::string& period) {
  BATON_ASSIGN_OR_RETURN(const v1::Person person, store::LoadPersonView(session, tenant, payee));
  std::vector<std::string> names(person.aliases().begin(), person.aliases().end());
  names.push_back(person.name());
  std::vector<v1::CompStatement> statements;
  for (const std::string& name : names) {
    BATON_ASSIGN_OR_RETURN(std::vector<v1::CompStatement> some,
                           store::PublishedStatementsOf(session, tenant, name, period));
    for (v1::CompStatement& statement : some) statements.push_back(std::move(statement));
  }
  return statements;
}

absl::StatusOr<bool> HasDraws(const std::vector<v1::CompStatement>& statements) {
  BATON_ASSIGN_OR_RETURN(const auto balances, domain::DrawBalances(statements));
  return std::any_of(balances.begin(), balances.end(),
                     [](const auto& balance) { return balance.second > 0; });
}

// Who reads deliveries doesn't read statements (C-17): so none says how much it is.
absl::Status Tell(store::Transaction& tx, const std::string& about,
                  const std::vector<v1::CompStatement>& statements) {
  BATON_ASSIGN_OR_RETURN(const bool has_draws, HasDraws(statements));
  if (!has_draws) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(
      std::vector<std::string> told,
      store::SeatHolders(tx.session(), tx.tenant(), v1::ROLE_COMP_ADMIN, tx.now()));
  if (told.empty()) told.emplace_back(domain::kRevopsQueue);
  for (const std::string& recipient : told) {
    v1::Delivery delivery = domain::NewMessage(about, "C-20", "draw", recipient, tx.now());
    delivery.set_subject("A leaver has draws that are not paid back");
    delivery.set_body(
        "No later statement takes them off. The published statements say how much it is.");
    BATON_RETURN_IF_ERROR(store::AddDelivery(tx, delivery));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status TellOfDraws(store::Transaction& tx, const v1::CompStatement& published) {
  BATON_ASSIGN_OR_RETURN(const v1::Person person,
                         store::GetPerson(tx.session(), tx.tenant(), published.payee()));
  if (!person.has_end_time()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const domain::FiscalHistory quarters,
                         FiscalHistoryOf(tx.session(), tx.tenant()));
  BATON_ASSIGN_OR_RETURN(const domain::Quarter quarter, quarters.Of(published.period()));
  if (domain::ToTime(person.end_time()) > quarter.end) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(
      std::vector<v1::CompStatement> statements,
      StatementsBefore(tx.session(), tx.tenant(), person.name(), published.period()));
  statements.push_back(published);
  return Tell(tx, published.name(), statements);
}

absl::Status TellOfDrawsAtEnd(store::Transaction& tx, const v1::Person& person) {
  BATON_ASSIGN_OR_RETURN(const domain::FiscalHistory quarters,
                         FiscalHistoryOf(tx.session(), tx.tenant()));
  BATON_ASSIGN_OR_RETURN(const domain::Quarter last,
                         quarters.At(domain::ToTime(person.end_time()) - absl::Microseconds(1)));
  BATON_ASSIGN_OR_RETURN(const std::optional<absl::Time> published,
                         store::PublishTimeOf(tx.session(), tx.tenant(), last.code));
  if (!published.has_value()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::CompStatement> statements,
                         StatementsBefore(tx.session(), tx.tenant(), person.name(), kEveryPeriod));
  return Tell(tx, person.name(), statements);
}

}  // namespace baton::server
