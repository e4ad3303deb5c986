// AccountService's methods about people and accounts over time: absences, leavers, merges (W-1,
//
#include <string>

#include "domain/instant.h"
#include "domain/status_macros.h"
#include "server/absence_desk.h"
#include "server/account_desk.h"
#include "server/account_service.h"
#include "server/caller_loader.h"
#include "server/leaver_desk.h"
#include "server/merge_desk.h"
#include "server/request_reader.h"

namespace baton::server {

void AccountService::UpsertPerson(const Call& call, const v1::UpsertPersonRequest& request,
                                  Reply<v1::UpsertPersonResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("person.name", request.person().name(), "people");
  reader.OptionalId("person.manager", request.person().manager(), "people");
  if (!reader.status().ok()) return reply(reader.status());
  MutateThen(
      call, id,
      [&request](store::Transaction& tx) -> absl::StatusOr<v1::UpsertPersonResponse> {
        v1::UpsertPersonResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_person(),
                               server::UpsertPerson(tx, request.person()));
        return response;
      },
      reply,
      [this, reply](const absl::StatusOr<v1::UpsertPersonResponse>& result) {
        // A token's role is its own; whom somebody else vouches for has their person's.
        if (callers().identity() == nullptr) return reply(result);
        AnswerAfterReload(result, reply);
      });
}

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

void AccountService::EndPerson(const Call& call, const v1::EndPersonRequest& request,
                               Reply<v1::EndPersonResponse> reply) {
  RequestReader reader(call);
  reader.Id("name", request.name(), "people");
  const absl::Time end =
      reader.Time("end_time", request.has_end_time(), request.end_time(), call.now);
  if (!reader.status().ok()) return reply(reader.status());
  // Their work is many records, so no key: nothing else of the tenant is written meanwhile.
  MutateThen(
      call, "",
      [&request, end](store::Transaction& tx) {
        return request.withdraw() ? StayOn(tx, request.name())
                                  : server::EndPerson(tx, request.name(), end);
      },
      reply,
      [this, reply](const absl::StatusOr<v1::EndPersonResponse>& result) {
        AnswerAfterReload(result, reply);
      });
}

void AccountService::MergePeople(const Call& call, const v1::MergePeopleRequest& request,
                                 Reply<v1::MergePeopleResponse> reply) {
  RequestReader reader(call);
  reader.Id("survivor", request.survivor(), "people");
  reader.Id("merged", request.merged(), "people");
  if (!reader.status().ok()) return reply(reader.status());
  MutateThen(
      call, "",
      [&request](store::Transaction& tx) -> absl::StatusOr<v1::MergePeopleResponse> {
        v1::MergePeopleResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_person(),
                               server::MergePeople(tx, request.survivor(), request.merged()));
        return response;
      },
      reply,
      [this, reply](const absl::StatusOr<v1::MergePeopleResponse>& result) {
        AnswerAfterReload(result, reply);
      });
}

void AccountService::MergeAccounts(const Call& call, const v1::MergeAccountsRequest& request,
                                   Reply<v1::MergeAccountsResponse> reply) {
  RequestReader reader(call);
  reader.Id("survivor", request.survivor(), "accounts");
  reader.Id("merged", request.merged(), "accounts");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, "",
      [&request](store::Transaction& tx) -> absl::StatusOr<v1::MergeAccountsResponse> {
        v1::MergeAccountsResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_account(),
                               server::MergeAccounts(tx, request.survivor(), request.merged()));
        return response;
      },
      reply);
}

template <class Res>
void AccountService::AnswerAfterReload(const absl::StatusOr<Res>& result, Reply<Res> reply) {
  if (!result.ok()) return reply(result);
  LoadCallers(store(), callers(), [this, result, reply](const absl::Status& loaded) {
    if (!loaded.ok()) return reply(loaded);
    edge().EndStaleStreams();
    reply(result);
  });
}

}  // namespace baton::server
