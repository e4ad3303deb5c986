#include "server/correction_sources.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"
#include "domain/carry_forward.h"
#include "domain/delivery.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/accounts.h"
#include "store/attributions.h"
#include "store/outbox.h"

namespace baton::server {
namespace {

// Gathers the attributions of accounts, each account once.
class History {
 public:
  History(store::Session& session, const std::string& tenant, const Scenario& scenario,
          absl::Time end, std::vector<domain::BookedAttribution>* history)
      : session_(session), tenant_(tenant), scenario_(scenario), end_(end), history_(history) {}

  absl::Status AddAccount(const std::string& name) {
    BATON_ASSIGN_OR_RETURN(const v1::Account account, store::GetAccount(session_, tenant_, name));
    if (!accounts_.insert(account.name()).second) return absl::OkStatus();
    BATON_ASSIGN_OR_RETURN(
        std::vector<v1::Attribution> attributions,
        store::AttributionsOfAccount(session_, tenant_, account.name(), absl::UnixEpoch(), end_));
    for (v1::Attribution& attribution : attributions) {
      known_.insert(attribution.name());
      BATON_RETURN_IF_ERROR(scenario_.Credit(session_, tenant_, &attribution));
      domain::BookedAttribution& booked = history_->emplace_back();
      BATON_ASSIGN_OR_RETURN(booked.clawback_roles, RolesBy(attribution.policy_version()));
      attribution.set_account(account.name());
      booked.attribution = std::move(attribution);
    }
    return absl::OkStatus();
  }

  absl::Status AddAccountOf(const std::string& name) {
    if (name.empty() || known_.count(name) > 0) return absl::OkStatus();
    BATON_ASSIGN_OR_RETURN(const v1::Attribution attribution,
                           store::GetAttribution(session_, tenant_, name));
    return AddAccount(attribution.account());
  }

 private:
  absl::StatusOr<v1::ClawbackRoles> RolesBy(int32_t policy_version) {
    const auto known = roles_.find(policy_version);
    if (known != roles_.end()) return known->second;
    BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                           scenario_.PolicyOfVersion(session_, tenant_, policy_version));
    return roles_[policy_version] = policy.clawback_roles();
  }

  store::Session& session_;
  const std::string& tenant_;
  const Scenario& scenario_;
  absl::Time end_;
  std::vector<domain::BookedAttribution>* history_;
  std::set<std::string> accounts_;
  std::set<std::string> known_;  // attributions
  std::map<int32_t, v1::ClawbackRoles> roles_;
};

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
  History history(session, tenant, scenario, input.quarter.end, &sources->history);
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
