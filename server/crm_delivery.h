// A delivery that is for a CRM, as the requests that its writer makes of it. Pure.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "adapters/crm_writer.h"
#include "baton/v1/account.pb.h"
#include "baton/v1/connection.pb.h"
#include "baton/v1/delivery.pb.h"
#include "baton/v1/signal.pb.h"

namespace baton::server {

// What the delivery is about.
struct CrmRecords {
  v1::Signal signal;
  v1::Account account;
  adapters::CrmIds ids;
  std::string ae_name;
  // The CRM's id of the person who is the delivery's recipient; empty for a queue.
  std::string recipient_id;
};

// Where a deal is to close whose signal names no day.
inline constexpr int kUsualDaysToClose = 90;

// Settings: "api_version", "objects_path", "time_zone", "field.NAME" (the organisation's own name
// of a field), "stage", "pipeline", "multi_currency" (true: amounts say their currency),
// "revops_owner" (the CRM's id of whose tasks RevOps' are). INVALID_ARGUMENT names what is missing,
// FAILED_PRECONDITION the record that the CRM does not know and the command that mends it.
absl::StatusOr<adapters::HttpRequests> CrmRequests(const v1::Delivery& delivery,
                                                   const v1::Connection& connection,
                                                   const CrmRecords& records);

}  // namespace baton::server
