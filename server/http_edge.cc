#include "server/http_edge.h"

#include <httplib.h>

#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "domain/refusal.h"
#include "google/rpc/error_details.pb.h"
#include "server/connect_codec.h"
#include "server/error_details.h"
#include "server/webhook_desk.h"

namespace baton::server {
namespace {

constexpr time_t kPatienceSeconds = 5;  // with a client that sends or reads nothing
// An idle connection holds a thread, and a stop waits for it.
constexpr time_t kKeepAliveSeconds = 1;
constexpr size_t kCallsOfAConnection = 1'000;
// Where the client states no timeout.
constexpr absl::Duration kLongestCall = absl::Minutes(5);
constexpr int kAccepted = 202;
constexpr int kUnsupportedMediaType = 415;
constexpr char kIngestPath[] = "/baton.v1.IntegrationService/IngestPayload";

// The library's own options would let a second server share the port.
void AllowRestart(socket_t socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
}

google::rpc::Status StatusOf(int code, const std::string& message) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  return status;
}

void Refuse(const google::rpc::Status& status, httplib::Response* response) {
  response->status = HttpStatus(status.code());
  const auto delay = RetryAfter(status);
  if (delay.has_value()) response->set_header("Retry-After", absl::StrCat(*delay));
  response->set_content(ErrorBody(status), "application/json");
}

// The same, of what a rule or desk refused.
void Refuse(const absl::Status& status, httplib::Response* response) {
  Refuse(ToRpcStatus(status, "none"), response);
}

// TLS 1.3 and nothing else, as over gRPC.
std::unique_ptr<httplib::Server> MakeTlsServer(const Config& config) {
  auto server =
      std::make_unique<httplib::SSLServer>(config.tls_cert.c_str(), config.tls_key.c_str());
  if (server->is_valid()) SSL_CTX_set_min_proto_version(server->ssl_context(), TLS1_3_VERSION);
  return server;
}

}  // namespace

class HttpEdge::Server {
 public:
  Server(const Config& config, Parts parts) : parts_(std::move(parts)) {
    server_ = config.tls() ? MakeTlsServer(config) : std::make_unique<httplib::Server>();
    server_->new_task_queue = [] { return new httplib::ThreadPool(kHttpThreads); };
    server_->set_socket_options(AllowRestart);
    server_->set_keep_alive_max_count(kCallsOfAConnection);
    server_->set_keep_alive_timeout(kKeepAliveSeconds);
    server_->set_read_timeout(kPatienceSeconds);
    server_->set_write_timeout(kPatienceSeconds);
    server_->set_payload_max_length(static_cast<size_t>(config.max_message_bytes));
    Route();
  }

  ~Server() {
    server_->stop();
    if (thread_.joinable()) thread_.join();
  }

  bool is_valid() const { return server_->is_valid(); }

  // The port in use, below 1 when it can't be bound.
  int Start(const std::string& host, int port) {
    const int bound = port == 0 ? server_->bind_to_any_port(host)
                                : (server_->bind_to_port(host, port) ? port : 0);
    if (bound < 1) return bound;
    thread_ = std::thread([this] { server_->listen_after_bind(); });
    // Before it runs, stop() would do nothing.
    while (!server_->is_running()) std::this_thread::yield();
    return bound;
  }

 private:
  // Before anything of the body is read: a few compressed bytes may be a great many.
  static httplib::Server::HandlerResponse RefuseCompressed(const httplib::Request& request,
                                                           httplib::Response& response) {
    const std::string encoding = request.get_header_value("Content-Encoding");
    if (encoding.empty() || encoding == "identity") {
      return httplib::Server::HandlerResponse::Unhandled;
    }
    Refuse(StatusOf(grpc::StatusCode::UNIMPLEMENTED, "compressed bodies are not taken"), &response);
    response.status = kUnsupportedMediaType;
    response.set_header("Accept-Encoding", "identity");
    response.set_header("Connection", "close");
    return httplib::Server::HandlerResponse::Handled;
  }

  void Route() {
    server_->set_pre_routing_handler(&RefuseCompressed);
    server_->Get("/healthz", [this](const httplib::Request&, httplib::Response& response) {
      const bool well = parts_.is_well();
      response.status = well ? 200 : 503;
      response.set_content(well ? "ok\n" : "not serving\n", "text/plain");
    });
    if (parts_.metrics_page) {
      server_->Get("/metrics", [this](const httplib::Request&, httplib::Response& response) {
        response.set_content(parts_.metrics_page(), "text/plain; version=0.0.4");
      });
    }
    server_->Post(R"(/v1/connections/([^/]+)/payloads)",
                  [this](const httplib::Request& request, httplib::Response& response) {
                    TakeWebhook(request, &response);
                  });
    server_->Post(R"(/(baton\.v1\.[A-Za-z]+/[A-Za-z]+))",
                  [this](const httplib::Request& request, httplib::Response& response) {
                    TakeCall(request, &response);
                  });
  }

