// How a refusal travels: absl::Status with google.rpc payloads -> grpc::Status with
// google.rpc.Status in its binary details (AIP-193).
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "baton/v1/common.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace baton::server {

// Bytes of message and details together at most: a client refuses trailers over 8 KiB as a whole,
// so a longer refusal would arrive as no refusal at all. Field violations beyond it are counted in
// a last one, "and 12 more".
inline constexpr size_t kMaxErrorBytes = 6'000;

// A refusal as it leaves. A status without an ErrorInfo is no refusal but a fault of the server: it
// leaves as INTERNAL, reason INTERNAL, "internal error, request <log_id>", and nothing of it is
// shown. CANCELLED and DEADLINE_EXCEEDED need no reason.
grpc::Status ToGrpcStatus(const absl::Status& status, std::string_view log_id);

// The same, where there is no gRPC to carry it.
google::rpc::Status ToRpcStatus(const absl::Status& status, std::string_view log_id);

// What a refusal says of itself, cut to kMaxErrorBytes. For a refusal only: a fault's text is shown
// to nobody.
google::rpc::Status ErrorDetails(const absl::Status& status);

// The same as one item of a batch or stream says it: what a call of its own would have answered.
v1::ItemError ItemErrorOf(const absl::Status& status, std::string_view log_id);

// The reason as programs read it, "SIGNAL_STATE"; empty when there is none.
std::string ReasonText(const absl::Status& status);

// True when ToGrpcStatus hides `status`: the log must have its text.
bool IsFault(const absl::Status& status);

}  // namespace baton::server
