#include "server/pool_book.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "domain/book_line.h"
#include "domain/book_mbos.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/resource_name.h"
#include "domain/retention.h"
#include "domain/status_macros.h"
#include "server/conversion.h"
#include "server/revenue_source.h"
#include "store/attributions.h"
#include "store/books.h"
#include "store/payee_book.h"
#include "store/portfolio.h"

namespace baton::server {
namespace {

using domain::BookedPart;
using store::BookScope;

// The accounts of a book while their rows come in.
class Gatherer {
 public:
  Gatherer(store::Session& session, const std::string& tenant, const domain::BookWindow& window,
           const v1::Policy& policy, const store::Survivors& survivors)
      : session_(session),
        tenant_(tenant),
        window_(window),
        survivors_(survivors),
        conversion_(session, tenant, policy) {}

  // Takes the accounts in that the person ever held; `people` are bare ids. What another person's
  // scope brought in before is left alone.
  absl::Status AddSeats(const std::string& person, const std::set<std::string>& people) {
    fresh_.clear();
    BATON_ASSIGN_OR_RETURN(const std::vector<store::BookSeat> seats,
                           store::BookSeats(session_, tenant_, person));
    for (size_t i = 0; i < seats.size(); ++i) {
      const store::BookSeat& seat = seats[i];
      if (survivors_.count(seat.account) > 0) continue;
      if (accounts_.count(seat.account) == 0) fresh_.insert(seat.account);
      if (fresh_.count(seat.account) == 0) continue;
      domain::BookAccount& account = accounts_[seat.account];
      account.account = domain::ResourceName(tenant_, "accounts", seat.account);
      if (people.count(seat.person) == 0) continue;
      const bool last = i + 1 == seats.size() || seats[i + 1].account != seat.account;
      Hold({seat.start, last ? absl::InfiniteFuture() : seats[i + 1].start}, &account);
    }
    return absl::OkStatus();
  }

  // Takes accounts in that are held at all times; those that were merged are their survivors'.
  void AddAlways(const std::vector<std::string>& ids) {
    fresh_.clear();
    for (const std::string& id : ids) {
      if (survivors_.count(id) > 0) continue;
      fresh_.insert(id);
      domain::BookAccount& account = accounts_[id];
      account.account = domain::ResourceName(tenant_, "accounts", id);
      account.held = {{}};
    }
  }

  absl::Status LoadChanges(const BookScope& scope) {
    BATON_ASSIGN_OR_RETURN(const std::vector<BookedPart> parts,
                           store::BookParts(session_, tenant_, scope));
    std::vector<BookedPart> line;
    for (const BookedPart& part : parts) {
      if (!line.empty() && !domain::IsSameLine(line.front(), part)) {
        BATON_RETURN_IF_ERROR(AddLine(line));
        line.clear();
      }
      line.push_back(part);
    }
    return line.empty() ? absl::OkStatus() : AddLine(line);
  }

  absl::Status LoadEntries(const BookScope& scope) {
    BATON_ASSIGN_OR_RETURN(const std::vector<store::BookBalance> rows,
                           store::BookBalances(session_, tenant_, scope, window_.end));
    std::map<std::string, store::Balance> balances;
    for (const store::BookBalance& row : rows) {
      const domain::BookAccount* account = Fresh(row.account);
      if (account == nullptr) continue;
      const absl::Time entry = EntryOf(*account);
      if (row.at > entry || (row.at == entry && !row.opening)) continue;
      int64_t& sum = balances[Survivor(row.account)][row.currency_code];
      BATON_ASSIGN_OR_RETURN(sum, domain::AddMinor(sum, row.delta_minor));
    }
    for (const auto& [id, balance] : balances) {
      BATON_RETURN_IF_ERROR(SetEntry(balance, &accounts_[id]));
    }
    return absl::OkStatus();
  }

  absl::Status LoadHealth(const BookScope& scope) {
    BATON_ASSIGN_OR_RETURN(const std::vector<store::BookHealth> rows,
                           store::BookHealthBefore(session_, tenant_, scope, window_.end));
    for (const store::BookHealth& row : rows) {
      domain::BookAccount* account = Fresh(row.account);
      if (account == nullptr) continue;
      std::vector<domain::TierSince>& health = account->health;
      if (!health.empty() && health.back().since == row.tier.since) health.pop_back();
      health.push_back(row.tier);
    }
    return absl::OkStatus();
  }

