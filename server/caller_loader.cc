#include "server/caller_loader.h"

#include <algorithm>
#include <utility>

#include "baton/v1/account_service.pb.h"

namespace baton::server {

void LoadCallers(store::Store& store, Callers& callers, std::function<void(absl::Status)> done) {
  const uint64_t load = callers.BeginLoad();
  store.Read(
      [&callers, load, done = std::move(done)](absl::Status status, store::Session* session) {
        if (!status.ok()) return done(status);
        const auto tokens = store::ListAllTokens(*session);
        if (tokens.ok()) callers.Replace(load, *tokens);
        done(tokens.status());
      });
}

void FollowCallers(store::Store& store, Callers& callers) {
  store.OnCommit([&store, &callers](const store::Commit& commit) {
    if (!commit.elsewhere) return;
    const auto& types = commit.record_types;
    const bool callers_changed =
        std::any_of(types.begin(), types.end(), [](const std::string& type) {
          return type == v1::Token::descriptor()->full_name() ||
                 type == v1::Person::descriptor()->full_name();
        });
    if (!callers_changed && !commit.unknown) return;
    LoadCallers(store, callers, [](const absl::Status&) {});  // failed: the next word comes soon
  });
}

}  // namespace baton::server
