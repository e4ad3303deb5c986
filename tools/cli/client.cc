#include "tools/cli/client.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace baton::cli {
namespace {

// As the server's: one answer may hold 1,000 records.
constexpr int kMaxMessageBytes = 64 << 20;
// A server that was started again is found soon; gRPC's own default is two minutes.
constexpr int kMaxReconnectMillis = 2000;

bool IsLoopback(absl::string_view address) {
  return absl::StartsWith(address, "127.") || absl::StartsWith(address, "localhost:") ||
         absl::StartsWith(address, "[::1]:") || absl::StartsWith(address, "unix:");
}

}  // namespace

absl::StatusOr<Client> Client::Create(ClientOptions options) {
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
  if (!options.tls_ca_pem.empty()) {
    grpc::SslCredentialsOptions tls;
    tls.pem_root_certs = options.tls_ca_pem;
    credentials = grpc::SslCredentials(tls);
  } else if (!options.token.empty() && !IsLoopback(options.address)) {
    return UsageError(absl::StrCat("the token would travel in clear to ", options.address,
                                   "; give --tls-ca FILE"));
  }
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMillis);
  auto channel = grpc::CreateCustomChannel(options.address, credentials, arguments);
  return Client(std::move(options), std::move(channel));
}

void Client::Prepare(grpc::ClientContext& context, bool with_deadline) const {
  if (!options_.token.empty()) {
    context.AddMetadata("authorization", absl::StrCat("Bearer ", options_.token));
  }
  if (with_deadline) context.set_deadline(absl::ToChronoTime(absl::Now() + options_.timeout));
}

void Client::StampRequestId(google::protobuf::Message& request) const {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr || options_.request_id.empty()) return;
  const auto* reflection = request.GetReflection();
  if (reflection->GetString(request, field).empty()) {
    reflection->SetString(&request, field, options_.request_id);
  }
}

}  // namespace baton::cli