  absl::Status LoadDeeds(const BookScope& scope, absl::Time from) {
    BATON_ASSIGN_OR_RETURN(const std::vector<store::BookDeed> deeds,
                           store::BookDeeds(session_, tenant_, scope, from, window_.end));
    for (const store::BookDeed& deed : deeds) {
      domain::BookAccount* account = Fresh(deed.account);
      if (account != nullptr) account->activities.push_back(deed.activity);
    }
    BATON_ASSIGN_OR_RETURN(const std::vector<store::BookPlan> plans,
                           store::BookPlans(session_, tenant_, scope));
    for (const store::BookPlan& plan : plans) {
      domain::BookAccount* account = Fresh(plan.account);
      if (account != nullptr) account->plans_logged.push_back(plan.logged);
    }
    return absl::OkStatus();
  }

  // The amount in the plan's currency; nothing without a rate.
  absl::StatusOr<std::optional<int64_t>> Convert(absl::Time at, int64_t amount_minor,
                                                 const std::string& currency_code,
                                                 const std::string& record) {
    if (amount_minor == 0) return std::optional<int64_t>(0);
    return conversion_.At(at, amount_minor, currency_code, record);
  }

  std::vector<domain::BookAccount> Take() {
    std::vector<domain::BookAccount> accounts;
    for (auto& [id, account] : accounts_) {
      if (!account.held.empty()) accounts.push_back(std::move(account));
    }
    return accounts;
  }

 private:
  std::string Survivor(const std::string& account) const {
    return store::SurvivorOf(survivors_, tenant_, account);
  }

  // The account that a row is of, if the scope at hand brought it in.
  domain::BookAccount* Fresh(const std::string& row_account) {
    const std::string id = Survivor(row_account);
    return fresh_.count(id) == 0 ? nullptr : &accounts_[id];
  }

  static void Hold(domain::Holding holding, domain::BookAccount* account) {
    if (!account->held.empty() && account->held.back().to == holding.from) {
      account->held.back().to = holding.to;
    } else {
      account->held.push_back(holding);
    }
  }

  // As the window begins, or when it came into the book within it.
  absl::Time EntryOf(const domain::BookAccount& account) const {
    if (domain::IsHeld(account, window_.start)) return window_.start;
    for (const domain::Holding& holding : account.held) {
      if (holding.from > window_.start) return holding.from;
    }
    return window_.start;
  }

  absl::Status SetEntry(const store::Balance& balance, domain::BookAccount* account) {
    int64_t worth = 0;
    for (const auto& [currency, amount_minor] : balance) {
      BATON_ASSIGN_OR_RETURN(const std::optional<int64_t> amount,
                             Convert(EntryOf(*account), amount_minor, currency, account->account));
      if (!amount.has_value()) account->entry_no_rate = true;
      BATON_ASSIGN_OR_RETURN(worth, domain::AddMinor(worth, amount.value_or(0)));
    }
    account->entry_minor = std::max<int64_t>(0, worth);
    return absl::OkStatus();
  }

  // What has no rate stays as it was booked.
  absl::Status ConvertAmount(const BookedPart& line, int64_t* amount_minor, bool* no_rate) {
    BATON_ASSIGN_OR_RETURN(
        const std::optional<int64_t> amount,
        Convert(line.booked_at, *amount_minor, line.currency_code, line.booking));
    *amount_minor = amount.value_or(*amount_minor);
    if (!amount.has_value()) *no_rate = true;
    return absl::OkStatus();
  }

  absl::Status AddLine(const std::vector<BookedPart>& parts) {
    domain::BookAccount* account = Fresh(parts.front().account);
    if (account == nullptr) return absl::OkStatus();
    domain::BookChange change = domain::ChangeOf(parts);
    for (int64_t* amount : {&change.renewed_minor, &change.loss_minor, &change.gain_minor}) {
      BATON_RETURN_IF_ERROR(ConvertAmount(parts.front(), amount, &change.no_rate));
    }
    account->changes.push_back(std::move(change));
    for (const BookedPart& part : parts) {
      if (!domain::IsExtension(part)) continue;
      domain::BookAmount extension = {part.booking, part.booked_at, part.effective,
                                      part.csm_credit_minor};
      BATON_RETURN_IF_ERROR(ConvertAmount(part, &extension.amount_minor, &extension.no_rate));
      account->extensions.push_back(std::move(extension));
    }
    return absl::OkStatus();
  }

