#include "server/connect_codec.h"

#include <algorithm>
#include <array>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "nlohmann/json.hpp"

namespace baton::server {
namespace {

struct Code {
  const char* name;
  int http_status;
};

// By gRPC's code; OK has none.
constexpr std::array<Code, 17> kCodes = {{
    {"unknown", 500},
    {"canceled", 499},
    {"unknown", 500},
    {"invalid_argument", 400},
    {"deadline_exceeded", 504},
    {"not_found", 404},
    {"already_exists", 409},
    {"permission_denied", 403},
    {"resource_exhausted", 429},
    {"failed_precondition", 400},
    {"aborted", 409},
    {"out_of_range", 400},
    {"unimplemented", 501},
    {"internal", 500},
    {"unavailable", 503},
    {"data_loss", 500},
    {"unauthenticated", 401},
}};

constexpr size_t kMaxTimeoutDigits = 10;

const Code& CodeOf(int grpc_code) {
  const bool known = grpc_code > 0 && grpc_code < static_cast<int>(kCodes.size());
  return kCodes[known ? static_cast<size_t>(grpc_code) : 0];
}

// Base64 without padding.
std::string Unpadded(const std::string& bytes) {
  std::string text = absl::Base64Escape(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

}  // namespace

std::optional<ConnectCodec> CodecOf(absl::string_view content_type) {
  const absl::string_view type =
      absl::StripAsciiWhitespace(content_type.substr(0, content_type.find(';')));
  if (absl::AsciiStrToLower(type) == "application/json") return ConnectCodec::kJson;
  if (absl::AsciiStrToLower(type) == "application/proto") return ConnectCodec::kProto;
  return std::nullopt;
}

absl::string_view ContentTypeOf(ConnectCodec codec) {
  return codec == ConnectCodec::kJson ? "application/json" : "application/proto";
}

absl::string_view ConnectCode(int grpc_code) { return CodeOf(grpc_code).name; }

int HttpStatus(int grpc_code) { return CodeOf(grpc_code).http_status; }

std::string ErrorBody(const google::rpc::Status& status) {
  nlohmann::ordered_json body;
  body["code"] = std::string(ConnectCode(status.code()));
  body["message"] = status.message();
  for (const google::protobuf::Any& detail : status.details()) {
    const std::string& url = detail.type_url();
    body["details"].push_back(
        {{"type", url.substr(url.rfind('/') + 1)}, {"value", Unpadded(detail.value())}});
  }
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<absl::Duration> ConnectTimeout(absl::string_view header) {
  if (header.empty()) return absl::InfiniteDuration();
  int64_t millis = 0;
  if (header.size() > kMaxTimeoutDigits ||
      !std::all_of(header.begin(), header.end(),
                   [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }) ||
      !absl::SimpleAtoi(header, &millis)) {
    return std::nullopt;
  }
  return absl::Milliseconds(millis);
}

std::optional<int64_t> RetryAfter(const google::rpc::Status& status) {
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::RetryInfo retry;
    if (!detail.UnpackTo(&retry)) continue;
    const int64_t nanos = retry.retry_delay().nanos();
    return std::max<int64_t>(1, retry.retry_delay().seconds() + (nanos > 0 ? 1 : 0));
  }
  return std::nullopt;
}

}  // namespace baton::server
