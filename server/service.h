// The base of every service: binds methods of baton.v1 to handlers and gives handlers the two ways
// to the store.
//
//   class TokenService final : public Service {
//    public:
//     explicit TokenService(const Parts& parts) : Service("baton.v1.TokenService", parts) {
//       Unary("RevokeToken", &TokenService::RevokeToken);
//     }
//    private:
//     void RevokeToken(const Call& call, const v1::RevokeTokenRequest& request,
//                      Reply<v1::RevokeTokenResponse> reply) {
//       RequestReader reader(call);
//       const std::string id = reader.Id("name", request.name(), "tokens");
//       if (!reader.status().ok()) return reply(reader.status());
//       Mutate(call, id, [&call, id](store::Transaction& transaction)
//                  -> absl::StatusOr<v1::RevokeTokenResponse> { ... }, reply);
//     }
//   };
//
// Handlers run on gRPC's threads and must not block. `call` and `request` live as long as any copy
// of `reply`, and so does what a body captured of them by reference.
//
// This does what protoc's plugin would generate for a raw callback service, from the descriptor:
// the edge gets the bytes, and a service is one line a method.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/impl/service_type.h"
#include "server/call.h"
#include "server/clock.h"
#include "server/edge.h"
#include "server/ids.h"
#include "server/reply.h"
#include "server/secret_box.h"
#include "server/visibility.h"
#include "store/store.h"

namespace baton::server {

class Courier;

// What services are made of. Everything outlives them.
struct Parts {
  Edge& edge;
  store::Store& store;
  IdSource& ids;
  Callers& callers;
  const SecretBox& secrets;
  Courier& courier;
};

// A unary method and what runs it.
struct HttpMethod {
  const Method* method;
  Edge::UnaryRun run;
};

class Service : public grpc::Service {
 public:
  // "baton.v1.TokenService"
  const std::string& full_name() const { return full_name_; }
  const std::deque<Method>& methods() const { return methods_; }

  // What runs the unary method of that path, "/baton.v1.TokenService/WhoAmI", over HTTP; null when
  // there is none.
  const HttpMethod* FindHttp(std::string_view path) const;

  // OK when every method of the service has a handler of the right types and a row in the access
  // table. The server refuses to start otherwise.
  absl::Status Verify() const;

 protected:
  Service(std::string full_name, const Parts& parts);

  template <class S, class Req, class Res>
  void Unary(const char* name, void (S::*handler)(const Call&, const Req&, Reply<Res>)) {
    BindUnary(Declare(name, Req::default_instance(), Res::descriptor(), {}),
              [this, handler](const Call& call, const google::protobuf::Message& request,
                              std::shared_ptr<Answerer> answerer) {
                (static_cast<S*>(this)->*handler)(call, static_cast<const Req&>(request),
                                                  Reply<Res>(std::move(answerer)));
              });
  }

  template <class S, class Req, class Res>
  void ServerStream(const char* name, void (S::*handler)(const Call&, const Req&, Stream<Res>)) {
    BindStream(
        Declare(name, Req::default_instance(), Res::descriptor(), {.server_streaming = true}),
        [this, handler](const Call& call, const google::protobuf::Message& request,
                        std::shared_ptr<StreamSink> sink) {
          (static_cast<S*>(this)->*handler)(call, static_cast<const Req&>(request),
                                            Stream<Res>(std::move(sink)));
        });
  }

  // The handler answers where the messages go; it replies once it has them all.
  template <class S, class Req, class Res>
  void ClientStream(const char* name,
                    std::shared_ptr<Intake> (S::*handler)(const Call&, Reply<Res>),
                    const Req& message) {
    BindFeed(Declare(name, message, Res::descriptor(), {.client_streaming = true}),
             [this, handler](const Call& call, std::shared_ptr<Answerer> answerer) {
               return (static_cast<S*>(this)->*handler)(call, Reply<Res>(std::move(answerer)));
             });
  }

