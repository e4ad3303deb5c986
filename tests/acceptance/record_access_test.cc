// R11: own records and other people's. Every method that the access table grants to a role on its
// own records, or on its people's, is called again with the tour's last request: by somebody of
// that role who has nothing to do with the company's records, and by those who do. A new method is
// in the walk with its row, since the tour leaves none out.
//
// It found that an opportunity could be made, and read, from a signal out of reach. Planted and
// caught: GetOpportunity without its check, a request id's answer for whoever repeats the request.
// WatchSignals doesn't end: Watch.EverybodySeesWhatTheirRoleReaches.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "google/rpc/status.pb.h"
#include "server/access.h"
#include "tests/acceptance/request_tour.h"
#include "tests/proto_services.h"

namespace baton::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// True when the message names a record of the tenant, other than `self` and in what it refuses.
bool NamesRecords(const Message& message, const std::string& self) {
  if (message.GetDescriptor() == google::rpc::Status::descriptor()) return false;
  std::vector<const FieldDescriptor*> fields;
  const auto* reflection = message.GetReflection();
  reflection->ListFields(message, &fields);
  const auto names = [&self](const std::string& text) {
    return absl::StartsWith(text, "tenants/main/") && text != self;
  };
  for (const FieldDescriptor* field : fields) {
    const int size = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        if (names(field->is_repeated() ? reflection->GetRepeatedString(message, field, i)
                                       : reflection->GetString(message, field))) {
          return true;
        }
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        if (NamesRecords(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                              : reflection->GetMessage(message, field),
                         self)) {
          return true;
        }
      }
    }
  }
  return false;
}

class RecordAccess : public RequestTour {
 protected:
  absl::StatusOr<std::string> Ask(const MethodDescriptor& method, const Client& who) {
    return who.CallBytes(PathOf(method), LastOf(method).Again()->SerializeAsString());
  }

  void ExpectNothing(const MethodDescriptor& method, const absl::StatusOr<std::string>& answer,
                     const std::string& self, const std::string& cell) {
    if (answer.ok()) {
      const auto response = Response(method, *answer);
      EXPECT_FALSE(NamesRecords(*response, self)) << cell << "\n" << response->ShortDebugString();
      return;
    }
    // Some methods grant less than their row, by the role alone: whose signature is whose.
    EXPECT_TRUE(absl::IsNotFound(answer.status()) ||
                ReasonOn(answer.status()) == "ROLE_NOT_ALLOWED")
        << cell << " " << answer.status();
  }

  // Whether somebody of the company who acts in that role is answered otherwise than `stranger`
  // was: with what is theirs, or with what their record's state forbids.
  bool SomebodyReaches(const MethodDescriptor& method, v1::Role role,
                       const absl::StatusOr<std::string>& stranger) {
    for (const char* person :
         {"imogen", "rosa", "dana", "priya", "farah", "victor", "helen", "clara"}) {
      const auto answer = Ask(method, As(role, person));
      if (answer.status().code() != stranger.status().code()) return true;
      if (answer.ok() && *answer != *stranger) return true;
    }
    return false;
  }
};

TEST_F(RecordAccess, R11_EveryRoleReachesItsOwnRecordsAndNobodyElses) {
  TourAndKeepRequests();
  int cells = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    if (method->name() == "WatchSignals") continue;
    const auto* row =
        server::FindAccess(absl::StrCat(method->service()->name(), ".", method->name()));
    for (int number = 1; number < v1::Role_ARRAYSIZE; ++number) {
      const auto role = static_cast<v1::Role>(number);
      const server::Reach reach = row->For(role);
      if (reach != server::Reach::kOwn && reach != server::Reach::kPeople) continue;
      ++cells;
      const std::string cell =
          absl::StrCat(std::string(row->method), " as ", server::RoleText(role));
      const std::string id = absl::StrCat("stranger-", number);
      const Client stranger = As(role, id);
      const auto answer = Ask(*method, stranger);
      ExpectNothing(*method, answer, Person(id), cell);
      const bool by_role_alone = ReasonOn(answer.status()) == "ROLE_NOT_ALLOWED" ||
                                 method->name() == "BatchSignAttributions";
      EXPECT_TRUE(by_role_alone || SomebodyReaches(*method, role, answer)) << cell;
    }
  }
  EXPECT_GT(cells, 200);
}

// A program may have got a new token since.
TEST_F(RecordAccess, R11_ARememberedAnswerIsForWhoAskedAlone) {
  v1::FileSignalRequest request = Filing();
  request.set_request_id("once");
  const auto first = imogen().Call(&HandoffStub::FileSignal, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(imogen().Call(&HandoffStub::FileSignal, request)->signal().name(),
            first->signal().name());
  for (const Client& other : {As(v1::ROLE_CSM, "stranger"), remy(), plugin()}) {
    EXPECT_THAT(other.Call(&HandoffStub::FileSignal, request),
                Refuses(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
  }
  request.set_request_id("by a program");
  const auto filed = plugin().Call(&HandoffStub::FileSignal, request);
  ASSERT_THAT(filed, IsOk());
  v1::CreateTokenRequest create;
  create.set_parent(Tenant());
  create.mutable_token()->set_role(v1::ROLE_INTEGRATION);
  const auto token = Admin().Call(&v1::TokenService::Stub::CreateToken, create);
  ASSERT_THAT(token, IsOk());
  const auto again = With(token->secret()).Call(&HandoffStub::FileSignal, request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->signal().name(), filed->signal().name());
}

}  // namespace
}  // namespace baton::testing
