// One call, as its handler sees it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "server/access.h"
#include "server/callers.h"

namespace baton::server {

// Filled by the edge before the handler runs and never changed after. A handler receives it and its
// request by reference; both live as long as any copy of the call's Reply or Stream.
struct Call {
  std::shared_ptr<const Caller> caller_ptr;
  Reach reach = Reach::kNone;       // what the access table grants the caller here
  std::string method;               // "GetSignal": as the audit log names it
  absl::Time now;                   // read once, at arrival
  std::string log_id;               // names the call in the log and in INTERNAL errors
  std::function<bool()> cancelled;  // the client is gone or its deadline has passed; any thread
  std::string request_id;           // the caller's own; empty when none was given
  const google::protobuf::Message* request = nullptr;

  const Caller& caller() const { return *caller_ptr; }
  const std::string& tenant() const { return caller_ptr->tenant; }
};

}  // namespace baton::server
