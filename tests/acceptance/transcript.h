// What was asked and what was answered, as text that can be compared.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "tests/acceptance/client.h"

namespace baton::testing {

// Protobuf's text form on one line, its fields in the order of their numbers.
std::string ToText(const google::protobuf::Message& message);

// Code, reason, message and the fields named.
std::string RefusalText(const absl::Status& status);

class Transcript {
 public:
  // Sends the request and keeps both.
  template <class Stub, class Req, class Res>
  absl::StatusOr<Res> Ask(const Client& who,
                          grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Res*),
                          const Req& request) {
    const absl::StatusOr<Res> answer = who.Call(method, request);
    Add(request, answer.ok() ? ToText(*answer) : RefusalText(answer.status()));
    answered_ += answer.ok() ? 1 : 0;
    refused_ += answer.ok() ? 0 : 1;
    return answer;
  }

  void Add(const google::protobuf::Message& request, std::string_view answer) {
    absl::StrAppend(&text_, request.GetDescriptor()->name(), " ", ToText(request), "\n  ",
                    absl::string_view(answer.data(), answer.size()), "\n");
  }

  const std::string& text() const { return text_; }
  int answered() const { return answered_; }
  int refused() const { return refused_; }

 private:
  std::string text_;
  int answered_ = 0;
  int refused_ = 0;
};

}  // namespace baton::testing
