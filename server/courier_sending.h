// One delivery on its way: its requests one after the other, with a token where one is needed.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "adapters/request_text.h"
#include "baton/v1/connection.pb.h"
#include "server/access_tokens.h"
#include "server/clock.h"
#include "server/delivery_desk.h"
#include "server/endpoints.h"
#include "server/http_sender.h"
#include "server/settlement.h"

namespace baton::server {

// Keeps itself alive until it is done. Runs on the sender's thread after Start.
class CourierSending : public std::enable_shared_from_this<CourierSending> {
 public:
  // `cut`: Baton was stopped meanwhile; whether the other side got it is not known.
  using Done = std::function<void(TryResult, Reception, bool cut)>;

  // Who carries it; outlive it.
  struct Means {
    HttpSender& sender;
    AccessTokens& tokens;
    const Clock& clock;
  };

  CourierSending(Means means, v1::Connection connection, v1::ConnectionCredentials credentials,
                 Letter letter, std::string key, Done done);

  // Calls `done` once.
  void Start();

 private:
  void WithToken();
  void SendMail();
  // The next request of the letter.
  void SendNext();
  void SendRequest(const adapters::HttpRequest& request, std::function<void(Answered)> take);
  void TakeAnswer(const Answered& answered);
  void TakeMailAnswer(const Answered& answered);
  // What was made before is asked for, since the next request needs its id.
  void FindMadeBefore();
  void Advance(std::string body);
  // Ends it with what the other side said.
  void Finish(adapters::Verdict verdict, std::string words, const Answered& answered);

  const Means means_;
  const v1::Connection connection_;
  const v1::ConnectionCredentials credentials_;
  const Letter letter_;
  const std::string key_;
  const Done done_;
  adapters::RequestSecrets secrets_;
  std::vector<std::string> answers_;
  std::string id_;
  bool renewed_ = false;
};

}  // namespace baton::server