  store::Session& session_;
  const std::string tenant_;
  const domain::BookWindow& window_;
  const store::Survivors& survivors_;
  Conversion conversion_;
  std::map<std::string, domain::BookAccount> accounts_;
  std::set<std::string> fresh_;
};

// How far back activities are looked at: contacts count over 90 days, reviews over the quarter that
// the window begins in.
absl::Time DeedsFrom(const domain::BookWindow& window) {
  return std::min(window.start - absl::Hours(24 * 92), window.end - domain::kContactWindow);
}

absl::StatusOr<std::vector<domain::BookAmount>> LoadCredits(
    store::Session& session, const std::string& tenant, const std::vector<std::string>& people,
    const domain::BookWindow& window, const Scenario& scenario, Gatherer* gatherer) {
  std::vector<domain::BookAmount> credits;
  std::set<std::string> seen;
  for (const std::string& person : people) {
    BATON_ASSIGN_OR_RETURN(
        std::vector<v1::Attribution> attributions,
        store::AttributionsOfPayee(session, tenant, person, window.start, window.end,
                                   store::CreditedBy::kShares, store::AttributionDepth::kCredit));
    for (v1::Attribution& attribution : attributions) {
      if (!seen.insert(attribution.name()).second) continue;
      BATON_RETURN_IF_ERROR(scenario.Credit(session, tenant, &attribution));
      const absl::Time booked = domain::ToTime(attribution.booked_time());
      BATON_ASSIGN_OR_RETURN(const int64_t credit, domain::ExpansionCredit(attribution, people));
      BATON_ASSIGN_OR_RETURN(
          const std::optional<int64_t> amount,
          gatherer->Convert(booked, credit, attribution.currency_code(), attribution.booking()));
      credits.push_back(
          {attribution.booking(), booked, booked, amount.value_or(0), !amount.has_value()});
    }
  }
  return credits;
}

}  // namespace

absl::StatusOr<PoolBook> LoadPoolBook(store::Session& session, const std::string& tenant,
                                      const std::vector<std::string>& people,
                                      const domain::BookWindow& window, const v1::Policy& policy,
                                      const Scenario& scenario) {
  BATON_ASSIGN_OR_RETURN(const store::Survivors survivors,
                         store::AccountSurvivors(session, tenant));
  Gatherer gatherer(session, tenant, window, policy, survivors);
  std::set<std::string> ids;
  for (const std::string& person : people) ids.emplace(domain::ShortName(person));
  for (const std::string& id : ids) {
    const BookScope scope = {BookScope::Of::kPerson, id};
    BATON_RETURN_IF_ERROR(gatherer.AddSeats(id, ids));
    BATON_RETURN_IF_ERROR(gatherer.LoadChanges(scope));
    BATON_RETURN_IF_ERROR(gatherer.LoadEntries(scope));
    BATON_RETURN_IF_ERROR(gatherer.LoadHealth(scope));
    BATON_RETURN_IF_ERROR(gatherer.LoadDeeds(scope, DeedsFrom(window)));
  }
  PoolBook book;
  BATON_ASSIGN_OR_RETURN(book.credits,
                         LoadCredits(session, tenant, people, window, scenario, &gatherer));
  book.accounts = gatherer.Take();
  return book;
}

absl::StatusOr<PoolCompany> LoadPoolCompany(store::Session& session, const std::string& tenant,
                                            const domain::BookWindow& window,
                                            const v1::Policy& policy) {
  BATON_ASSIGN_OR_RETURN(const store::Survivors survivors,
                         store::AccountSurvivors(session, tenant));
  Conversion conversion(session, tenant, policy);
  BATON_ASSIGN_OR_RETURN(
      const std::vector<domain::AccountMovement> movements,
      LoadMovements(session, tenant, window.start, window.end, survivors, &conversion));
  PoolCompany company;
  BATON_ASSIGN_OR_RETURN(company.retention, domain::RetentionOf(movements, policy.grr_loss()));
  const std::set<std::string> missing = conversion.MissingRecords();
  company.missing.assign(missing.begin(), missing.end());
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> ids, store::AllAccounts(session, tenant));
  Gatherer gatherer(session, tenant, window, policy, survivors);
  const BookScope scope = {BookScope::Of::kTenant, ""};
  gatherer.AddAlways(ids);
  BATON_RETURN_IF_ERROR(gatherer.LoadHealth(scope));
  BATON_RETURN_IF_ERROR(gatherer.LoadDeeds(scope, DeedsFrom(window)));
  company.accounts = gatherer.Take();
  return company;
}

}  // namespace baton::server
