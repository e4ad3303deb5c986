// Not built yet: calling a system with its connection's credentials.
#include "server/integration_service.h"

namespace baton::server {

void IntegrationService::TestConnection(const Call&, const v1::TestConnectionRequest&,
                                        Reply<v1::TestConnectionResponse> reply) {
  reply(absl::UnimplementedError("not built yet"));
}

}  // namespace baton::server
