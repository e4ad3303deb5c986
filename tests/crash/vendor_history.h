// A seeded history of what a company's CS platform and CRM send: accounts, people, calls to action,
// health, activities, usage, opportunities and closed-won deals, created and changed over 50 days.
//
// What a rule makes depend on the moment of arrival stays the same in it: an account with signals
// keeps its team, since a signal goes to who holds the account when it is filed (H-7), and has one
// call to action of each trigger, since of two the one filed first runs the clock (H-12).
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace baton::testing {

struct VendorEvent {
  std::string vendor;
  std::string payload;
  // What it is about: events of different subjects don't concern one another.
  int subject = 0;
  absl::Time time;
};

// An account that the company knows from the beginning, by its ids in both systems.
struct KnownAccount {
  std::string id;  // of ours
  std::string gainsight_id;
  std::string salesforce_id;
};

// A person that both systems know.
struct KnownPerson {
  std::string id;  // of ours
  std::string gainsight_id;
  std::string salesforce_id;
};

struct VendorHistory {
  std::vector<KnownAccount> accounts;
  std::vector<VendorEvent> events;  // in the order in which they happened
};

// imogen, tobias (CSMs), rosa, dana (AEs), priya, victor (managers), in this order.
const std::vector<KnownPerson>& KnownPeople();

// `count` events (a few more or fewer) up to `end`; about a hundred for each account. The known
// accounts have owned 180,000.00 USD of core since before it.
VendorHistory MakeVendorHistory(unsigned seed, int count, absl::Time end);

}  // namespace baton::testing
