#include "server/courier_routes.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/registry.h"
#include "server/connection_settings.h"

namespace baton::server {
namespace {

using store::OutboxFilter;

void TakeMessages(const std::string& tenant, Route* route) {
  route->takes.push_back({tenant, v1::DELIVERY_KIND_DIRECT_MESSAGE, ""});
}

// Whatever the recipient: which CRM a record's account is in, the account says (decision 45).
void TakeCrm(const std::string& tenant, Route* route) {
  for (const v1::DeliveryKind kind :
       {v1::DELIVERY_KIND_CRM_HANDOFF, v1::DELIVERY_KIND_CRM_TASK, v1::DELIVERY_KIND_CRM_WATCH_ITEM,
        v1::DELIVERY_KIND_CRM_CLOSE}) {
    route->takes.push_back({tenant, kind, ""});
  }
}

void TakeWebhook(const std::string& tenant, Route* route) {
  route->takes.push_back({tenant, v1::DELIVERY_KIND_EVENT, route->connection.name()});
  const std::string system = SettingOf(route->connection, "system");
  if (!system.empty()) route->takes.push_back({tenant, v1::DELIVERY_KIND_CS_UPDATE, system});
}

// Tenants that have a Slack connection that is in use.
std::set<std::string> TenantsOnSlack(const std::vector<v1::Connection>& connections) {
  std::set<std::string> tenants;
  for (const v1::Connection& connection : connections) {
    if (connection.vendor() == "slack" && !connection.base_url().empty()) {
      tenants.insert(TenantOf(connection));
    }
  }
  return tenants;
}

}  // namespace

std::string TenantOf(const v1::Connection& connection) {
  const std::vector<std::string> parts = absl::StrSplit(connection.name(), '/');
  return parts.size() > 1 ? parts[1] : "";
}

bool IsForCrm(v1::DeliveryKind kind) {
  return kind == v1::DELIVERY_KIND_CRM_HANDOFF || kind == v1::DELIVERY_KIND_CRM_TASK ||
         kind == v1::DELIVERY_KIND_CRM_WATCH_ITEM || kind == v1::DELIVERY_KIND_CRM_CLOSE;
}

bool IsCrm(absl::string_view vendor) { return adapters::FindCrmWriter(vendor) != nullptr; }

std::vector<Route> RoutesOf(const std::vector<v1::Connection>& connections) {
  const std::set<std::string> on_slack = TenantsOnSlack(connections);
  std::set<std::string> taken;  // tenant and duty
  std::vector<Route> routes;
  for (const v1::Connection& connection : connections) {
    if (connection.base_url().empty() || connection.state() != v1::CONNECTION_STATE_ACTIVE)
      continue;
    const std::string tenant = TenantOf(connection);
    const std::string& vendor = connection.vendor();
    Route route{connection, {}};
    const auto first = [&] { return taken.insert(absl::StrCat(tenant, "/", vendor)).second; };
    if (vendor == "slack" || (vendor == "smtp" && on_slack.count(tenant) == 0)) {
      if (first()) TakeMessages(tenant, &route);
    } else if (IsCrm(vendor)) {
      if (first()) TakeCrm(tenant, &route);
    } else if (adapters::FindCsUpdateWriter(vendor) != nullptr) {
      if (first()) route.takes.push_back({tenant, v1::DELIVERY_KIND_CS_UPDATE, vendor});
    } else if (vendor == "webhook") {
      TakeWebhook(tenant, &route);
    }
    if (!route.takes.empty()) routes.push_back(std::move(route));
  }
  return routes;
}

}  // namespace baton::server
