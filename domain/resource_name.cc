#include "domain/resource_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace baton::domain {
namespace {
constexpr std::string_view kTenants = "tenants/";

// "dead letters" of "deadLetters".
std::string Words(std::string_view camel_case) {
  std::string words;
  for (const char letter : camel_case) {
    if (absl::ascii_isupper(static_cast<unsigned char>(letter))) words.push_back(' ');
    words.push_back(absl::ascii_tolower(static_cast<unsigned char>(letter)));
  }
  return words;
}

}  // namespace

std::string TenantName(std::string_view tenant) { return std::string(kTenants).append(tenant); }

std::string ResourceName(std::string_view tenant, std::string_view collection,
                         std::string_view id) {
  if (id.empty()) return "";
  std::string name;
  name.reserve(kTenants.size() + tenant.size() + collection.size() + id.size() + 2);
  name.append(kTenants).append(tenant).append("/").append(collection).append("/").append(id);
  return name;
}

std::string_view ResourceId(std::string_view name, std::string_view tenant,
                            std::string_view collection) {
  const auto skip = [&name](std::string_view part) {
    if (name.substr(0, part.size()) != part) return false;
    name.remove_prefix(part.size());
    return true;
  };
  const bool matches = skip(kTenants) && skip(tenant) && skip("/") && skip(collection) && skip("/");
  return matches && name.find('/') == std::string_view::npos ? name : std::string_view();
}

std::string ResourceType(std::string_view collection) {
  if (collection == "people") return "person";
  if (collection == "calendars") return "business calendar";
  if (collection == "compPlans") return "plan";
  if (collection == "attributionAudits") return "quarter";
  std::string words = Words(collection);
  if (collection.ends_with("ies")) return words.replace(words.size() - 3, 3, "y");
  if (collection.ends_with('s')) words.pop_back();
  return words;
}

std::string ResourceTypeOf(std::string_view name) {
  if (!name.starts_with(kTenants)) return "";
  // Collections and ids take turns.
  const auto slashes = std::count(name.begin(), name.end(), '/');
  if (slashes % 2 == 0 || name.ends_with('/')) return "";
  const std::string_view parent = name.substr(0, name.rfind('/'));
  return ResourceType(ShortName(parent));
}

std::string_view ShortName(std::string_view name) {
  const size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

bool IsValidId(std::string_view id) {
  const auto allowed = [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-';
  };
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), allowed);
}

}  // namespace baton::domain
