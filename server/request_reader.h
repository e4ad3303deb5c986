// Reads a request's resource names and texts, and collects every fault on the way, so that a caller
// hears of all of them at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "domain/refusal.h"
#include "google/protobuf/timestamp.pb.h"
#include "server/call.h"

namespace baton::server {

//   RequestReader reader(call);
//   reader.Parent(request.parent());
//   const std::string account = reader.Id("signal.account", request.signal().account(),
//   "accounts"); reader.violations().RequireText("signal.evidence", request.signal().evidence(),
//   500); BATON_RETURN_IF_ERROR(reader.status());
class RequestReader {
 public:
  explicit RequestReader(const Call& call) : call_(call) {}

  // `parent` must be tenants/{the caller's tenant}. Another tenant is NOT_FOUND.
  void Parent(std::string_view parent);

  // The id in a required name "tenants/{tenant}/{collection}/{id}"; empty after a fault. A name of
  // another tenant is NOT_FOUND, in the words of a missing record.
  std::string Id(std::string_view field, std::string_view name, std::string_view collection);

  // The same where the field may be empty.
  std::string OptionalId(std::string_view field, std::string_view name,
                         std::string_view collection);

  // An instant that protobuf can hold (years 1 to 9999), `otherwise` when the field is absent.
  absl::Time Time(std::string_view field, bool present, const google::protobuf::Timestamp& time,
                  absl::Time otherwise);

  // page_size must not be negative; 0 becomes the default, more than the maximum the maximum.
  int PageSize(int page_size);

  domain::Violations& violations() { return violations_; }

  // What is wrong: every violation, else the first foreign name, else OK.
  absl::Status status() const;

 private:
  const Call& call_;
  domain::Violations violations_;
  absl::Status foreign_;
};

}  // namespace baton::server
