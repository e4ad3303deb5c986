// The Connect protocol's unary form, without the network: content types, error codes and bodies.
// https://connectrpc.com/docs/protocol. Pure.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"

namespace baton::server {

enum class ConnectCodec { kJson, kProto };

// "application/json" with or without a charset, or "application/proto"; nothing for any other.
std::optional<ConnectCodec> CodecOf(absl::string_view content_type);
// What is answered with.
absl::string_view ContentTypeOf(ConnectCodec codec);

// The protocol's word for a gRPC code, "not_found", and the HTTP status that goes with it.
absl::string_view ConnectCode(int grpc_code);
int HttpStatus(int grpc_code);

// The body of an error: JSON with code, message and details, whatever codec the call had.
std::string ErrorBody(const google::rpc::Status& status);

// Connect-Timeout-Ms: how long the client waits. Infinite where it is empty; nothing where it is no
// number of 1 to 10 digits.
std::optional<absl::Duration> ConnectTimeout(absl::string_view header);

// Seconds for Retry-After, at least 1; nothing where the refusal names no delay.
std::optional<int64_t> RetryAfter(const google::rpc::Status& status);

}  // namespace baton::server
