#include "server/call_state.h"

#include <grpc/grpc_security_constants.h>
#include <grpc/support/time.h>

#include <iterator>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "server/error_details.h"
#include "server/identity.h"

namespace baton::server {
namespace {

constexpr absl::Duration kRetryDelay = absl::Milliseconds(100);

std::string Property(const grpc::AuthContext& context, const char* name) {
  const std::vector<grpc::string_ref> values = context.FindPropertyValues(name);
  return values.size() == 1 ? std::string(values[0].data(), values[0].size()) : std::string();
}

// The header decides who calls; only without one does a client certificate. Two headers are none
// that anybody could rely on.
absl::StatusOr<std::shared_ptr<const Caller>> FindCaller(const Callers& callers,
                                                         const grpc::CallbackServerContext& context,
                                                         absl::Time now) {
  const auto [begin, end] = context.client_metadata().equal_range("authorization");
  if (begin != end) {
    if (std::next(begin) != end) return callers.Authenticate({}, now);
    return callers.Authenticate({begin->second.data(), begin->second.size()}, now);
  }
  if (callers.identity() == nullptr || !callers.identity()->takes_certificates()) {
    return callers.Authenticate({}, now);
  }
  const std::shared_ptr<const grpc::AuthContext> peer = context.auth_context();
  return callers.AuthenticateCertificate(
      {.leaf = Property(*peer, GRPC_X509_PEM_CERT_PROPERTY_NAME),
       .chain = Property(*peer, GRPC_X509_PEM_CERT_CHAIN_PROPERTY_NAME)},
      now);
}

}  // namespace

absl::Status NoSuchRequest(const google::protobuf::Message& request) {
  domain::Violations violations;
  violations.Add("", absl::StrCat("the request is no ", request.GetTypeName(),
                                  ": broken bytes, or a text that is not UTF-8"));
  return violations.ToStatus();
}

bool ClientGone(const grpc::CallbackServerContext& context) {
  const gpr_timespec deadline = context.raw_deadline();
  return context.IsCancelled() || gpr_time_cmp(deadline, gpr_now(deadline.clock_type)) <= 0;
}

CallState::CallState(Edge& edge, const Method& method)
    : edge_(edge), method_(method), begin_(std::chrono::steady_clock::now()) {
  call_.method = method.name;
  call_.now = edge.clock_.Now();
  call_.log_id = edge.NextLogId();
  method.metrics->Started();
}

CallState::~CallState() = default;

CallState::CallerOr CallState::Authenticate(std::string_view authorization) const {
  return edge_.callers_.Authenticate(authorization, call_.now);
}

absl::Status CallState::Admit(const grpc::CallbackServerContext& context,
                              const grpc::ByteBuffer& bytes, Admission* admission) {
  return Admit(
      FindCaller(edge_.callers_, context, call_.now), static_cast<int64_t>(bytes.Length()),
      [&bytes](google::protobuf::Message* request) {
        grpc::ByteBuffer buffer(bytes);
        grpc::ProtoBufferReader reader(&buffer);
        return request->ParseFromZeroCopyStream(&reader) ? absl::OkStatus()
                                                         : NoSuchRequest(*request);
      },
      admission);
}

absl::Status CallState::Admit(CallerOr caller, int64_t bytes, const ReadRequest& read,
                              Admission* admission) {
  request_bytes_ = bytes;
  if (!caller.ok()) return caller.status();
  call_.caller_ptr = *std::move(caller);
  const v1::Role role = call_.caller_ptr->role;
  call_.reach = method_.access == nullptr ? Reach::kNone : method_.access->For(role);
  if (call_.reach == Reach::kNone) return RefuseRole(method_.full_name, role);
  if (!admission->Enter(call_.caller_ptr->tenant)) {
    edge_.metrics_.calls_shed().Increment();
    return domain::RetryLater(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_OVERLOADED,
                              "too many calls are in flight; try again shortly", kRetryDelay);
  }
  admission_ = admission;
  return Parse(read);
}

absl::Status CallState::Parse(const ReadRequest& read) {
  request_ = method_.request->New(&arena_);
  call_.request = request_;
  BATON_RETURN_IF_ERROR(read(request_));
  domain::Violations violations;
  if (method_.request_id != nullptr) {
    call_.request_id = request_->GetReflection()->GetString(*request_, method_.request_id);
    violations.LimitText("request_id", call_.request_id, kMaxRequestIdChars);
    if (!violations.empty()) call_.request_id.clear();
  }
  return violations.ToStatus();
}

void CallState::Conclude(const absl::Status& status) {
  const auto duration = std::chrono::steady_clock::now() - begin_;
  if (admission_ != nullptr) admission_->Leave(call_.caller_ptr->tenant);
  const bool fault = IsFault(status);
  const absl::StatusCode code = fault ? absl::StatusCode::kInternal : status.code();
  method_.metrics->Handled(code, std::chrono::duration<double>(duration).count());

  CallRecord record;
  record.time = call_.now;
  record.method = method_.full_name;
  record.log_id = call_.log_id;
  std::string actor;
  if (call_.caller_ptr != nullptr) {
    record.tenant = call_.caller_ptr->tenant;
    actor = call_.caller_ptr->actor();
    record.actor = actor;
  }
  const std::string code_text = absl::StatusCodeToString(code);
  const std::string reason = fault ? "INTERNAL" : ReasonText(status);
  const std::string text =
      fault ? absl::StrCat(absl::StatusCodeToString(status.code()), ": ", status.message())
            : std::string();
  record.request_id = call_.request_id;
  record.code = code_text;
  record.reason = reason;
  record.fault = text;
  record.duration_us = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
  record.request_bytes = request_bytes_;
  record.response_bytes = response_bytes_;
  edge_.log_.Call(record);
}

grpc::Status CallState::ToGrpc(const absl::Status& status) const {
  return ToGrpcStatus(status, call_.log_id);
}

}  // namespace baton::server
