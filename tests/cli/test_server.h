// A gRPC server in the process, on a port of its own, that answers what a test tells it to.
#pragma once

#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "baton/v1/integration_service.grpc.pb.h"
#include "baton/v1/signal_handoff_service.grpc.pb.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/cli/proto_text.h"

namespace baton::cli::testing {

inline constexpr char kSecret[] = "s3cret";
// What an identity provider would give out in its place.
inline constexpr char kJwt[] = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJyb3NhIn0.c2ln-bmF0_dXJl";

// The caller is rosa of tenant acme; it is 2027-01-05 09:00.
class TokenServer final : public v1::TokenService::Service {
 public:
  grpc::Status WhoAmI(grpc::ServerContext* context, const v1::WhoAmIRequest*,
                      v1::WhoAmIResponse* response) override {
    if (const grpc::Status status = Check(*context); !status.ok()) return status;
    response->set_tenant("tenants/acme");
    response->set_person("tenants/acme/people/rosa");
    response->set_role(v1::ROLE_CSM);
    *response->mutable_server_time() = ToProto(At("2027-01-05 09:00"));
    return grpc::Status::OK;
  }

  // Five tokens, two a page at most.
  grpc::Status ListTokens(grpc::ServerContext*, const v1::ListTokensRequest* request,
                          v1::ListTokensResponse* response) override {
    const int first = request->page_token().empty() ? 1 : std::stoi(request->page_token());
    const int last = std::min({5, first + 1, first + request->page_size() - 1});
    for (int i = first; i <= last; ++i) {
      response->add_tokens()->set_name(request->parent() + "/tokens/t" + std::to_string(i));
    }
    if (last < 5) response->set_next_page_token(std::to_string(last + 1));
    return grpc::Status::OK;
  }

 private:
  static grpc::Status Check(const grpc::ServerContext& context) {
    const auto& metadata = context.client_metadata();
    const auto found = metadata.find("authorization");
    for (const char* token : {kSecret, kJwt}) {
      if (found != metadata.end() && found->second == std::string("Bearer ") + token) {
        return grpc::Status::OK;
      }
    }
    google::rpc::ErrorInfo info;
    info.set_reason("TOKEN_INVALID");
    google::rpc::Status details;
    details.set_message("the token is unknown");
    details.add_details()->PackFrom(info);
    return grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "the token is unknown",
                        details.SerializeAsString());
  }
};

// Streams of WatchSignals, one script after the other; the last one stays open until cancelled.
class HandoffServer final : public v1::SignalHandoffService::Service {
 public:
  grpc::Status WatchSignals(grpc::ServerContext* context, const v1::WatchSignalsRequest* request,
                            grpc::ServerWriter<v1::WatchSignalsResponse>* writer) override {
    std::vector<v1::WatchSignalsResponse> script;
    bool last = false;
    {
      absl::MutexLock lock(&mutex_);
      resume_tokens_.push_back(request->resume_token());
      if (!scripts_.empty()) {
        script = scripts_.front();
        scripts_.erase(scripts_.begin());
      }
      last = scripts_.empty();
    }
    for (const auto& response : script) writer->Write(response);
    if (!last) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "going down");
    absl::MutexLock lock(&mutex_);
    while (!context->IsCancelled()) mutex_.AwaitWithTimeout(absl::Condition(&never_), kPoll);
    return grpc::Status::CANCELLED;
  }

  grpc::Status AcknowledgeSignal(grpc::ServerContext*, const v1::AcknowledgeSignalRequest* request,
                                 v1::AcknowledgeSignalResponse* response) override {
    absl::MutexLock lock(&mutex_);
    acknowledged_ = *request;
    response->mutable_signal()->set_name(request->name());
    response->mutable_signal()->set_state(v1::SIGNAL_STATE_ACKNOWLEDGED);
    return grpc::Status::OK;
  }

  void Play(std::vector<std::vector<v1::WatchSignalsResponse>> scripts) {
    absl::MutexLock lock(&mutex_);
    scripts_ = std::move(scripts);
  }

  // Waits until so many streams have begun.
  void AwaitStreams(size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto begun = [this, count]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return resume_tokens_.size() >= count;
    };
    mutex_.Await(absl::Condition(&begun));
  }

  std::vector<std::string> resume_tokens() {
    absl::MutexLock lock(&mutex_);
    return resume_tokens_;
  }

  v1::AcknowledgeSignalRequest acknowledged() {
    absl::MutexLock lock(&mutex_);
    return acknowledged_;
  }

 private:
  static constexpr absl::Duration kPoll = absl::Milliseconds(20);

  absl::Mutex mutex_;
  const bool never_ = false;
  std::vector<std::vector<v1::WatchSignalsResponse>> scripts_;
  std::vector<std::string> resume_tokens_;
  v1::AcknowledgeSignalRequest acknowledged_;
};

