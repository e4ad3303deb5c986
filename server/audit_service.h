// AuditService: shows and verifies the audit log; hands out and erases a person's data.
#pragma once

#include "baton/v1/audit_service.pb.h"
#include "server/service.h"

namespace baton::server {

class AuditService final : public Service {
 public:
  explicit AuditService(const Parts& parts);

 private:
  void ListAuditEvents(const Call& call, const v1::ListAuditEventsRequest& request,
                       Reply<v1::ListAuditEventsResponse> reply);
  void VerifyAudit(const Call& call, const v1::VerifyAuditRequest& request,
                   Reply<v1::VerifyAuditResponse> reply);
  void ExportPersonalData(const Call& call, const v1::ExportPersonalDataRequest& request,
                          Stream<v1::ExportPersonalDataResponse> stream);
  void ErasePersonalData(const Call& call, const v1::ErasePersonalDataRequest& request,
                         Reply<v1::ErasePersonalDataResponse> reply);
};

}  // namespace baton::server
