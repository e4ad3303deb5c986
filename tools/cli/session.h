// One run of a command: who calls, for which tenant, what time the server has, and where the output
// goes.
#pragma once

#include <iosfwd>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "baton/v1/token_service.pb.h"
#include "tools/cli/client.h"
#include "tools/cli/global_flags.h"
#include "tools/cli/terminal.h"

namespace baton::cli {

// What a view needs beside the record: the server's time, and what it is drawn on.
struct View {
  absl::Time now;
  Terminal terminal;
};

class Session {
 public:
  // Asks the server who the caller is. Output goes to `out`; `terminal` says what that is. Remarks
  // that are no output go to `notes`. Both streams outlive the session.
  static absl::StatusOr<Session> Open(const GlobalFlags& flags, std::ostream& out,
                                      std::ostream& notes, const Terminal& terminal);

  // "tenants/acme".
  const std::string& tenant() const { return tenant_; }
  const v1::WhoAmIResponse& caller() const { return caller_; }
  // The server's time when the session was opened or refreshed; a demo's clock is not ours.
  absl::Time now() const { return view_.now; }
  // Asks the server for its time again.
  absl::Status RefreshNow();

  // FullName in the session's tenant; of people, "me" is the caller.
  std::string Name(absl::string_view collection, absl::string_view id) const;

  bool json() const { return json_; }
  const View& view() const { return view_; }
  std::ostream& out() { return *out_; }
  std::ostream& notes() { return *notes_; }
  Client& client() { return client_; }

  // Client::Call.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                Request request) {
    return client_.Call(method, std::move(request));
  }

  // Prints the response as a document of JSON, or else what `render` makes of it.
  template <typename Response, typename Render>
  absl::Status Show(const absl::StatusOr<Response>& response, Render render) {
    if (!response.ok()) return response.status();
    PrintOne(*response, json_ ? std::string() : render(*response));
    return absl::OkStatus();
  }

 private:
  Session(Client client, std::ostream& out, std::ostream& notes, const Terminal& terminal,
          bool json)
      : client_(std::move(client)),
        out_(&out),
        notes_(&notes),
        view_{absl::UnixEpoch(), terminal},
        json_(json) {}

  void PrintOne(const google::protobuf::Message& response, const std::string& text);

  Client client_;
  std::ostream* out_;
  std::ostream* notes_;
  View view_;
  bool json_;
  std::string tenant_;
  v1::WhoAmIResponse caller_;
};

}  // namespace baton::cli
