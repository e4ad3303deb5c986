#include "server/services.h"

#include "server/account_service.h"
#include "server/attribution_service.h"
#include "server/audit_service.h"
#include "server/comp_statement_service.h"
#include "server/integration_service.h"
#include "server/policy_service.h"
#include "server/report_service.h"
#include "server/signal_handoff_service.h"
#include "server/token_service.h"

namespace baton::server {

std::vector<std::unique_ptr<Service>> MakeServices(const Parts& parts) {
  std::vector<std::unique_ptr<Service>> services;
  services.push_back(std::make_unique<SignalHandoffService>(parts));
  services.push_back(std::make_unique<AccountService>(parts));
  services.push_back(std::make_unique<AttributionService>(parts));
  services.push_back(std::make_unique<CompStatementService>(parts));
  services.push_back(std::make_unique<IntegrationService>(parts));
  services.push_back(std::make_unique<PolicyService>(parts));
  services.push_back(std::make_unique<ReportService>(parts));
  services.push_back(std::make_unique<AuditService>(parts));
  services.push_back(std::make_unique<TokenService>(parts));
  return services;
}

}  // namespace baton::server
