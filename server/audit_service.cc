#include "server/audit_service.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/audit_filter.h"
#include "server/caller_loader.h"
#include "server/callers.h"
#include "server/personal_data_desk.h"
#include "server/personal_data_run.h"
#include "server/place_token.h"
#include "server/request_reader.h"
#include "store/audit.h"

namespace baton::server {
namespace {

constexpr std::string_view kAuditList = "audit";

}  // namespace

AuditService::AuditService(const Parts& parts) : Service("baton.v1.AuditService", parts) {
  Unary("ListAuditEvents", &AuditService::ListAuditEvents);
  Unary("VerifyAudit", &AuditService::VerifyAudit);
  ServerStream("ExportPersonalData", &AuditService::ExportPersonalData);
  Unary("ErasePersonalData", &AuditService::ErasePersonalData);
}

void AuditService::ListAuditEvents(const Call& call, const v1::ListAuditEventsRequest& request,
                                   Reply<v1::ListAuditEventsResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  store::AuditQuery query;
  query.tenant = call.tenant();
  query.newest_first = true;
  query.limit = reader.PageSize(request.page_size()) + 1;
  ParseAuditFilter(request.filter(), &query, &reader.violations());
  const absl::StatusOr<int64_t> place =
      ParsePlaceToken(kAuditList, call.tenant(), request.page_token());
  if (!reader.status().ok()) return reply(reader.status());
  if (!place.ok()) return reply(place.status());
  if (*place >= 0) query.before_sequence = *place;
  Query(
      call,
      [query](store::Session& session) -> absl::StatusOr<v1::ListAuditEventsResponse> {
        BATON_ASSIGN_OR_RETURN(const std::vector<store::AuditRow> rows,
                               store::ReadAuditEvents(session, query));
        v1::ListAuditEventsResponse response;
        for (const store::AuditRow& row : rows) {
          if (response.events_size() + 1 == query.limit) {
            const int64_t last = response.events(response.events_size() - 1).sequence();
            response.set_next_page_token(PlaceToken(kAuditList, query.tenant, last));
            break;
          }
          *response.add_events() = store::ToAuditEvent(row);
        }
        return response;
      },
      reply);
}

void AuditService::VerifyAudit(const Call& call, const v1::VerifyAuditRequest& request,
                               Reply<v1::VerifyAuditResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call](store::Session& session) -> absl::StatusOr<v1::VerifyAuditResponse> {
        BATON_ASSIGN_OR_RETURN(const store::AuditVerdict verdict,
                               store::VerifyAuditChain(session, call.tenant()));
        v1::VerifyAuditResponse response;
        response.set_event_count(verdict.event_count);
        response.set_intact(verdict.intact());
        response.set_first_broken_sequence(verdict.first_broken_sequence);
        response.set_fault(verdict.fault);
        response.set_head_hash(absl::BytesToHexString(verdict.head_hash));
        return response;
      },
      reply);
}

void AuditService::ExportPersonalData(const Call& call,
                                      const v1::ExportPersonalDataRequest& request,
                                      Stream<v1::ExportPersonalDataResponse> stream) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  CheckSubject(request.subject(), &reader);
  if (!reader.status().ok()) return stream.Finish(reader.status());
  PersonalDataRun::Start(call, store(), request, stream);
}

void AuditService::ErasePersonalData(const Call& call, const v1::ErasePersonalDataRequest& request,
                                     Reply<v1::ErasePersonalDataResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  CheckSubject(request.subject(), &reader);
  if (!reader.status().ok()) return reply(reader.status());
  const absl::StatusOr<std::string> salt = NewSecret();
  if (!salt.ok()) return reply(salt.status());
  const std::string name = domain::ResourceName(call.tenant(), "erasures", NewId(call));
  // A person's names stand in many records, so no key: nothing else of the tenant is written
  // meanwhile.
  MutateThen(
      call, "",
      [&request, name,
       salt = *salt](store::Transaction& tx) -> absl::StatusOr<v1::ErasePersonalDataResponse> {
        v1::ErasePersonalDataResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_erasure(),
                               server::ErasePersonalData(tx, request.subject(), name, salt));
        return response;
      },
      reply,
      [this, reply](const absl::StatusOr<v1::ErasePersonalDataResponse>& result) {
        if (!result.ok()) return reply(result);
        // Whoever is known by a mail address is so no longer.
        LoadCallers(store(), callers(), [this, result, reply](const absl::Status& loaded) {
          if (!loaded.ok()) return reply(loaded);
          edge().EndStaleStreams();
          reply(result);
        });
      });
}

}  // namespace baton::server