// Holds one connection, c1, and answers what tries a mapping out.
class IntegrationServer final : public v1::IntegrationService::Service {
 public:
  grpc::Status CreateConnection(grpc::ServerContext*, const v1::CreateConnectionRequest* request,
                                v1::CreateConnectionResponse* response) override {
    absl::MutexLock lock(&mutex_);
    created_ = *request;
    *response->mutable_connection() = request->connection();
    response->mutable_connection()->set_name(request->parent() + "/connections/c1");
    response->set_webhook_secret("whsec_shown_once");
    return grpc::Status::OK;
  }

  grpc::Status GetConnection(grpc::ServerContext*, const v1::GetConnectionRequest* request,
                             v1::GetConnectionResponse* response) override {
    v1::Connection& connection = *response->mutable_connection();
    connection.set_name(request->name());
    connection.set_vendor("salesforce");
    connection.set_display_name("Ours");
    connection.set_base_url("https://acme.example");
    for (const char* name : {"api_version", "stage"}) {
      connection.add_settings()->set_name(name);
      connection.mutable_settings()->rbegin()->set_value("old");
    }
    return grpc::Status::OK;
  }

  grpc::Status UpdateConnection(grpc::ServerContext*, const v1::UpdateConnectionRequest* request,
                                v1::UpdateConnectionResponse* response) override {
    absl::MutexLock lock(&mutex_);
    updated_ = *request;
    *response->mutable_connection() = request->connection();
    return grpc::Status::OK;
  }

  grpc::Status TestMapping(grpc::ServerContext*, const v1::TestMappingRequest* request,
                           v1::TestMappingResponse* response) override {
    absl::MutexLock lock(&mutex_);
    tested_ = *request;
    *response = trial_;
    return grpc::Status::OK;
  }

  void AnswerTrial(const v1::TestMappingResponse& trial) {
    absl::MutexLock lock(&mutex_);
    trial_ = trial;
  }
  v1::CreateConnectionRequest created() {
    absl::MutexLock lock(&mutex_);
    return created_;
  }
  v1::UpdateConnectionRequest updated() {
    absl::MutexLock lock(&mutex_);
    return updated_;
  }
  v1::TestMappingRequest tested() {
    absl::MutexLock lock(&mutex_);
    return tested_;
  }

 private:
  absl::Mutex mutex_;
  v1::CreateConnectionRequest created_;
  v1::UpdateConnectionRequest updated_;
  v1::TestMappingRequest tested_;
  v1::TestMappingResponse trial_;
};

class TestServer {
 public:
  TestServer() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&tokens_);
    builder.RegisterService(&handoff_);
    builder.RegisterService(&integration_);
    server_ = builder.BuildAndStart();
    address_ = "127.0.0.1:" + std::to_string(port);
  }

  const std::string& address() const { return address_; }
  HandoffServer& handoff() { return handoff_; }
  IntegrationServer& integration() { return integration_; }

 private:
  TokenServer tokens_;
  HandoffServer handoff_;
  IntegrationServer integration_;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace baton::cli::testing
