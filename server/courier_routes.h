// Which connection takes which deliveries of the outbox (decision 44). Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "baton/v1/connection.pb.h"
#include "store/outbox.h"

namespace baton::server {

struct Route {
  v1::Connection connection;
  std::vector<store::OutboxFilter> takes;
};

// The routes of active connections that have an address, of whatever tenants. Messages go through a
// tenant's oldest Slack connection, else its oldest SMTP one; what is for a CS platform through the
// oldest of that vendor; what is for a CRM through the oldest of whichever the account is in, which
// whoever reads the deliveries has to see to (CrmOf); events through each webhook that they name,
// and what is for a system of which a webhook's setting "system" has the name through that webhook.
// `connections` are in the order of store::ActiveConnections. What no route takes stays where it
// is.
std::vector<Route> RoutesOf(const std::vector<v1::Connection>& connections);

// The bare id of a connection's tenant.
std::string TenantOf(const v1::Connection& connection);

// Whether the account says where it goes.
bool IsForCrm(v1::DeliveryKind kind);

// Whether it is one of a CRM.
bool IsCrm(absl::string_view vendor);

}  // namespace baton::server
