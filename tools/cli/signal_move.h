// A call that moves a signal on, and what it shows then.
#pragma once

#include <string>

#include "baton/v1/signal_handoff_service.grpc.pb.h"
#include "tools/cli/option.h"
#include "tools/cli/session.h"
#include "tools/cli/signal_view.h"

namespace baton::cli {

using Handoff = v1::SignalHandoffService::Stub;

// Makes the call for a signal and says where the signal stands then.
template <typename Request, typename Response>
absl::Status Move(Session& session, const std::string& signal,
                  grpc::Status (Handoff::*method)(grpc::ClientContext*, const Request&, Response*),
                  Request request) {
  request.set_name(session.Name("signals", signal));
  return session.Show(session.Call(method, std::move(request)), [&](const Response& response) {
    return SignalSummary(response.signal(), session.view());
  });
}

inline void DeclareSignal(Options& options, std::string& signal) {
  options.Add("SIGNAL", signal, "The signal").Required();
}

}  // namespace baton::cli
