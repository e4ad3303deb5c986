// AccountService's methods about people over time: absences (W-1).
#include <string>

#include "domain/status_macros.h"
#include "server/absence_desk.h"
#include "server/account_service.h"
#include "server/request_reader.h"

namespace baton::server {

void AccountService::SetAbsence(const Call& call, const v1::SetAbsenceRequest& request,
                                Reply<v1::SetAbsenceResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("person", request.person(), "people");
  reader.OptionalId("absence.deputy", request.absence().deputy(), "people");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, id,
      [&call, &request](store::Transaction& tx) -> absl::StatusOr<v1::SetAbsenceResponse> {
        BATON_RETURN_IF_ERROR(CheckVisible(call, tx.session(), "person", request.person(),
                                           {request.person()}, Deputies::kLeftOut));
        v1::SetAbsenceResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_person(),
                               request.clear()
                                   ? ClearAbsence(tx, request.person(), request.absence())
                                   : server::SetAbsence(tx, request.person(), request.absence()));
        return response;
      },
      reply);
}

}  // namespace baton::server
