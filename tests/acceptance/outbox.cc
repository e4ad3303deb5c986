#include "tests/acceptance/outbox.h"

#include "baton/v1/integration_service.grpc.pb.h"

namespace baton::testing {

std::vector<v1::Delivery> ListOutbox(const Client& caller, const std::string& tenant,
                                     const std::string& filter) {
  v1::ListDeliveriesRequest request;
  request.set_parent(tenant);
  request.set_page_size(1'000);
  request.set_filter(filter);
  std::vector<v1::Delivery> deliveries;
  do {
    const auto page = caller.Call(&v1::IntegrationService::Stub::ListDeliveries, request);
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) break;
    deliveries.insert(deliveries.end(), page->deliveries().begin(), page->deliveries().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return deliveries;
}

}  // namespace baton::testing
