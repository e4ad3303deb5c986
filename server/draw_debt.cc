#include "server/draw_debt.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"
#include "domain/delivery.h"
#include "domain/fiscal.h"
#include "domain/instant.h"
#include "domain/pay_limits.h"
#include "domain/status_macros.h"
#include "server/policy_source.h"
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

absl::Status Tell(store::Transaction& tx, const std::string& about, const std::string& name,
                  const std::vector<v1::CompStatement>& statements) {
  BATON_ASSIGN_OR_RETURN(const auto balances, domain::DrawBalances(statements));
  std::string owed;
  for (const auto& [currency, minor] : balances) {
    if (minor <= 0) continue;
    absl::StrAppend(&owed, owed.empty() ? "" : " and ", domain::AmountText(minor, currency));
  }
  if (owed.empty()) return absl::OkStatus();
  v1::Delivery delivery = domain::NewMessage(about, "C-20", "draw", domain::kRevopsQueue, tx.now());
  delivery.set_subject(absl::StrCat(name, " has left with draws that are not paid back"));
  delivery.set_body(absl::StrCat(name, " has left and still has ", owed,
                                 " of recoverable draws; no later statement takes it off."));
  return store::AddDelivery(tx, delivery);
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
  return Tell(tx, published.name(), published.payee_display_name(), statements);
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
  return Tell(tx, person.name(), person.display_name(), statements);
}

}  // namespace baton::server
