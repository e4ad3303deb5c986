// Manual corrections: CompStatementService's calls on what is paid beside the rules (C-23).
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/manual_correction.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/comp_statement_service.h"
#include "server/list_request.h"
#include "server/manual_correction_desk.h"
#include "server/request_reader.h"
#include "store/corrections.h"

namespace baton::server {
namespace {

constexpr std::string_view kCorrections = "corrections";

// Whoever decides about one correction waits for the other.
std::string KeyOf(std::string_view id) { return absl::StrCat("corrections/", std::string(id)); }

}  // namespace

void CompStatementService::EnterCorrection(const Call& call,
                                           const v1::EnterCorrectionRequest& request,
                                           Reply<v1::EnterCorrectionResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  reader.Id("correction.payee", request.correction().payee(), "people");
  domain::CheckCorrection(request.correction(), &reader.violations());
  if (!reader.status().ok()) return reply(reader.status());
  const std::string id = NewId(call);
  const std::string name = domain::ResourceName(call.tenant(), kCorrections, id);
  Mutate(
      call, KeyOf(id),
      [=, &call, &request](store::Transaction& tx) -> absl::StatusOr<v1::EnterCorrectionResponse> {
        v1::EnterCorrectionResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_correction(),
                               server::EnterCorrection(tx, call, request.correction(), name));
        return response;
      },
      reply);
}

void CompStatementService::ApproveCorrection(const Call& call,
                                             const v1::ApproveCorrectionRequest& request,
                                             Reply<v1::ApproveCorrectionResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), kCorrections);
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, KeyOf(id),
      [=, &call,
       &request](store::Transaction& tx) -> absl::StatusOr<v1::ApproveCorrectionResponse> {
        v1::ApproveCorrectionResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_correction(),
                               server::ApproveCorrection(tx, call, id, request.note()));
        return response;
      },
      reply);
}

void CompStatementService::RejectCorrection(const Call& call,
                                            const v1::RejectCorrectionRequest& request,
                                            Reply<v1::RejectCorrectionResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), kCorrections);
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, KeyOf(id),
      [=, &call, &request](store::Transaction& tx) -> absl::StatusOr<v1::RejectCorrectionResponse> {
        v1::RejectCorrectionResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_correction(),
                               server::RejectCorrection(tx, call, id, request.note()));
        return response;
      },
      reply);
}

void CompStatementService::GetCorrection(const Call& call, const v1::GetCorrectionRequest& request,
                                         Reply<v1::GetCorrectionResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), kCorrections);
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, id](store::Session& session) -> absl::StatusOr<v1::GetCorrectionResponse> {
        v1::GetCorrectionResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_correction(), ShowCorrection(call, session, id));
        return response;
      },
      reply);
}

void CompStatementService::ListCorrections(const Call& call,
                                           const v1::ListCorrectionsRequest& request,
                                           Reply<v1::ListCorrectionsResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::CorrectionList(), VisibleCorrections(call));
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListCorrectionsResponse> {
        v1::ListCorrectionsResponse response;
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_next_page_token(),
            store::ListCorrections(session, query, response.mutable_corrections()));
        return response;
      },
      reply);
}

}  // namespace baton::server
