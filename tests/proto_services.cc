#include "tests/proto_services.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "baton/v1/account_service.pb.h"
#include "baton/v1/attribution_service.pb.h"
#include "baton/v1/audit_service.pb.h"
#include "baton/v1/comp_statement_service.pb.h"
#include "baton/v1/demo_service.pb.h"
#include "baton/v1/integration_service.pb.h"
#include "baton/v1/policy_service.pb.h"
#include "baton/v1/report_service.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "baton/v1/token_service.pb.h"

namespace baton::testing {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// A static library's file is linked when something of it is used.
const FileDescriptor* kLinked[] = {
    v1::GetAccountRequest::descriptor()->file(),
    v1::GetBookingRequest::descriptor()->file(),
    v1::VerifyAuditRequest::descriptor()->file(),
    v1::GetCompStatementRequest::descriptor()->file(),
    v1::AdvanceClockRequest::descriptor()->file(),
    v1::IngestPayloadRequest::descriptor()->file(),
    v1::GetPolicyRequest::descriptor()->file(),
    v1::OpenLoopsRequest::descriptor()->file(),
    v1::GetSignalRequest::descriptor()->file(),
    v1::WhoAmIRequest::descriptor()->file(),
};

std::vector<std::string> ProtoFiles() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(BATON_PROTO_DIR "/baton/v1")) {
    if (entry.path().extension() == ".proto") {
      names.push_back("baton/v1/" + entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

const FileDescriptor* FindFile(const std::string& name) {
  const FileDescriptor* file = DescriptorPool::generated_pool()->FindFileByName(name);
  if (file == nullptr) {
    std::fprintf(stderr, "%s isn't linked in: add it to tests/proto_services.cc\n", name.c_str());
    std::abort();
  }
  return file;
}

}  // namespace

std::vector<const ServiceDescriptor*> AllServices() {
  if (std::size(kLinked) == 0) std::abort();
  std::vector<const ServiceDescriptor*> services;
  for (const std::string& name : ProtoFiles()) {
    const FileDescriptor* file = FindFile(name);
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const ServiceDescriptor* service : AllServices()) {
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

}  // namespace baton::testing
