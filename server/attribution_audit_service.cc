// The quarterly audit: AttributionService's calls.
#include <string>
#include <utility>

#include "domain/attribution_audit.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/attribution_service.h"
#include "server/audit_desk.h"
#include "server/list_request.h"
#include "server/request_reader.h"
#include "store/attribution_audits.h"
#include "store/query.h"

namespace baton::server {

namespace {

// Quarter and attribution of an item's name; empty for what is none.
std::pair<std::string, std::string> ItemOf(const Call& call, const std::string& name) {
  const store::ChildId ids = store::ChildIdOf(name, call.tenant(), "attributionAudits", "items");
  return {std::string(ids.parent), std::string(ids.id)};
}

// Whether it names an item of another tenant.
bool IsForeignItem(const Call& call, std::string_view name) {
  constexpr std::string_view kTenants = "tenants/";
  if (!name.starts_with(kTenants)) return false;
  const std::string_view rest = name.substr(kTenants.size());
  const std::string_view tenant = rest.substr(0, rest.find('/'));
  return tenant != call.tenant() && domain::IsValidId(tenant) &&
         !store::ChildIdOf(name, tenant, "attributionAudits", "items").id.empty();
}

}  // namespace

void AttributionService::AuditQuarter(const Call& call, const v1::AuditQuarterRequest& request,
                                      Reply<v1::AuditQuarterResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  if (!reader.status().ok()) return reply(reader.status());
  // The draw must be the same when the body runs again.
  const std::string id = NewId(call);
  const uint64_t seed = request.seed() != 0 ? request.seed() : domain::DrawNumber(0, id);
  Mutate(
      call, "",  // as closing the period, which settles the audit too
      [=, &call, &request](store::Transaction& tx) -> absl::StatusOr<v1::AuditQuarterResponse> {
        v1::AuditQuarterResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_audit(),
                               server::AuditQuarter(tx, call, request.quarter(), seed));
        return response;
      },
      reply);
}

void AttributionService::ListAuditItems(const Call& call, const v1::ListAuditItemsRequest& request,
                                        Reply<v1::ListAuditItemsResponse> reply) {
  RequestReader reader(call);
  const std::string quarter = reader.Id("parent", request.parent(), "attributionAudits");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, &request,
       quarter](store::Session& session) -> absl::StatusOr<v1::ListAuditItemsResponse> {
        BATON_ASSIGN_OR_RETURN(const auto audit, store::FindAudit(session, call.tenant(), quarter));
        if (!audit.has_value()) return domain::NotFound("AttributionAudit", request.parent());
        v1::ListAuditItemsResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                               store::ListAuditItems(session, quarter, ReadPage(call, request),
                                                     response.mutable_items()));
        for (v1::AuditItem& item : *response.mutable_items()) {
          BATON_RETURN_IF_ERROR(LoadAttribution(session, call.tenant(), &item));
        }
        return response;
      },
      reply);
}

void AttributionService::RecordAuditFinding(const Call& call,
                                            const v1::RecordAuditFindingRequest& request,
                                            Reply<v1::RecordAuditFindingResponse> reply) {
  RequestReader reader(call);
  if (IsForeignItem(call, request.name())) return reply(domain::NotFound("item", request.name()));
  const std::pair<std::string, std::string> item = ItemOf(call, request.name());
  if (item.second.empty())
    reader.violations().Add(
        "name", "must be tenants/{tenant}/attributionAudits/{quarter}/items/{attribution}");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, "",  // the last finding and the period's publication must see one another
      [=, &call,
       &request](store::Transaction& tx) -> absl::StatusOr<v1::RecordAuditFindingResponse> {
        v1::RecordAuditFindingResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_item(),
                               server::RecordAuditFinding(tx, call, item.first, item.second,
                                                          request.finding(), request.comment()));
        return response;
      },
      reply);
}

}  // namespace baton::server
