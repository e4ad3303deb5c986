#include "server/policy_service.h"

#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/exchange_rate.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/calendar_desk.h"
#include "server/list_request.h"
#include "server/policy_desk.h"
#include "server/rate_desk.h"
#include "server/request_reader.h"
#include "store/calendars.h"
#include "store/exchange_rates.h"
#include "store/policies.h"

namespace baton::server {

PolicyService::PolicyService(const Parts& parts) : Service("baton.v1.PolicyService", parts) {
  Unary("GetPolicy", &PolicyService::GetPolicy);
  Unary("ListPolicyVersions", &PolicyService::ListPolicyVersions);
  Unary("ValidatePolicy", &PolicyService::ValidatePolicy);
  Unary("CreatePolicyVersion", &PolicyService::CreatePolicyVersion);
  Unary("SignPolicyVersion", &PolicyService::SignPolicyVersion);
  Unary("CreateCalendar", &PolicyService::CreateCalendar);
  Unary("GetCalendar", &PolicyService::GetCalendar);
  Unary("ListCalendars", &PolicyService::ListCalendars);
  Unary("PutExchangeRates", &PolicyService::PutExchangeRates);
  Unary("ApproveExchangeRates", &PolicyService::ApproveExchangeRates);
  Unary("ListExchangeRateSheets", &PolicyService::ListExchangeRateSheets);
}

void PolicyService::GetPolicy(const Call& call, const v1::GetPolicyRequest& request,
                              Reply<v1::GetPolicyResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  const absl::Time at = reader.Time("time", request.has_time(), request.time(), call.now);
  if (request.version() < 0) reader.violations().Add("version", "is negative");
  if (request.version() > 0 && request.has_time()) {
    reader.violations().Add("version", "excludes time: a version is the same at every time");
  }
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, &request, at](store::Session& session) {
        if (request.version() == 0) return ShowPolicyAt(session, call.tenant(), at, call.now);
        return ShowPolicyVersion(session, call.tenant(), request.version(), call.now);
      },
      reply);
}

void PolicyService::ListPolicyVersions(const Call& call,
                                       const v1::ListPolicyVersionsRequest& request,
                                       Reply<v1::ListPolicyVersionsResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::PolicyList(), store::Scope());
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [&call, query = *query](store::Session& session) {
        return server::ListPolicyVersions(session, query, call.now);
      },
      reply);
}

void PolicyService::ValidatePolicy(const Call& call, const v1::ValidatePolicyRequest& request,
                                   Reply<v1::ValidatePolicyResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  reader.OptionalId("policy.calendar", request.policy().calendar(), "calendars");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, &request](store::Session& session) {
        return server::ValidatePolicy(session, call.tenant(), request, call.now);
      },
      reply);
}

void PolicyService::CreatePolicyVersion(const Call& call,
                                        const v1::CreatePolicyVersionRequest& request,
                                        Reply<v1::CreatePolicyVersionResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  reader.OptionalId("policy.calendar", request.policy().calendar(), "calendars");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, std::string(kPolicyKey),
      [&call, &request](store::Transaction& tx) {
        return server::CreatePolicyVersion(tx, request, call.caller().person);
      },
      reply);
}

void PolicyService::SignPolicyVersion(const Call& call, const v1::SignPolicyVersionRequest& request,
                                      Reply<v1::SignPolicyVersionResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "policies");
  if (!reader.status().ok()) return reply(reader.status());
  int32_t version = 0;
  if (!absl::SimpleAtoi(id, &version) || absl::StrCat(version) != id) {
    return reply(domain::NotFound("policy", request.name()));
  }
  Mutate(
      call, std::string(kPolicyKey),
      [&call, version](store::Transaction& tx) {
        return server::SignPolicyVersion(tx, version, call.caller());
      },
      reply);
}

void PolicyService::CreateCalendar(const Call& call, const v1::CreateCalendarRequest& request,
                                   Reply<v1::CreateCalendarResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  const std::string id = reader.Id("calendar.name", request.calendar().name(), "calendars");
  const v1::BusinessCalendar calendar = ReadCalendarRequest(request, &reader.violations());
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, absl::StrCat("calendars/", id),
      [calendar](store::Transaction& tx) -> absl::StatusOr<v1::CreateCalendarResponse> {
        v1::CreateCalendarResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_calendar(), server::CreateCalendar(tx, calendar));
        return response;
      },
      reply);
}

void PolicyService::GetCalendar(const Call& call, const v1::GetCalendarRequest& request,
                                Reply<v1::GetCalendarResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "calendars");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, id](store::Session& session) -> absl::StatusOr<v1::GetCalendarResponse> {
        v1::GetCalendarResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_calendar(),
                               store::GetCalendar(session, call.tenant(), id));
        return response;
      },
      reply);
}

void PolicyService::ListCalendars(const Call& call, const v1::ListCalendarsRequest& request,
                                  Reply<v1::ListCalendarsResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::CalendarList(), store::Scope());
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListCalendarsResponse> {
        v1::ListCalendarsResponse response;
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_next_page_token(),
            store::RunListQuery(session, store::CalendarList(), query,
                                [&response] { return response.add_calendars(); }));
        return response;
      },
      reply);
}

void PolicyService::PutExchangeRates(const Call& call, const v1::PutExchangeRatesRequest& request,
                                     Reply<v1::PutExchangeRatesResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  domain::CheckRateSheet(request.sheet(), &reader.violations());
  if (!reader.status().ok()) return reply(reader.status());
  const std::string id = NewId(call);
  const std::string name = domain::ResourceName(call.tenant(), "exchangeRateSheets", id);
  Mutate(
      call, absl::StrCat("exchangeRateSheets/", id),
      [&call, &request, name](store::Transaction& tx) {
        v1::ExchangeRateSheet sheet = request.sheet();
        sheet.set_name(name);
        return server::PutExchangeRates(tx, std::move(sheet), call.caller());
      },
      reply);
}

void PolicyService::ApproveExchangeRates(const Call& call,
                                         const v1::ApproveExchangeRatesRequest& request,
                                         Reply<v1::ApproveExchangeRatesResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "exchangeRateSheets");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, absl::StrCat("exchangeRateSheets/", id),
      [&call, id](store::Transaction& tx) {
        return server::ApproveExchangeRates(tx, id, call.caller());
      },
      reply);
}

void PolicyService::ListExchangeRateSheets(const Call& call,
                                           const v1::ListExchangeRateSheetsRequest& request,
                                           Reply<v1::ListExchangeRateSheetsResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::ExchangeRateSheetList(), store::Scope());
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query =
           *query](store::Session& session) -> absl::StatusOr<v1::ListExchangeRateSheetsResponse> {
        v1::ListExchangeRateSheetsResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                               store::RunListQuery(session, store::ExchangeRateSheetList(), query,
                                                   [&response] { return response.add_sheets(); }));
        return response;
      },
      reply);
}

}  // namespace baton::server
