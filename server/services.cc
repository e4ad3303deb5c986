#include "server/services.h"

#include "server/token_service.h"

namespace baton::server {

std::vector<std::unique_ptr<Service>> MakeServices(const Parts& parts) {
  std::vector<std::unique_ptr<Service>> services;
  services.push_back(std::make_unique<TokenService>(parts));
  return services;
}

}  // namespace baton::server
