#include "domain/refusal.h"

#include "absl/status/statusor.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"
#include "google/protobuf/any.pb.h"
#include "google/rpc/error_details.pb.h"

namespace baton::domain {
namespace {

constexpr absl::string_view kTypePrefix = "type.googleapis.com/";
constexpr absl::string_view kReasonPrefix = "ERROR_REASON_";

std::string ReasonText(v1::ErrorReason reason) {
  return v1::ErrorReason_Name(reason).substr(kReasonPrefix.size());
}

// The length of the UTF-8 character that begins at `text`, 0 when there is none.
size_t CharacterLength(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const size_t length = lead < 0x80   ? 1
                        : lead < 0xC2 ? 0
                        : lead < 0xE0 ? 2
                        : lead < 0xF0 ? 3
                        : lead < 0xF5 ? 4
                                      : 0;
  if (length == 0 || length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F)) return 0;
  if ((lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) return 0;
  return length;
}

std::string UrlOf(const google::protobuf::Message& detail) {
  return absl::StrCat(kTypePrefix, detail.GetDescriptor()->full_name());
}

}  // namespace

void AddDetail(const google::protobuf::Message& detail, absl::Status* status) {
  status->SetPayload(UrlOf(detail), absl::Cord(detail.SerializeAsString()));
}

bool FindDetail(const absl::Status& status, google::protobuf::Message* detail) {
  const auto payload = status.GetPayload(UrlOf(*detail));
  return payload.has_value() && detail->ParseFromString(std::string(*payload));
}

absl::Status Refuse(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message,
                    const Metadata& metadata) {
  absl::Status status(code, message);
  google::rpc::ErrorInfo info;
  info.set_reason(ReasonText(reason));
  info.set_domain("baton");
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = value;
  AddDetail(info, &status);
  return status;
}

absl::Status RefuseState(v1::ErrorReason reason, absl::string_view subject,
                         absl::string_view message, const Metadata& metadata) {
  absl::Status status = Refuse(absl::StatusCode::kFailedPrecondition, reason, message, metadata);
  google::rpc::PreconditionFailure failure;
  auto* violation = failure.add_violations();
  violation->set_type(ReasonText(reason));
  violation->set_subject(std::string(subject));
  violation->set_description(std::string(message));
  AddDetail(failure, &status);
  return status;
}

absl::Status NotFound(absl::string_view resource_type, absl::string_view resource) {
  std::string type = ResourceTypeOf({resource.data(), resource.size()});
  if (type.empty()) type = std::string(resource_type);
  absl::Status status = Refuse(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND,
                               absl::StrCat("there is no ", type, " \"", resource, "\""),
                               {{"resource", std::string(resource)}});
  google::rpc::ResourceInfo info;
  info.set_resource_type(std::move(type));
  info.set_resource_name(std::string(resource));
  AddDetail(info, &status);
  return status;
}

absl::Status RetryLater(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message,
                        absl::Duration delay) {
  absl::Status status = Refuse(code, reason, message);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(delay));
  retry.mutable_retry_delay()->set_nanos(
      absl::ToInt64Nanoseconds(delay - absl::Seconds(absl::ToInt64Seconds(delay))));
  AddDetail(retry, &status);
  return status;
}

v1::ErrorReason ReasonOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  if (FindDetail(status, &info)) {
    v1::ErrorReason_Parse(absl::StrCat(kReasonPrefix, info.reason()), &reason);
  }
  return reason;
}

void Violations::Add(absl::string_view field, absl::string_view description) {
  faults_.emplace_back(field, description);
}

void Violations::RequireText(absl::string_view field, absl::string_view value, int max_chars) {
  if (value.empty()) {
    Add(field, "is missing");
  } else {
    LimitText(field, value, max_chars);
  }
}

void Violations::LimitText(absl::string_view field, absl::string_view value, int max_chars) {
  const int count = CountCharacters(value);
  if (count < 0) Add(field, "is not valid UTF-8");
  if (absl::StrContains(value, absl::string_view("\0", 1))) Add(field, "contains a NUL character");
  if (count > max_chars) {
    Add(field, absl::StrCat("has ", count, " characters; at most ", max_chars, " are taken"));
  }
}

absl::Status Violations::ToStatus() const {
  if (faults_.empty()) return absl::OkStatus();
  std::string message;
  google::rpc::BadRequest bad;
  for (const auto& [field, description] : faults_) {
    absl::StrAppend(&message, message.empty() ? "" : "; ", field, " ", description);
    auto* violation = bad.add_field_violations();
    violation->set_field(field);
    violation->set_description(description);
  }
  absl::Status status = Refuse(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_FIELDS,
                               message, {{"violations", absl::StrCat(faults_.size())}});
  AddDetail(bad, &status);
  return status;
}

int CountCharacters(absl::string_view text) {
  int count = 0;
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    if (length == 0) return -1;
    text.remove_prefix(length);
    ++count;
  }
  return count;
}

}  // namespace baton::domain
