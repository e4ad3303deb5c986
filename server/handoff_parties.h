// Whom a handoff's rules need to know, as loaded inside a store's body.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "baton/v1/policy.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "domain/handoff.h"
#include "store/store.h"

namespace baton::server {

// Remembers people and who stands in for them, so that signals which share them ask once. So it
// lives no longer than a body, and nothing that it may have asked for changes meanwhile.
class PartySource {
 public:
  explicit PartySource(store::Transaction& tx) : tx_(tx) {}

  // The account and its team: all that filing needs but AddRates. NOT_FOUND for an unknown account.
  absl::StatusOr<domain::HandoffParties> OfAccount(std::string_view account);

  // All that a step on the signal needs.
  absl::StatusOr<domain::HandoffParties> Of(const v1::Signal& signal, const v1::Policy& policy);

  // What DecideDue needs. `account` is the signal's, with its team.
  absl::StatusOr<domain::HandoffParties> OfDue(const v1::Signal& signal, v1::Account account);

  // The day's exchange rates, for a new signal (H-6); asks for none where no amount needs one.
  absl::Status AddRates(const v1::Signal& signal, const v1::Policy& policy,
                        domain::HandoffParties* parties);

  // W-1. Who does the person's work now; empty when nobody does.
  absl::StatusOr<std::string> StandIn(const std::string& person);

 private:
  // Whom no miss goes to is a CRO (S-5).
  struct Manager {
    std::string name;
    bool is_cro = false;
  };

  absl::Status AddIds(v1::Account* account);
  absl::Status AddTeam(domain::HandoffParties* parties);
  absl::Status AddManagers(const v1::Signal& signal, domain::HandoffParties* parties);
  absl::Status AddHead(domain::HandoffParties* parties);
  absl::Status AddClockPolicy(const v1::Signal& signal, const v1::Policy& policy,
                              domain::HandoffParties* parties);
  absl::StatusOr<Manager> ManagerOf(const std::string& person);
  absl::StatusOr<Manager> LoadManager(std::string_view person);

  store::Transaction& tx_;
  std::map<std::string, Manager> managers_;
  std::map<std::string, std::string> stand_ins_;
  std::map<std::string, google::protobuf::RepeatedPtrField<v1::SourceRecord>> ids_;  // of accounts
  std::map<std::pair<std::string, std::string>, std::pair<std::string, std::string>> teams_;
  std::optional<std::string> head_;
};

}  // namespace baton::server
