#include "server/request_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "store/list.h"

namespace baton::server {
namespace {

constexpr std::string_view kTenants = "tenants/";
constexpr int64_t kMinSeconds = -62'135'596'800;  // 0001-01-01
constexpr int64_t kMaxSeconds = 253'402'300'799;  // 9999-12-31

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

// The tenant that a name begins with, empty when it is none.
std::string_view TenantOf(std::string_view name) {
  if (!name.starts_with(kTenants)) return {};
  name.remove_prefix(kTenants.size());
  const std::string_view tenant = name.substr(0, name.find('/'));
  return domain::IsValidId(tenant) ? tenant : std::string_view();
}

}  // namespace

void RequestReader::Parent(std::string_view parent) {
  if (parent == domain::TenantName(call_.tenant())) return;
  if (parent.empty()) {
    violations_.Add("parent", "is missing");
  } else if (!TenantOf(parent).empty() && parent == domain::TenantName(TenantOf(parent))) {
    foreign_.Update(domain::NotFound("tenant", View(parent)));
  } else {
    violations_.Add("parent", "must be tenants/{tenant}");
  }
}

std::string RequestReader::Id(std::string_view field, std::string_view name,
                              std::string_view collection) {
  if (name.empty()) violations_.Add(View(field), "is missing");
  return OptionalId(field, name, collection);
}

std::string RequestReader::OptionalId(std::string_view field, std::string_view name,
                                      std::string_view collection) {
  if (name.empty()) return {};
  const std::string_view tenant = TenantOf(name);
  const std::string_view id =
      tenant.empty() ? std::string_view() : domain::ResourceId(name, tenant, collection);
  if (!domain::IsValidId(id)) {
    violations_.Add(View(field), absl::StrCat("must be tenants/{tenant}/", View(collection), "/{",
                                              domain::ResourceType(collection), "}"));
    return {};
  }
  if (tenant != call_.tenant()) {
    foreign_.Update(domain::NotFound(domain::ResourceType(collection), View(name)));
    return {};
  }
  return std::string(id);
}

absl::Time RequestReader::Time(std::string_view field, bool present,
                               const google::protobuf::Timestamp& time, absl::Time otherwise) {
  if (!present) return otherwise;
  if (time.seconds() < kMinSeconds || time.seconds() > kMaxSeconds || time.nanos() < 0 ||
      time.nanos() > 999'999'999) {
    violations_.Add(View(field), "is no instant of the years 1 to 9999");
    return otherwise;
  }
  return domain::ToTime(time);
}

int RequestReader::PageSize(int page_size) {
  if (page_size < 0) violations_.Add("page_size", "must not be negative");
  if (page_size <= 0) return store::kDefaultPageSize;
  return std::min(page_size, store::kMaxPageSize);
}

absl::Status RequestReader::status() const {
  return violations_.empty() ? foreign_ : violations_.ToStatus();
}

}  // namespace baton::server
