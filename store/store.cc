#include "store/store.h"

#include <utility>

#include "absl/synchronization/notification.h"

namespace baton::store {

absl::StatusOr<std::string> Store::WriteAndWait(WriteOptions options, WriteBody body) {
  absl::Notification done;
  absl::StatusOr<std::string> answer;
  Write(std::move(options), std::move(body), [&](absl::StatusOr<std::string> result) {
    answer = std::move(result);
    done.Notify();
  });
  done.WaitForNotification();
  return answer;
}

absl::Status Store::ReadAndWait(const std::function<absl::Status(Session&)>& body) {
  absl::Notification done;
  absl::Status result;
  Read([&](absl::Status status, Session* session) {
    result = session == nullptr ? std::move(status) : body(*session);
    done.Notify();
  });
  done.WaitForNotification();
  return result;
}

}  // namespace baton::store
