// A CSM's book over time: which accounts they held when, and what became of them (W-3). What pools
// are measured on (book_figures.h, book_mbos.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/common.pb.h"
#include "domain/health_history.h"

namespace baton::domain {

// A time in which an account is in the book: [from, to).
struct Holding {
  absl::Time from = absl::InfinitePast();
  absl::Time to = absl::InfiniteFuture();
};

// An amount that a booking brings at an instant, in the plan's currency.
struct BookAmount {
  // Its full name.
  std::string booking;
  absl::Time booked_at;
  absl::Time at;
  int64_t amount_minor = 0;
  // There is no approved rate from the booking's currency: the amount is in that one.
  bool no_rate = false;
};

// What a line of a booking did to the account's ARR, in the plan's currency.
struct BookChange {
  std::string booking;
  // The instant that it falls on: the end of the old contract for a renewal (else booked_at), for
  // any other line the instant from which it takes effect.
  absl::Time at;
  // ARR whose contract ended there: the prior ARR of a renewal's line, and of one that is churn.
  int64_t renewed_minor = 0;
  // Contraction and churn; expansion, cross-sell and uplift. Both 0 or more.
  int64_t loss_minor = 0;
  int64_t gain_minor = 0;
  // The account left with it.
  bool churn = false;
  // There is no approved rate: the amounts are in the booking's currency, and say no more than
  // whether there is any.
  bool no_rate = false;
};

// Something done with the customer.
struct BookActivity {
  absl::Time at;
  std::string type;
  bool two_way = false;
  // The customer's contact; empty where nobody said whom.
  std::string contact;
};

struct BookAccount {
  // Its full name.
  std::string account;
  // By time, without overlap; at least one.
  std::vector<Holding> held;
  // Its ARR as the time began that is measured, or as it entered the book where that was later; 0
  // or more.
  int64_t entry_minor = 0;
  // A part of that has no rate, and is left out of it.
  bool entry_no_rate = false;
  std::vector<BookChange> changes;
  // Uplift of multi-year extensions by the instant at which it takes effect (C-8), concurred and
  // undisputed.
  std::vector<BookAmount> extensions;
  // Each instant once, by time.
  std::vector<TierSince> health;
  // By time.
  std::vector<BookActivity> activities;
  // When intervention plans were logged (H-9), by time.
  std::vector<absl::Time> plans_logged;
};

// A stretch of time that is measured: [start, end).
struct BookWindow {
  absl::Time start;
  absl::Time end;
  // The fiscal year that it lies in, from end to end.
  absl::Duration year;
};

// Whether the account is in the book at that instant.
bool IsHeld(const BookAccount& account, absl::Time at);

// Whether it is in the book at any instant of the window.
bool IsHeldWithin(const BookAccount& account, const BookWindow& window);

// W-3. Whether a loss of that instant is not the holder's: the account was red or yellow as they
// took it over, `grace_days` of 24 hours are not over (exactly at their end is within), and the
// account had no grace in an earlier holding.
bool IsInherited(const BookAccount& account, absl::Time at, int32_t grace_days);

}  // namespace baton::domain
