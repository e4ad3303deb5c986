#include "server/caller_loader.h"

#include <utility>

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

}  // namespace baton::server