  const HttpMethod* Find(const std::string& path) const {
    for (const auto& service : parts_.services) {
      if (const HttpMethod* method = service->FindHttp(path)) return method;
    }
    return nullptr;
  }

  // Blocks this thread of the pool until the call is answered.
  HttpAnswer Run(const HttpMethod& method, HttpRequest request) {
    HttpAnswer answer;
    absl::Notification answered;
    parts_.edge.Http(*method.method, std::move(request), method.run, [&](HttpAnswer given) {
      answer = std::move(given);
      answered.Notify();
    });
    answered.WaitForNotification();
    return answer;
  }

  void TakeCall(const httplib::Request& request, httplib::Response* response) {
    const HttpMethod* method = Find(request.path);
    if (method == nullptr) {
      Refuse(StatusOf(grpc::StatusCode::UNIMPLEMENTED,
                      absl::StrCat("there is no unary method ", request.path)),
             response);
      response->status = 404;
      return;
    }
    const auto codec = CodecOf(request.get_header_value("Content-Type"));
    if (!codec.has_value()) {
      response->status = kUnsupportedMediaType;
      response->set_header("Accept-Post", "application/json, application/proto");
      return;
    }
    const auto timeout = ConnectTimeout(request.get_header_value("Connect-Timeout-Ms"));
    const std::string fault = HeaderFault(request, timeout.has_value());
    if (!fault.empty()) {
      return Refuse(StatusOf(grpc::StatusCode::INVALID_ARGUMENT, fault), response);
    }
    const HttpAnswer answer =
        Run(*method, {.authorization = request.get_header_value("Authorization"),
                      .caller = nullptr,
                      .body = request.body,
                      .json = *codec == ConnectCodec::kJson,
                      .deadline = absl::Now() + std::min(*timeout, kLongestCall)});
    if (answer.status.code() != 0) return Refuse(answer.status, response);
    response->status = 200;
    response->set_content(answer.body, std::string(ContentTypeOf(*codec)));
  }

  static std::string HeaderFault(const httplib::Request& request, bool timeout_is_one) {
    const std::string version = request.get_header_value("Connect-Protocol-Version");
    if (!version.empty() && version != "1") return "Connect-Protocol-Version must be 1";
    return timeout_is_one ? "" : "Connect-Timeout-Ms must be a number of 1 to 10 digits";
  }

  void TakeWebhook(const httplib::Request& request, httplib::Response* response) {
    adapters::Webhook webhook;
    webhook.method = request.method;
    webhook.uri = absl::StrCat("https://", request.get_header_value("Host"), request.target);
    webhook.headers.assign(request.headers.begin(), request.headers.end());
    webhook.body = request.body;
    webhook.receive_time = parts_.clock.Now();
    const auto read = ReadWebhook(parts_.store, parts_.secrets, request.matches[1].str(), webhook);
    if (!read.ok()) return Refuse(read.status(), response);
    const HttpAnswer answer = Run(*Find(kIngestPath), {.authorization = {},
                                                       .caller = read->caller,
                                                       .body = read->request.SerializeAsString(),
                                                       .json = false,
                                                       .deadline = absl::Now() + kLongestCall});
    if (answer.status.code() == 0) {
      response->status = 200;
      return response->set_content("{}", "application/json");
    }
    Refuse(answer.status, response);
    // What can't be read or applied is durable as a letter: sending it again would change nothing.
    if (IsKept(answer.status)) response->status = kAccepted;
  }

  // Whether the refusal says that the payload is kept as a dead letter.
  static bool IsKept(const google::rpc::Status& status) {
    for (const google::protobuf::Any& detail : status.details()) {
      google::rpc::ErrorInfo info;
      if (detail.UnpackTo(&info) && info.metadata().count("dead_letter") > 0) return true;
    }
    return false;
  }

  const Parts parts_;
  std::unique_ptr<httplib::Server> server_;
  std::thread thread_;
};

HttpEdge::HttpEdge(std::unique_ptr<Server> server, std::string address)
    : server_(std::move(server)), address_(std::move(address)) {}

HttpEdge::~HttpEdge() = default;

absl::StatusOr<std::unique_ptr<HttpEdge>> HttpEdge::Serve(const Config& config, Parts parts) {
  std::string host;
  int port = 0;
  if (!SplitAddress(config.http, &host, &port)) {
    return absl::UnavailableError(absl::StrCat("\"", config.http, "\" is no HOST:PORT"));
  }
  auto server = std::make_unique<Server>(config, std::move(parts));
  if (!server->is_valid()) {
    return absl::UnavailableError("HTTP: the TLS files hold no matching certificate and key");
  }
  const int bound = server->Start(host, port);
  if (bound < 1) return absl::UnavailableError(absl::StrCat("can't serve HTTP on ", config.http));
  return std::unique_ptr<HttpEdge>(new HttpEdge(
      std::move(server), absl::StrCat(config.http.substr(0, config.http.rfind(':')), ":", bound)));
}

}  // namespace baton::server
