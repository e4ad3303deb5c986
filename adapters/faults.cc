#include "adapters/faults.h"

#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "google/rpc/error_details.pb.h"

namespace baton::adapters {
namespace {

constexpr size_t kMaxExcerpt = 40;
constexpr size_t kMaxWhere = 120;

}  // namespace

void Faults::Add(absl::string_view where, absl::string_view what) {
  ++count_;
  if (named_.size() < kMaxFaults) named_.emplace_back(Clip(where, kMaxWhere), what);
}

absl::Status Faults::ToStatus() const {
  if (count_ == 0) return absl::OkStatus();
  std::string message = "the payload is unreadable: ";
  google::rpc::BadRequest bad;
  for (const auto& [where, what] : named_) {
    absl::StrAppend(&message, bad.field_violations().empty() ? "" : "; ", where, " ", what);
    auto* violation = bad.add_field_violations();
    violation->set_field(where);
    violation->set_description(what);
  }
  if (count_ > named_.size()) {
    absl::StrAppend(&message, "; and ", count_ - named_.size(), " more");
  }
  absl::Status status =
      domain::Refuse(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_PAYLOAD_UNREADABLE,
                     message, {{"violations", absl::StrCat(count_)}});
  domain::AddDetail(bad, &status);
  return status;
}

absl::Status Unreadable(absl::string_view where, absl::string_view what) {
  Faults faults;
  faults.Add(where, what);
  return faults.ToStatus();
}

absl::string_view Clip(absl::string_view text, size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return text.substr(0, limit);
}

std::string Excerpt(absl::string_view text) {
  const absl::string_view clipped = Clip(text, kMaxExcerpt);
  return absl::StrCat("\"", clipped, clipped.size() < text.size() ? "..." : "", "\"");
}

}  // namespace baton::adapters
