#include "server/service.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/refusal.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/rpc_service_method.h"
#include "store/sha256.h"

namespace baton::server {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using UnaryHandler = grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>;
using StreamHandler =
    grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>;

using FeedHandler =
    grpc::internal::CallbackClientStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>;

const ServiceDescriptor* Describe(const std::string& full_name) {
  return DescriptorPool::generated_pool()->FindServiceByName(full_name);
}

}  // namespace

Service::Service(std::string full_name, const Parts& parts)
    : full_name_(std::move(full_name)),
      edge_(parts.edge),
      store_(parts.store),
      ids_(parts.ids),
      callers_(parts.callers) {}

const Method& Service::Declare(const char* name, const google::protobuf::Message& request,
                               const google::protobuf::Descriptor* response, Shape shape) {
  const ServiceDescriptor* service = Describe(full_name_);
  const MethodDescriptor* described =
      service == nullptr ? nullptr : service->FindMethodByName(name);
  if (described == nullptr) {
    faults_.push_back(absl::StrCat(name, " is no method of the proto"));
  } else if (described->input_type() != request.GetDescriptor() ||
             described->output_type() != response ||
             described->server_streaming() != shape.server_streaming ||
             described->client_streaming() != shape.client_streaming) {
    faults_.push_back(absl::StrCat(name, "'s handler has other types than the proto"));
  }
  Method method;
  method.service = full_name_;
  method.name = name;
  method.full_name = absl::StrCat(full_name_.substr(full_name_.rfind('.') + 1), ".", name);
  method.path = absl::StrCat("/", full_name_, "/", name);
  method.request = &request;
  method.request_id = request.GetDescriptor()->FindFieldByName("request_id");
  method.access = FindAccess(method.full_name);
  method.metrics = edge_.metrics().ForMethod(method.full_name);
  if (method.access == nullptr) faults_.push_back(absl::StrCat(name, " has no access row"));
  return methods_.emplace_back(std::move(method));
}

const HttpMethod* Service::FindHttp(std::string_view path) const {
  const auto found = http_methods_.find(path);
  return found == http_methods_.end() ? nullptr : &found->second;
}

void Service::BindUnary(const Method& method, Edge::UnaryRun run) {
  http_methods_.emplace(method.path, HttpMethod{&method, run});
  AddMethod(new grpc::internal::RpcServiceMethod(method.path.c_str(),
                                                 grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
  MarkMethodRawCallback(
      static_cast<int>(methods_.size()) - 1,
      new UnaryHandler([this, &method, run = std::move(run)](grpc::CallbackServerContext* context,
                                                             const grpc::ByteBuffer* request,
                                                             grpc::ByteBuffer* response) {
        return edge_.Unary(method, context, request, response, run);
      }));
}

void Service::BindStream(const Method& method, Edge::StreamRun run) {
  AddMethod(new grpc::internal::RpcServiceMethod(
      method.path.c_str(), grpc::internal::RpcMethod::SERVER_STREAMING, nullptr));
  MarkMethodRawCallback(
      static_cast<int>(methods_.size()) - 1,
      new StreamHandler([this, &method, run = std::move(run)](grpc::CallbackServerContext* context,
                                                              const grpc::ByteBuffer* request) {
        return edge_.ServerStream(method, context, request, run);
      }));
}

void Service::BindFeed(const Method& method, Edge::FeedRun run) {
  AddMethod(new grpc::internal::RpcServiceMethod(
      method.path.c_str(), grpc::internal::RpcMethod::CLIENT_STREAMING, nullptr));
  MarkMethodRawCallback(
      static_cast<int>(methods_.size()) - 1,
      new FeedHandler([this, &method, run = std::move(run)](grpc::CallbackServerContext* context,
                                                            grpc::ByteBuffer* response) {
        return edge_.ClientStream(method, context, response, run);
      }));
}

absl::Status Service::Verify() const {
  std::vector<std::string> faults = faults_;
  const ServiceDescriptor* service = Describe(full_name_);
  if (service == nullptr) return absl::InternalError(absl::StrCat("no service ", full_name_));
  for (int i = 0; i < service->method_count(); ++i) {
    bool bound = false;
    for (const Method& method : methods_) bound |= method.name == service->method(i)->name();
    if (!bound) faults.push_back(absl::StrCat(service->method(i)->name(), " has no handler"));
  }
  if (faults.empty()) return absl::OkStatus();
  return absl::InternalError(absl::StrCat(full_name_, ": ", absl::StrJoin(faults, "; ")));
}

store::WriteOptions Service::BaseOptions(const Call& call, std::string key) const {
  store::WriteOptions options;
  options.tenant = call.tenant();
  options.actor = call.caller().actor();
  options.method = call.method;
  options.request_id = call.request_id;
  if (!call.request_id.empty()) options.fingerprint = Fingerprint(call, call.method, *call.request);
  options.key = std::move(key);
  options.now = call.now;
  return options;
}

absl::Status Service::CallerGone() {
  return domain::Refuse(absl::StatusCode::kCancelled, v1::ERROR_REASON_CALLER_GONE,
                        "the client left or its deadline passed before the work began");
}

std::string Fingerprint(const Call& call, std::string_view method,
                        const google::protobuf::Message& request) {
  const Caller& caller = call.caller();
  std::string content = caller.person.empty() ? RoleText(caller.role) : caller.person;
  content.push_back('\0');
  content.append(method);
  content.push_back('\0');
  {
    google::protobuf::io::StringOutputStream stream(&content);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  return store::Sha256(content);
}

}  // namespace baton::server
