// One unary call over HTTP from its bytes to its answer. Private to the edge.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "absl/time/time.h"
#include "server/call_state.h"
#include "server/edge.h"
#include "server/reply.h"

namespace baton::server {

class HttpCall final : public Answerer {
 public:
  HttpCall(Edge& edge, const Method& method, absl::Time deadline, std::function<bool()> hung_up,
           std::function<void(HttpAnswer)> done);
  ~HttpCall() override;

  CallState& state() { return state_; }

  absl::Status Admit(const HttpRequest& request, Admission* admission);

  void Succeed(const google::protobuf::Message& response) override;
  void SucceedSerialized(const std::string& response) override;
  void Fail(const absl::Status& status) override;

 private:
  bool ClaimAnswer() { return !answered_.exchange(true, std::memory_order_acq_rel); }
  void FinishOk(std::string body);
  void FinishJson(const google::protobuf::Message& response);

  const Method& method_;
  const absl::Time deadline_;
  const std::function<bool()> hung_up_;
  const std::function<void(HttpAnswer)> done_;
  CallState state_;
  bool json_ = false;
  std::atomic<bool> answered_{false};
};

}  // namespace baton::server
