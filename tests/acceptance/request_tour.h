// The tour's requests, one for each method, to be asked again by others or with other names.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tests/acceptance/whole_tour.h"

namespace baton::testing {

// "/baton.v1.TokenService/WhoAmI"
std::string PathOf(const google::protobuf::MethodDescriptor& method);

class RequestTour : public WholeTour {
 protected:
  RequestTour();
  ~RequestTour() override;

  // A request of the tour and who sent it.
  struct Sent {
    std::shared_ptr<google::protobuf::Message> request;
    std::string secret;

    // A copy, without its request id.
    std::unique_ptr<google::protobuf::Message> Again() const;
  };

  // Goes on the tour; every method has a request behind it.
  void TourAndKeepRequests();

  // The last one of that method. What a client stream sent is made of the requests that it carries;
  // a list's first page is asked for by somebody who sees all.
  const Sent& LastOf(const google::protobuf::MethodDescriptor& method);

  // The response of a method. Fails when the bytes are none.
  static std::unique_ptr<google::protobuf::Message> Response(
      const google::protobuf::MethodDescriptor& method, const std::string& bytes);

  // Called with each request of the tour.
  virtual void Saw(const google::protobuf::Message& /*request*/) {}

 private:
  Sent Carrying(const google::protobuf::MethodDescriptor& method) const;
  Sent FirstPage(const google::protobuf::MethodDescriptor& method);

  std::map<std::string, Sent> sent_;  // by the request's type
};

}  // namespace baton::testing
