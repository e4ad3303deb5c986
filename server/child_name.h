// Names of records below an account: tenants/{tenant}/accounts/{account}/{collection}/{id}.
#pragma once

#include <string>
#include <string_view>

namespace baton::server {

// "tenants/t/accounts/a" of "tenants/t/accounts/a/activities/x".
inline std::string_view ParentName(std::string_view name) {
  const size_t id = name.rfind('/');
  return name.substr(0, name.rfind('/', id - 1));
}

// The same record below the account of that full name: a merged one's is its survivor's.
inline std::string NameBelow(std::string_view account, std::string_view name) {
  return std::string(account).append(name.substr(ParentName(name).size()));
}

}  // namespace baton::server
