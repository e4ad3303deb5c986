// One run of ExportPersonalData: found within one snapshot, sent at the client's pace.
#pragma once

#include <deque>
#include <memory>

#include "baton/v1/audit_service.pb.h"
#include "server/call.h"
#include "server/reply.h"
#include "store/store.h"

namespace baton::server {

// Holds all that was found until it is sent: what one person left is little beside what a tenant
// keeps.
class PersonalDataRun : public std::enable_shared_from_this<PersonalDataRun> {
 public:
  static void Start(const Call& call, store::Store& store,
                    const v1::ExportPersonalDataRequest& request,
                    Stream<v1::ExportPersonalDataResponse> stream);

 private:
  explicit PersonalDataRun(Stream<v1::ExportPersonalDataResponse> stream);

  void Send();

  const Stream<v1::ExportPersonalDataResponse> stream_;
  std::deque<v1::ExportPersonalDataResponse> queue_;
};

}  // namespace baton::server
