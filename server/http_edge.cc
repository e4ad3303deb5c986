#include "server/http_edge.h"

#include <httplib.h>

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "google/rpc/error_details.pb.h"
#include "server/connect_codec.h"
#include "server/error_details.h"
#include "server/http_server.h"
#include "server/http_tls.h"
#include "server/webhook_desk.h"

namespace baton::server {
namespace {

// Where the client states no timeout.
constexpr absl::Duration kLongestCall = absl::Minutes(5);
constexpr int kAccepted = 202;
constexpr int kContentTooLarge = 413;
constexpr int kUnsupportedMediaType = 415;
constexpr char kIngestPath[] = "/baton.v1.IntegrationService/IngestPayload";

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

}  // namespace

class HttpEdge::Server {
 public:
  Server(const Config& config, Parts parts, std::unique_ptr<HttpTls> tls)
      : parts_(std::move(parts)),
        max_body_(static_cast<size_t>(config.max_message_bytes)),
        server_(max_body_, std::move(tls)) {
    Route();
  }

  ~Server() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }

  // The port in use, below 1 when it can't be bound.
  int Start(const std::string& host, int port) {
    const int bound = server_.Bind(host, port);
    if (bound < 1) return bound;
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    // Before it runs, stop() would do nothing.
    while (!server_.is_running()) std::this_thread::yield();
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
    HttpServer::Current()->CloseAfterAnswer();
    return httplib::Server::HandlerResponse::Handled;
  }

  void Route() {
    server_.set_pre_routing_handler(&RefuseCompressed);
    server_.Get("/healthz", [this](const httplib::Request&, httplib::Response& response) {
      const bool well = parts_.is_well();
      response.status = well ? 200 : 503;
      response.set_content(well ? "ok\n" : "not serving\n", "text/plain");
    });
    if (parts_.metrics_page) {
      server_.Get("/metrics", [this](const httplib::Request&, httplib::Response& response) {
        response.set_content(parts_.metrics_page(), "text/plain; version=0.0.4");
      });
    }
    server_.Post(R"(/v1/connections/([^/]+)/payloads)",
                 [this](const httplib::Request& request, httplib::Response& response) {
                   TakeWebhook(request, &response);
                 });
    server_.Post(R"(/(baton\.v1\.[A-Za-z]+/[A-Za-z]+))",
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

  // Blocks this connection's thread until the call is answered.
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
    // A body in chunks has no length that the library could refuse before.
    if (request.body.size() > max_body_) {
      response->status = kContentTooLarge;
      return;
    }
    const auto timeout = ConnectTimeout(request.get_header_value("Connect-Timeout-Ms"));
    const std::string fault = HeaderFault(request, timeout.has_value());
    if (!fault.empty()) {
      return Refuse(StatusOf(grpc::StatusCode::INVALID_ARGUMENT, fault), response);
    }
    const HttpAnswer answer = Run(
        *method,
        {.authorization = request.get_header_value("Authorization"),
         .caller = nullptr,
         .body = request.body,
         .json = *codec == ConnectCodec::kJson,
         .deadline = absl::Now() + std::min(*timeout, kLongestCall),
         .hung_up = [client = HttpServer::Current()->hang_up()] { return client->Happened(); }});
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
    if (request.body.size() > max_body_) {
      response->status = kContentTooLarge;
      return;
    }
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
  const size_t max_body_;
  HttpServer server_;
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
  std::unique_ptr<HttpTls> tls;
  if (config.tls()) {
    BATON_ASSIGN_OR_RETURN(tls, HttpTls::Open(config.tls_cert, config.tls_key));
  }
  auto server = std::make_unique<Server>(config, std::move(parts), std::move(tls));
  const int bound = server->Start(host, port);
  if (bound < 1) return absl::UnavailableError(absl::StrCat("can't serve HTTP on ", config.http));
  return std::unique_ptr<HttpEdge>(new HttpEdge(
      std::move(server), absl::StrCat(config.http.substr(0, config.http.rfind(':')), ":", bound)));
}

}  // namespace baton::server
