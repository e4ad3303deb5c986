#include "domain/book_figures.h"

#include <algorithm>
#include <set>

#include "domain/money.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

using Missing = std::set<std::string>;

bool IsWithin(const BookWindow& window, absl::Time at) {
  return window.start <= at && at < window.end;
}

absl::Status AddTo(int64_t amount_minor, int64_t* sum) {
  BATON_ASSIGN_OR_RETURN(*sum, AddMinor(*sum, amount_minor));
  return absl::OkStatus();
}

std::vector<std::string> Sorted(const Missing& missing) {
  return std::vector<std::string>(missing.begin(), missing.end());
}

// W-3. Whether it moves the figures of the account's holder.
bool Counts(const BookAccount& account, const BookChange& change, const BookWindow& window,
            const v1::Policy& policy) {
  if (!IsWithin(window, change.at) || !IsHeld(account, change.at)) return false;
  return change.loss_minor == 0 || !IsInherited(account, change.at, policy.inherited_red_days());
}

// What became of one account in the window.
struct AccountSums {
  int64_t renewed = 0;
  int64_t loss = 0;
  int64_t gain = 0;
};

bool ByStartingArr(const v1::Policy& policy) {
  return policy.grr_basis() == v1::GRR_BASIS_STARTING_ARR;
}

bool LossesAreNet(const v1::Policy& policy) { return policy.grr_loss() != v1::GRR_LOSS_PER_LINE; }

absl::StatusOr<AccountSums> SumsOf(const BookAccount& account, const BookWindow& window,
                                   const v1::Policy& policy, Missing* missing) {
  AccountSums sums;
  bool loses = false;
  Missing gains;  // a gain does no more than make up for losses
  for (const BookChange& change : account.changes) {
    if (!Counts(account, change, window, policy)) continue;
    if (change.loss_minor != 0) loses = true;
    if (change.no_rate) {
      const bool comes_up = change.renewed_minor != 0 && !ByStartingArr(policy);
      (comes_up || change.loss_minor != 0 ? *missing : gains).insert(change.booking);
      continue;
    }
    BATON_RETURN_IF_ERROR(AddTo(change.renewed_minor, &sums.renewed));
    BATON_RETURN_IF_ERROR(AddTo(change.loss_minor, &sums.loss));
    BATON_RETURN_IF_ERROR(AddTo(change.gain_minor, &sums.gain));
  }
  if (loses && LossesAreNet(policy)) missing->merge(gains);
  return sums;
}

// G-6.
absl::StatusOr<int64_t> LossOf(const AccountSums& sums, const v1::Policy& policy) {
  if (!LossesAreNet(policy)) return sums.loss;
  BATON_ASSIGN_OR_RETURN(const int64_t net, SubtractMinor(sums.loss, sums.gain));
  return std::max<int64_t>(0, net);
}

absl::Status AddEntry(const BookAccount& account, int64_t* sum, Missing* missing) {
  if (account.entry_no_rate) missing->insert(account.account);
  return AddTo(account.entry_minor, sum);
}

bool ChurnedBefore(const BookAccount& account, const BookAmount& extension) {
  return std::any_of(account.changes.begin(), account.changes.end(), [&](const BookChange& change) {
    return change.churn && extension.booked_at <= change.at && change.at <= extension.at;
  });
}

absl::Status AddAmount(const BookAmount& amount, int64_t* sum, Missing* missing) {
  if (amount.no_rate) {
    missing->insert(amount.booking);
    return absl::OkStatus();
  }
  return AddTo(amount.amount_minor, sum);
}

absl::Status AddExtensions(const BookAccount& account, const BookWindow& window, int64_t* sum,
                           Missing* missing) {
  for (const BookAmount& extension : account.extensions) {
    if (!IsWithin(window, extension.at) || !IsHeld(account, extension.at)) continue;
    if (ChurnedBefore(account, extension)) continue;
    BATON_RETURN_IF_ERROR(AddAmount(extension, sum, missing));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<int64_t> ForAYear(int64_t lost_minor, const BookWindow& window) {
  return ApplyRatio(lost_minor, absl::ToInt64Seconds(window.year),
                    absl::ToInt64Seconds(window.end - window.start));
}

absl::StatusOr<BookGrr> GrrOfBook(absl::Span<const BookAccount> accounts, const BookWindow& window,
                                  const v1::Policy& policy) {
  BookGrr grr;
  Missing missing;
  for (const BookAccount& account : accounts) {
    BATON_ASSIGN_OR_RETURN(const AccountSums sums, SumsOf(account, window, policy, &missing));
    BATON_ASSIGN_OR_RETURN(const int64_t loss, LossOf(sums, policy));
    BATON_RETURN_IF_ERROR(AddTo(loss, &grr.lost_to_date_minor));
    if (!ByStartingArr(policy)) {
      BATON_RETURN_IF_ERROR(AddTo(sums.renewed, &grr.basis_minor));
    } else if (IsHeldWithin(account, window)) {
      BATON_RETURN_IF_ERROR(AddEntry(account, &grr.basis_minor, &missing));
    }
  }
  grr.lost_minor = grr.lost_to_date_minor;
  if (ByStartingArr(policy)) {
    BATON_ASSIGN_OR_RETURN(grr.lost_minor, ForAYear(grr.lost_to_date_minor, window));
  }
  grr.missing = Sorted(missing);
  return grr;
}

absl::StatusOr<BookArr> ArrOfBook(absl::Span<const BookAccount> accounts,
                                  const BookWindow& window) {
  BookArr book;
  Missing missing;
  for (const BookAccount& account : accounts) {
    if (!IsHeld(account, window.start)) continue;
    BATON_RETURN_IF_ERROR(AddEntry(account, &book.arr_minor, &missing));
  }
  book.missing = Sorted(missing);
  return book;
}

absl::StatusOr<BookExpansion> ExpansionOfBook(absl::Span<const BookAmount> credits,
                                              absl::Span<const BookAccount> accounts,
                                              absl::Span<const CreditReversal> reversals,
                                              const BookWindow& window) {
  BookExpansion expansion;
  Missing missing;
  for (const BookAmount& credit : credits) {
    if (!IsWithin(window, credit.at)) continue;
    BATON_RETURN_IF_ERROR(AddAmount(credit, &expansion.booked_minor, &missing));
  }
  for (const BookAccount& account : accounts) {
    BATON_RETURN_IF_ERROR(AddExtensions(account, window, &expansion.extended_minor, &missing));
  }
  for (const CreditReversal& reversal : reversals) {
    if (!IsWithin(window, reversal.at)) continue;
    BATON_RETURN_IF_ERROR(AddTo(reversal.amount_minor, &expansion.reversed_minor));
  }
  BATON_ASSIGN_OR_RETURN(expansion.credited_minor,
                         AddMinor(expansion.booked_minor, expansion.extended_minor));
  BATON_ASSIGN_OR_RETURN(expansion.credited_minor,
                         SubtractMinor(expansion.credited_minor, expansion.reversed_minor));
  expansion.missing = Sorted(missing);
  return expansion;
}

}  // namespace baton::domain
