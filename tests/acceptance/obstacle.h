// Something in the way of every write.
#pragma once

#include <string>
#include <utility>

#include "absl/synchronization/notification.h"
#include "store/store.h"

namespace baton::testing {

// Keeps the store's writer inside a body until it is opened.
class Obstacle {
 public:
  explicit Obstacle(store::Store& store) {
    store::WriteOptions options;
    options.tenant = "main";
    options.method = "Obstacle";
    store.Write(
        std::move(options),
        [this](store::Transaction&) -> absl::StatusOr<std::string> {
          if (!entered_.HasBeenNotified()) entered_.Notify();
          open_.WaitForNotification();
          return std::string();
        },
        [this](const auto&) { left_.Notify(); });
    entered_.WaitForNotification();
  }
  ~Obstacle() { left_.WaitForNotification(); }
  void Open() { open_.Notify(); }

 private:
  absl::Notification entered_;
  absl::Notification open_;
  absl::Notification left_;
};

}  // namespace baton::testing
