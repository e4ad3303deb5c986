#include "server/personal_data_run.h"

#include <utility>

#include "server/personal_data_desk.h"

namespace baton::server {

void PersonalDataRun::Start(const Call& call, store::Store& store,
                            const v1::ExportPersonalDataRequest& request,
                            Stream<v1::ExportPersonalDataResponse> stream) {
  const std::shared_ptr<PersonalDataRun> run(new PersonalDataRun(std::move(stream)));
  // The call and its request live as long as the run's stream.
  store.Read([run, &call, &request](const absl::Status& status, store::Session* session) {
    if (!status.ok()) return run->stream_.Finish(status);
    auto messages = CollectPersonalData(*session, call, request.subject());
    if (!messages.ok()) return run->stream_.Finish(messages.status());
    run->queue_.assign(std::make_move_iterator(messages->begin()),
                       std::make_move_iterator(messages->end()));
    run->Send();
  });
}

PersonalDataRun::PersonalDataRun(Stream<v1::ExportPersonalDataResponse> stream)
    : stream_(std::move(stream)) {}

void PersonalDataRun::Send() {
  while (!queue_.empty()) {
    if (!stream_.Write(queue_.front())) {
      if (!stream_.over()) stream_.WhenReady([self = shared_from_this()] { self->Send(); });
      return;
    }
    queue_.pop_front();
  }
  stream_.Finish(absl::OkStatus());
}

}  // namespace baton::server
