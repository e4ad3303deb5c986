#include "server/metered_store.h"

namespace baton::server {

MeteredStore::MeteredStore(std::unique_ptr<store::Store> store, Metrics& metrics)
    : store_(std::move(store)),
      waiting_(std::make_shared<std::atomic<int64_t>>(0)),
      answered_(std::make_shared<std::atomic<int64_t>>(0)) {
  metrics.Watch("baton_store_waiting_writes", "Writes that the store has not answered yet.", false,
                [waiting = waiting_] { return static_cast<double>(waiting->load()); });
  store_->OnCommit([answered = answered_, &sizes = metrics.batch_size()](const auto&) {
    sizes.Observe(static_cast<double>(answered->exchange(0)));
  });
}

void MeteredStore::Write(store::WriteOptions options, store::WriteBody body,
                         store::WriteDone done) {
  waiting_->fetch_add(1, std::memory_order_relaxed);
  store_->Write(std::move(options), std::move(body),
                [waiting = waiting_, answered = answered_,
                 done = std::move(done)](absl::StatusOr<std::string> answer) {
                  waiting->fetch_sub(1, std::memory_order_relaxed);
                  if (answer.ok()) answered->fetch_add(1, std::memory_order_relaxed);
                  done(std::move(answer));
                });
}

}  // namespace baton::server
