// List requests all look alike (AIP-158, AIP-160): this reads them.
#pragma once

#include <utility>

#include "absl/status/statusor.h"
#include "server/call.h"
#include "server/request_reader.h"
#include "store/list.h"

namespace baton::server {

// The query of a list below one record, whose name the handler has read itself. Not checked yet:
// what reads the list narrows it to the record, which page tokens are bound to, and names the
// faults.
template <class Req>
store::ListQuery ReadPage(const Call& call, const Req& request, store::Scope scope = {}) {
  store::ListQuery query;
  query.tenant = call.tenant();
  query.now = call.now;
  query.page_size = request.page_size();
  query.page_token = request.page_token();
  if constexpr (requires { request.filter(); }) query.filter = request.filter();
  if constexpr (requires { request.order_by(); }) query.order_by = request.order_by();
  query.scope = std::move(scope);
  return query;
}

// The query of a list over the caller's tenant, which the request names as its parent. Names every
// fault of filter, order, size and token at once.
template <class Req>
absl::StatusOr<store::ListQuery> ParseList(const Call& call, const Req& request,
                                           const store::ListSpec& spec, store::Scope scope) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  if (!reader.status().ok()) return reader.status();
  store::ListQuery query = ReadPage(call, request, std::move(scope));
  if (auto status = store::CheckListQuery(spec, query); !status.ok()) return status;
  return query;
}

}  // namespace baton::server
