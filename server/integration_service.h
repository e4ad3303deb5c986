// IntegrationService: payloads in; dead letters and the outbox to look at.
#pragma once

#include <string>
#include <vector>

#include "baton/v1/integration_service.pb.h"
#include "server/service.h"

namespace baton::server {

// Payloads are refused beyond this, as messages are.
inline constexpr size_t kMaxIngestBytes = 4u << 20;

class IntegrationService final : public Service {
 public:
  explicit IntegrationService(const Parts& parts);

 private:
  void IngestPayload(const Call& call, const v1::IngestPayloadRequest& request,
                     Reply<v1::IngestPayloadResponse> reply);
  void ListDeadLetters(const Call& call, const v1::ListDeadLettersRequest& request,
                       Reply<v1::ListDeadLettersResponse> reply);
  void ListDeliveries(const Call& call, const v1::ListDeliveriesRequest& request,
                      Reply<v1::ListDeliveriesResponse> reply);

  // Keeps a payload that could not be applied, then answers `refusal` with the dead letter's name.
  void Bury(const Call& call, const v1::IngestPayloadRequest& request, absl::Status refusal,
            Reply<v1::IngestPayloadResponse> reply);
};

}  // namespace baton::server
