// How a handler answers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace baton::server {

// Where an answer goes: the edge's side of a Reply. The first call of one of the three counts, any
// later one does nothing; destroyed unanswered it answers INTERNAL, so that no client ever hangs.
class Answerer {
 public:
  virtual ~Answerer() = default;
  virtual void Succeed(const google::protobuf::Message& response) = 0;
  virtual void SucceedSerialized(const std::string& response) = 0;
  virtual void Fail(const absl::Status& status) = 0;
};

// Answers one unary call. Copyable; to be called once, from any thread, and quick there.
template <class Res>
class Reply {
 public:
  using Response = Res;
  explicit Reply(std::shared_ptr<Answerer> answerer) : answerer_(std::move(answerer)) {}

  void operator()(const absl::StatusOr<Res>& result) const {
    if (result.ok()) {
      answerer_->Succeed(*result);
    } else {
      answerer_->Fail(result.status());
    }
  }
  void operator()(const Res& response) const { answerer_->Succeed(response); }
  void operator()(const absl::Status& refusal) const { answerer_->Fail(refusal); }

  // The answer as the store remembers it under a request id: a serialized Res.
  void Serialized(const absl::StatusOr<std::string>& result) const {
    if (result.ok()) {
      answerer_->SucceedSerialized(*result);
    } else {
      answerer_->Fail(result.status());
    }
  }

 private:
  std::shared_ptr<Answerer> answerer_;
};

// Where the messages go that a caller streams.
class Intake {
 public:
  virtual ~Intake() = default;
  // Takes the next message. Calls `more` once, when another may come; until then none does.
  virtual void Take(std::shared_ptr<const google::protobuf::Message> message,
                    std::function<void()> more) = 0;
  // The caller has sent the last one, or has left.
  virtual void End() = 0;
};

// Where the messages of a stream go: the edge's side of a Stream.
class StreamSink {
 public:
  virtual ~StreamSink() = default;
  virtual bool Write(const google::protobuf::Message& message) = 0;
  virtual void WhenReady(std::function<void()> go_on) = 0;
  virtual bool over() const = 0;
  virtual void Finish(const absl::Status& status) = 0;
};

// Messages that wait for a slow client at most; then Write() refuses.
inline constexpr int kMaxQueuedMessages = 16;

// Answers one server-streaming call. Copyable, any thread. Dropping the last copy without Finish()
// ends the stream as INTERNAL.
//
//   void Pump(Stream<R> stream, std::shared_ptr<Cursor> cursor) {
//     while (cursor->has_next()) {
//       if (!stream.Write(cursor->current())) {         // full, or over
//         stream.WhenReady([=] { Pump(stream, cursor); });
//         return;
//       }
//       cursor->Next();
//     }
//     stream.Finish(absl::OkStatus());
//   }
template <class Res>
class Stream {
 public:
  explicit Stream(std::shared_ptr<StreamSink> sink) : sink_(std::move(sink)) {}

  // Sends a message, or queues it behind those still on their way. False when it was not taken:
  // kMaxQueuedMessages wait already (ask WhenReady), or the stream is over.
  bool Write(const Res& message) const { return sink_->Write(message); }

  // Calls `go_on` once, when there is room again (at once if there is). When the stream is over it
  // is dropped uncalled. Only one may wait; a new one replaces it. Runs on a gRPC thread: it must
  // not block.
  void WhenReady(std::function<void()> go_on) const { sink_->WhenReady(std::move(go_on)); }

  // The client left, its deadline passed, its token was revoked, the server drains, or Finish() was
  // called.
  bool over() const { return sink_->over(); }

  // Ends the stream after what is queued. The first call counts.
  void Finish(const absl::Status& status) const { sink_->Finish(status); }

 private:
  std::shared_ptr<StreamSink> sink_;
};

}  // namespace baton::server
