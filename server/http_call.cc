#include "server/http_call.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/refusal.h"
#include "google/protobuf/util/json_util.h"
#include "server/error_details.h"

namespace baton::server {
namespace {

using google::protobuf::Message;

// The method's response, to be read into.
std::unique_ptr<Message> NewResponse(const Method& method) {
  const auto* described = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      absl::StrCat(method.service, ".", method.name));
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()
                                      ->GetPrototype(described->output_type())
                                      ->New());
}

absl::Status ReadJson(const std::string& text, Message* request) {
  if (text.empty()) return absl::OkStatus();
  const auto status = google::protobuf::util::JsonStringToMessage(text, request);
  if (status.ok()) return absl::OkStatus();
  domain::Violations violations;
  violations.Add("",
                 absl::StrCat("the request is no JSON of ", request->GetTypeName(), ": ",
                              absl::string_view(status.message().data(), status.message().size())));
  return violations.ToStatus();
}

}  // namespace

HttpCall::HttpCall(Edge& edge, const Method& method, absl::Time deadline,
                   std::function<bool()> hung_up, std::function<void(HttpAnswer)> done)
    : method_(method),
      deadline_(deadline),
      hung_up_(std::move(hung_up)),
      done_(std::move(done)),
      state_(edge, method) {
  state_.call().cancelled = [this] {
    return answered_.load(std::memory_order_acquire) || absl::Now() >= deadline_ ||
           (hung_up_ != nullptr && hung_up_());
  };
}

HttpCall::~HttpCall() { Fail(absl::InternalError("the handler dropped its reply")); }

absl::Status HttpCall::Admit(const HttpRequest& request, Admission* admission) {
  json_ = request.json;
  return state_.Admit(
      request.caller != nullptr ? request.caller : state_.Authenticate(request.authorization),
      static_cast<int64_t>(request.body.size()),
      [&request](Message* message) {
        if (request.json) return ReadJson(request.body, message);
        return message->ParseFromString(request.body) ? absl::OkStatus() : NoSuchRequest(*message);
      },
      admission);
}

void HttpCall::Succeed(const Message& response) {
  if (!ClaimAnswer()) return;
  if (json_) return FinishJson(response);
  FinishOk(response.SerializeAsString());
}

void HttpCall::SucceedSerialized(const std::string& response) {
  if (!ClaimAnswer()) return;
  if (!json_) return FinishOk(response);
  const std::unique_ptr<Message> message = NewResponse(method_);
  message->ParseFromString(response);
  FinishJson(*message);
}

void HttpCall::Fail(const absl::Status& status) {
  if (!ClaimAnswer()) return;
  state_.Conclude(status);
  done_({.status = ToRpcStatus(status, state_.call().log_id), .body = {}});
}

void HttpCall::FinishJson(const Message& response) {
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(response, &text);
  if (status.ok()) return FinishOk(std::move(text));
  const absl::Status fault = absl::InternalError("the response can't be written as JSON");
  state_.Conclude(fault);
  done_({.status = ToRpcStatus(fault, state_.call().log_id), .body = {}});
}

void HttpCall::FinishOk(std::string body) {
  state_.AddResponseBytes(body.size());
  state_.Conclude(absl::OkStatus());
  done_({.status = {}, .body = std::move(body)});
}

}  // namespace baton::server
