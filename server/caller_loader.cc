#include "server/caller_loader.h"

#include <algorithm>
#include <utility>

#include "baton/v1/account_service.pb.h"
#include "baton/v1/audit_service.pb.h"
#include "domain/status_macros.h"
#include "server/identity.h"

namespace baton::server {
namespace {

absl::Status ReplaceCallers(store::Session& session, uint64_t load, Callers& callers) {
  std::vector<store::CallerPerson> people;
  if (callers.identity() != nullptr) {
    BATON_ASSIGN_OR_RETURN(people, store::ListCallerPeople(session, callers.identity()->tenants()));
  }
  BATON_ASSIGN_OR_RETURN(const auto tokens, store::ListAllTokens(session));
  callers.Replace(load, tokens, people);
  return absl::OkStatus();
}

}  // namespace

void LoadCallers(store::Store& store, Callers& callers, std::function<void(absl::Status)> done) {
  const uint64_t load = callers.BeginLoad();
  store.Read(
      [&callers, load, done = std::move(done)](absl::Status status, store::Session* session) {
        if (!status.ok()) return done(status);
        done(ReplaceCallers(*session, load, callers));
      });
}

void FollowCallers(store::Store& store, Callers& callers) {
  store.OnCommit([&store, &callers](const store::Commit& commit) {
    // Who changed a token here has it loaded before they are answered; but payloads bring people,
    // too.
    if (!commit.elsewhere && callers.identity() == nullptr) return;
    const auto& types = commit.record_types;
    const bool callers_changed =
        std::any_of(types.begin(), types.end(), [](const std::string& type) {
          return type == v1::Token::descriptor()->full_name() ||
                 type == v1::Person::descriptor()->full_name() ||
                 type == v1::Erasure::descriptor()->full_name();
        });
    if (!callers_changed && !commit.unknown) return;
    LoadCallers(store, callers, [](const absl::Status&) {});  // failed: the next word comes soon
  });
}

}  // namespace baton::server
