// A store that tells the metrics how busy it is, and is otherwise the store it stands for.
//
//   baton_store_waiting_writes   given to the store and not answered yet
//   baton_store_batch_size       writes answered by one commit
#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "server/metrics.h"
#include "store/store.h"

namespace baton::server {

class MeteredStore final : public store::Store {
 public:
  // `metrics` must outlive the store.
  MeteredStore(std::unique_ptr<store::Store> store, Metrics& metrics);

  void Write(store::WriteOptions options, store::WriteBody body, store::WriteDone done) override;
  void Read(store::ReadBody body) override { store_->Read(std::move(body)); }
  void OnCommit(store::CommitListener listener) override { store_->OnCommit(std::move(listener)); }
  absl::StatusOr<bool> Leads(absl::string_view duty) override { return store_->Leads(duty); }
  absl::Status Ping() override { return store_->Ping(); }
  void Close() override { store_->Close(); }

 private:
  std::unique_ptr<store::Store> store_;
  std::shared_ptr<std::atomic<int64_t>> waiting_;   // shared with the metrics page
  std::shared_ptr<std::atomic<int64_t>> answered_;  // since the last commit
};

}  // namespace baton::server
