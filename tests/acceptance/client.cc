#include "tests/acceptance/client.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "domain/refusal.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"

namespace baton::testing {
namespace {

RequestWatch& TheWatch() {
  static RequestWatch& watch = *new RequestWatch;
  return watch;
}

}  // namespace

void WatchRequests(RequestWatch watch) { TheWatch() = std::move(watch); }

void Client::Sends(const google::protobuf::Message& request) const {
  if (TheWatch()) TheWatch()(request, secret_);
}

absl::Status FromWire(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  for (const auto& detail : details.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

std::string ReasonOn(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  return domain::FindDetail(status, &info) && info.domain() == "baton" ? info.reason() : "";
}

std::vector<std::string> ViolatedFields(const absl::Status& status) {
  std::vector<std::string> fields;
  google::rpc::BadRequest bad;
  if (!domain::FindDetail(status, &bad)) return fields;
  for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
  return fields;
}

absl::StatusOr<std::string> Client::CallBytes(const std::string& path,
                                              const std::string& request) const {
  const auto context = Context();
  grpc::GenericStub stub(channel_);
  const grpc::Slice slice(request);
  const grpc::ByteBuffer bytes(&slice, 1);
  grpc::ByteBuffer response;
  grpc::Status status;
  absl::Notification done;
  stub.UnaryCall(context.get(), path, grpc::StubOptions(), &bytes, &response,
                 [&](grpc::Status result) {
                   status = std::move(result);
                   done.Notify();
                 });
  done.WaitForNotification();
  if (!status.ok()) return FromWire(status);
  grpc::Slice answer;
  response.DumpToSingleSlice(&answer);
  return std::string(reinterpret_cast<const char*>(answer.begin()), answer.size());
}

std::unique_ptr<grpc::ClientContext> Client::Context() const {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + kCallDeadline);
  if (!secret_.empty()) context->AddMetadata("authorization", absl::StrCat("Bearer ", secret_));
  return context;
}

}  // namespace baton::testing
