// Mappings: IntegrationService's calls on how payloads are read.
#include <string>
#include <utility>

#include "adapters/mapping_trace.h"
#include "adapters/registry.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/integration_service.h"
#include "server/letter_desk.h"
#include "server/mapping_desk.h"
#include "server/request_reader.h"
#include "store/mappings.h"

namespace baton::server {
namespace {

absl::StatusOr<v1::Mapping> KeepMapping(store::Transaction& tx, const std::string& id,
                                        const std::string& content) {
  BATON_ASSIGN_OR_RETURN(const v1::Mapping before, MappingOfId(tx.session(), tx.tenant(), id));
  v1::Mapping mapping;
  mapping.set_name(domain::ResourceName(tx.tenant(), "mappings", id));
  mapping.set_vendor(before.vendor());
  mapping.set_content(content);
  mapping.set_setter(tx.options().actor);
  *mapping.mutable_update_time() = domain::ToTimestamp(tx.now());
  if (!content.empty()) BATON_RETURN_IF_ERROR(ParseContent(mapping).status());
  BATON_RETURN_IF_ERROR(store::SetMapping(tx, mapping));
  return MappingOfId(tx.session(), tx.tenant(), id);
}

absl::StatusOr<v1::TestMappingResponse> TryOut(v1::Mapping mapping,
                                               const v1::TestMappingRequest& request) {
  if (!request.content().empty()) mapping.set_content(request.content());
  BATON_ASSIGN_OR_RETURN(adapters::Mapping parsed, ParseContent(mapping));
  adapters::MappingTrace trace;
  parsed.trace = &trace;
  const auto facts = adapters::FindAdapter(mapping.vendor())->Translate(request.payload(), parsed);
  v1::TestMappingResponse response;
  if (facts.ok()) {
    response.mutable_facts()->Assign(facts->begin(), facts->end());
  } else {
    for (std::string& fault : FaultsOf(facts.status())) response.add_faults(std::move(fault));
  }
  response.mutable_fields()->Assign(trace.fields().begin(), trace.fields().end());
  return response;
}

}  // namespace

void IntegrationService::GetMapping(const Call& call, const v1::GetMappingRequest& request,
                                    Reply<v1::GetMappingResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "mappings");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, id](store::Session& session) -> absl::StatusOr<v1::GetMappingResponse> {
        v1::GetMappingResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_mapping(),
                               MappingOfId(session, call.tenant(), id));
        return response;
      },
      reply);
}

void IntegrationService::SetMapping(const Call& call, const v1::SetMappingRequest& request,
                                    Reply<v1::SetMappingResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("mapping.name", request.mapping().name(), "mappings");
  if (!reader.status().ok()) return reply(reader.status());
  // What is wrong with it is said before anything waits for the store.
  if (!request.mapping().content().empty()) {
    const auto parsed = adapters::ParseMapping(request.mapping().content());
    if (!parsed.ok()) return reply(parsed.status());
  }
  Mutate(
      call, id,
      [id, &request](store::Transaction& tx) -> absl::StatusOr<v1::SetMappingResponse> {
        v1::SetMappingResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_mapping(),
                               KeepMapping(tx, id, request.mapping().content()));
        return response;
      },
      reply);
}

void IntegrationService::TestMapping(const Call& call, const v1::TestMappingRequest& request,
                                     Reply<v1::TestMappingResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "mappings");
  if (request.payload().empty()) reader.violations().Add("payload", "is missing");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, id, &request](store::Session& session) -> absl::StatusOr<v1::TestMappingResponse> {
        BATON_ASSIGN_OR_RETURN(v1::Mapping mapping, MappingOfId(session, call.tenant(), id));
        return TryOut(std::move(mapping), request);
      },
      reply);
}

}  // namespace baton::server
