#include "tests/acceptance/request_tour.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/access.h"

namespace baton::testing {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

std::string PathOf(const MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

RequestTour::RequestTour() {
  WatchRequests([this](const Message& request, const std::string& secret) {
    Sent& sent = sent_[request.GetTypeName()];
    sent.request.reset(request.New());
    sent.request->CopyFrom(request);
    sent.secret = secret;
    Saw(request);
  });
}

RequestTour::~RequestTour() { WatchRequests({}); }

std::unique_ptr<Message> RequestTour::Sent::Again() const {
  std::unique_ptr<Message> again(request->New());
  again->CopyFrom(*request);
  const FieldDescriptor* id = again->GetDescriptor()->FindFieldByName("request_id");
  if (id != nullptr) again->GetReflection()->ClearField(again.get(), id);
  return again;
}

void RequestTour::TourAndKeepRequests() {
  Tour();
  WatchRequests({});
}

const RequestTour::Sent& RequestTour::LastOf(const MethodDescriptor& method) {
  const std::string& type = method.input_type()->full_name();
  if (sent_.count(type) == 0) {
    const bool list = absl::StartsWith(method.name(), "List");
    sent_[type] = list ? FirstPage(method) : Carrying(method);
  }
  return sent_[type];
}

std::unique_ptr<Message> RequestTour::Response(const MethodDescriptor& method,
                                               const std::string& bytes) {
  const Message* empty = MessageFactory::generated_factory()->GetPrototype(method.output_type());
  std::unique_ptr<Message> response(empty->New());
  EXPECT_TRUE(response->ParseFromString(bytes)) << method.full_name();
  return response;
}

RequestTour::Sent RequestTour::Carrying(const MethodDescriptor& method) const {
  const Message* empty = MessageFactory::generated_factory()->GetPrototype(method.input_type());
  Sent sent{std::shared_ptr<Message>(empty->New()), {}};
  for (int i = 0; i < method.input_type()->field_count(); ++i) {
    const FieldDescriptor* field = method.input_type()->field(i);
    if (field->type() != FieldDescriptor::TYPE_MESSAGE) continue;
    const auto carried = sent_.find(field->message_type()->full_name());
    if (carried == sent_.end()) continue;
    Message* inner = sent.request->GetReflection()->MutableMessage(sent.request.get(), field);
    inner->CopyFrom(*carried->second.request);
    sent.secret = carried->second.secret;
  }
  EXPECT_NE(sent.secret, "") << method.full_name() << " was not called";
  return sent;
}

RequestTour::Sent RequestTour::FirstPage(const MethodDescriptor& method) {
  const std::map<std::string, std::string> parents = {
      {"ListAuditItems", Name("attributionAudits", "2026-Q1")},
      {"ListHealthObservations", Account("harborline")},
      {"ListActivities", Account("harborline")},
      {"ListUsage", Account("birch-wood")},
      {"ListSignalHistory", signal_}};
  const Message* empty = MessageFactory::generated_factory()->GetPrototype(method.input_type());
  Sent sent{std::shared_ptr<Message>(empty->New()), {}};
  const auto given = parents.find(method.name());
  const FieldDescriptor* parent = method.input_type()->FindFieldByName("parent");
  sent.request->GetReflection()->SetString(sent.request.get(), parent,
                                           given == parents.end() ? Tenant() : given->second);
  const auto* row = server::FindAccess(absl::StrCat(method.service()->name(), ".", method.name()));
  for (int role = 1; role < v1::Role_ARRAYSIZE && sent.secret.empty(); ++role) {
    if (row->For(static_cast<v1::Role>(role)) != server::Reach::kAll) continue;
    sent.secret = As(static_cast<v1::Role>(role)).secret();
  }
  return sent;
}

}  // namespace baton::testing
