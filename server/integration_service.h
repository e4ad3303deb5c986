// IntegrationService: payloads in; dead letters and the outbox to look at.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "baton/v1/integration_service.pb.h"
#include "server/service.h"

namespace baton::server {

// Payloads are refused beyond this, as messages are.
inline constexpr size_t kMaxIngestBytes = 4u << 20;
// Payloads of one StreamPayloads.
inline constexpr int kMaxStreamedPayloads = 10'000;

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

  void CreateConnection(const Call& call, const v1::CreateConnectionRequest& request,
                        Reply<v1::CreateConnectionResponse> reply);
  void GetConnection(const Call& call, const v1::GetConnectionRequest& request,
                     Reply<v1::GetConnectionResponse> reply);
  void ListConnections(const Call& call, const v1::ListConnectionsRequest& request,
                       Reply<v1::ListConnectionsResponse> reply);
  void UpdateConnection(const Call& call, const v1::UpdateConnectionRequest& request,
                        Reply<v1::UpdateConnectionResponse> reply);
  void RotateConnectionSecret(const Call& call, const v1::RotateConnectionSecretRequest& request,
                              Reply<v1::RotateConnectionSecretResponse> reply);
  void DisableConnection(const Call& call, const v1::DisableConnectionRequest& request,
                         Reply<v1::DisableConnectionResponse> reply);
  void EnableConnection(const Call& call, const v1::EnableConnectionRequest& request,
                        Reply<v1::EnableConnectionResponse> reply);
  void TestConnection(const Call& call, const v1::TestConnectionRequest& request,
                      Reply<v1::TestConnectionResponse> reply);
  void GetMapping(const Call& call, const v1::GetMappingRequest& request,
                  Reply<v1::GetMappingResponse> reply);
  void SetMapping(const Call& call, const v1::SetMappingRequest& request,
                  Reply<v1::SetMappingResponse> reply);
  void TestMapping(const Call& call, const v1::TestMappingRequest& request,
                   Reply<v1::TestMappingResponse> reply);
  void RetryDeadLetter(const Call& call, const v1::RetryDeadLetterRequest& request,
                       Reply<v1::RetryDeadLetterResponse> reply);
  void RetryDelivery(const Call& call, const v1::RetryDeliveryRequest& request,
                     Reply<v1::RetryDeliveryResponse> reply);

  std::shared_ptr<Intake> StreamPayloads(const Call& call, Reply<v1::StreamPayloadsResponse> reply);
  // One payload of a stream, as IngestPayload takes it. `alive` keeps the call.
  void IngestItem(const Call& call, std::shared_ptr<const v1::IngestPayloadRequest> item,
                  std::shared_ptr<const void> alive,
                  std::function<void(const absl::StatusOr<v1::IngestPayloadResponse>&)> done);
  // Keeps in the letter why it can't be applied now, then answers with it.
  void KeepRefusal(const Call& call, const std::string& id, const absl::Status& refusal,
                   Reply<v1::RetryDeadLetterResponse> reply);

  class Ingest;
  class PayloadIntake;

  const SecretBox& secrets_;
  Courier& courier_;
};

}  // namespace baton::server