  // Changes something: runs `body` in the store with the caller, method, request id and fingerprint
  // of the call, and answers after the commit. `key` is the record that calls could fight over
  // ("" is the whole tenant); see WriteOptions. `body` may run more than once:
  //   absl::StatusOr<Res> body(store::Transaction&)
  template <class Res, class Body>
  void Mutate(const Call& call, std::string key, Body body, Reply<Res> reply) {
    store_.Write(Options(call, std::move(key), reply), Serializing<Res>(std::move(body), reply),
                 [reply](const absl::StatusOr<std::string>& answer) { reply.Serialized(answer); });
  }

  // The same, where something must happen between the commit and the answer. `done` gets the
  // result on a thread of the store and must return quickly; `reply` only keeps the call alive:
  //   void done(absl::StatusOr<Res>)
  template <class Res, class Body, class Done>
  void MutateThen(const Call& call, std::string key, Body body, Reply<Res> reply, Done done) {
    store_.Write(Options(call, std::move(key), reply), Serializing<Res>(std::move(body), reply),
                 [reply, done = std::move(done)](const absl::StatusOr<std::string>& answer) {
                   done(Deserialize<Res>(answer));
                 });
  }

  // Reads within one snapshot and answers:
  //   absl::StatusOr<Res> body(store::Session&)
  template <class Res, class Body>
  void Query(const Call& call, Body body, Reply<Res> reply) {
    store_.Read(
        [&call, reply, body = std::move(body)](absl::Status status, store::Session* session) {
          if (status.ok() && call.cancelled()) status = CallerGone();
          if (!status.ok()) return reply(status);
          reply(body(*session));
        });
  }

  // The options of the call's write, for a handler that must talk to the store itself (a second
  // write after a refusal). `alive` is held while the store may still ask whether the caller left.
  template <class Alive>
  store::WriteOptions Options(const Call& call, std::string key, Alive alive) const {
    store::WriteOptions options = BaseOptions(call, std::move(key));
    options.cancelled = [&call, alive = std::move(alive)] { return call.cancelled(); };
    return options;
  }

  // What a write of the call answered.
  template <class Res>
  static absl::StatusOr<Res> Deserialize(const absl::StatusOr<std::string>& answer) {
    if (!answer.ok()) return answer.status();
    Res response;
    if (!response.ParseFromString(*answer)) return absl::InternalError("a kept answer is broken");
    return response;
  }

  // A new ULID of the call's time.
  std::string NewId(const Call& call) { return ids_.NextFor(call.now, call.request_id); }

  store::Store& store() { return store_; }
  Edge& edge() { return edge_; }
  Callers& callers() { return callers_; }

  // CANCELLED, reason CALLER_GONE.
  static absl::Status CallerGone();

 private:
  template <class Res, class Body>
  static store::WriteBody Serializing(Body body, Reply<Res> alive) {
    return [body = std::move(body), alive = std::move(alive)](
               store::Transaction& transaction) -> absl::StatusOr<std::string> {
      absl::StatusOr<Res> result = body(transaction);
      if (!result.ok()) return result.status();
      return result->SerializeAsString();
    };
  }

  store::WriteOptions BaseOptions(const Call& call, std::string key) const;
  // Which sides of a method stream.
  struct Shape {
    bool server_streaming = false;
    bool client_streaming = false;
  };
  const Method& Declare(const char* name, const google::protobuf::Message& request,
                        const google::protobuf::Descriptor* response, Shape shape);
  void BindUnary(const Method& method, Edge::UnaryRun run);
  void BindStream(const Method& method, Edge::StreamRun run);
  void BindFeed(const Method& method, Edge::FeedRun run);

  const std::string full_name_;
  Edge& edge_;
  store::Store& store_;
  IdSource& ids_;
  Callers& callers_;
  std::deque<Method> methods_;  // stable addresses: gRPC keeps pointers into them
  std::map<std::string, HttpMethod, std::less<>> http_methods_;  // by path
  std::vector<std::string> faults_;                              // what Verify() reports
};

// SHA-256 over who calls, the method and the request's fields: what a request id stands for. The
// same fields in another order of bytes are the same content. The same from another person is other
// content: a remembered answer is read by whoever asked for it alone (R11). A program is known by
// its role, so that its retry may come with a new token.
std::string Fingerprint(const Call& call, std::string_view method,
                        const google::protobuf::Message& request);

}  // namespace baton::server
