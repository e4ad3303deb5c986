#include "server/error_details.h"

#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "google/protobuf/any.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace baton::server {
namespace {

constexpr size_t kMaxMessageBytes = 1'500;

// The first bytes of a text, cut between characters.
std::string Shorten(absl::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return absl::StrCat(text.substr(0, end), "...");
}

// Takes violations from the end until the details fit, and says how many went.
void ShortenViolations(google::rpc::Status* details, size_t max_bytes) {
  for (google::protobuf::Any& detail : *details->mutable_details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    const int all = bad.field_violations_size();
    while (details->ByteSizeLong() > max_bytes && bad.field_violations_size() > 1) {
      const int kept = bad.field_violations_size() / 2;
      bad.mutable_field_violations()->DeleteSubrange(kept, bad.field_violations_size() - kept);
      google::rpc::BadRequest shown = bad;
      auto* rest = shown.add_field_violations();
      rest->set_description(absl::StrCat("and ", all - kept, " more"));
      detail.PackFrom(shown);
    }
  }
}

}  // namespace

google::rpc::Status ToRpcStatus(const absl::Status& status, std::string_view log_id) {
  const grpc::Status left = ToGrpcStatus(status, log_id);
  google::rpc::Status shown;
  if (!shown.ParseFromString(left.error_details())) shown.Clear();
  shown.set_code(static_cast<int>(left.error_code()));
  shown.set_message(left.error_message());
  return shown;
}

google::rpc::Status ErrorDetails(const absl::Status& status) {
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(Shorten(status.message(), kMaxMessageBytes));
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    google::protobuf::Any* detail = details.add_details();
    detail->set_type_url(std::string(url));
    absl::CopyCordToString(payload, detail->mutable_value());
  });
  if (details.ByteSizeLong() > kMaxErrorBytes - details.message().size()) {
    ShortenViolations(&details, kMaxErrorBytes - details.message().size());
  }
  return details;
}

v1::ItemError ItemErrorOf(const absl::Status& status, std::string_view log_id) {
  google::rpc::Status details;
  details.ParseFromString(ToGrpcStatus(status, log_id).error_details());
  v1::ItemError error;
  error.set_code(details.code());
  error.set_message(details.message());
  error.mutable_details()->Swap(details.mutable_details());
  return error;
}

std::string ReasonText(const absl::Status& status) {
  constexpr size_t kPrefix = sizeof("ERROR_REASON_") - 1;
  const v1::ErrorReason reason = domain::ReasonOf(status);
  if (reason == v1::ERROR_REASON_UNSPECIFIED) return {};
  return v1::ErrorReason_Name(reason).substr(kPrefix);
}

bool IsFault(const absl::Status& status) {
  if (status.ok() || absl::IsCancelled(status) || absl::IsDeadlineExceeded(status)) return false;
  const v1::ErrorReason reason = domain::ReasonOf(status);
  return reason == v1::ERROR_REASON_UNSPECIFIED || reason == v1::ERROR_REASON_INTERNAL;
}

grpc::Status ToGrpcStatus(const absl::Status& status, std::string_view log_id) {
  if (status.ok()) return grpc::Status::OK;
  if (IsFault(status)) {
    const absl::string_view id(log_id.data(), log_id.size());
    const google::rpc::Status details = ErrorDetails(domain::Refuse(
        absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
        absl::StrCat("internal error, request ", id), {{"request", std::string(log_id)}}));
    return {grpc::StatusCode::INTERNAL, details.message(), details.SerializeAsString()};
  }
  const google::rpc::Status details = ErrorDetails(status);
  return {static_cast<grpc::StatusCode>(status.code()), details.message(),
          details.SerializeAsString()};
}

}  // namespace baton::server
