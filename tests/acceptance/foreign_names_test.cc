// R12: every field of every request that holds a name, filled with another tenant's, is answered
// like one that nobody has. The fields come from the comments of the protos, the requests from the
// tour that calls every method: each of its callers asks again, one field at a time.
#include <google/protobuf/compiler/importer.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "baton/v1/account_service.grpc.pb.h"
#include "tests/acceptance/whole_tour.h"
#include "tests/proto_services.h"

namespace baton::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// The fields from a request down to the one that holds a name.
using Path = std::vector<const FieldDescriptor*>;

std::string TextOf(const Path& path) {
  std::string text;
  for (const FieldDescriptor* field : path) {
    absl::StrAppend(&text, text.empty() ? "" : ".", field->name());
  }
  return text;
}

// Reads the protos with their comments.
class NameFields {
 public:
  NameFields() : importer_(&tree_, nullptr) {
    tree_.MapPath("", BATON_PROTO_DIR);
    tree_.MapPath("", "/usr/include");
  }

  // Every path in a request to a field that names a record, as its comment says. What the server
  // fills in is none.
  std::vector<Path> Of(const Descriptor& request) {
    std::vector<Path> found;
    Path path;
    Walk(request, &path, &found);
    return found;
  }

  // "tenants/{tenant}/people/{person}" for a field that holds one; empty for any other.
  std::string Pattern(const FieldDescriptor& field) {
    importer_.Import(field.file()->name());
    const auto* message =
        importer_.pool()->FindMessageTypeByName(field.containing_type()->full_name());
    google::protobuf::SourceLocation location;
    if (message == nullptr || field.type() != FieldDescriptor::TYPE_STRING ||
        !message->FindFieldByName(field.name())->GetSourceLocation(&location)) {
      return {};
    }
    const std::string& comment = location.leading_comments;
    const size_t begin = comment.find("tenants/{tenant}");
    if (begin == std::string::npos || absl::StrContains(comment, "given by the server") ||
        absl::StrContains(comment, "Output only")) {
      return {};
    }
    return comment.substr(begin, comment.find_first_of(" .;,:\n)", begin) - begin);
  }

 private:
  void Walk(const Descriptor& message, Path* path, std::vector<Path>* found) {
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor* field = message.field(i);
      path->push_back(field);
      if (!Pattern(*field).empty()) {
        found->push_back(*path);
      } else if (field->type() == FieldDescriptor::TYPE_MESSAGE && !field->is_map() &&
                 path->size() < 4 &&
                 absl::StartsWith(field->message_type()->full_name(), "baton.")) {
        Walk(*field->message_type(), path, found);
      }
      path->pop_back();
    }
  }

  google::protobuf::compiler::DiskSourceTree tree_;
  google::protobuf::compiler::Importer importer_;
};

// Sets the field at the end of the path, in the first element of what is repeated.
void Fill(const Path& path, const std::string& name, Message* message) {
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    const auto* reflection = message->GetReflection();
    if (!path[i]->is_repeated()) {
      message = reflection->MutableMessage(message, path[i]);
    } else if (reflection->FieldSize(*message, path[i]) == 0) {
      message = reflection->AddMessage(message, path[i]);
    } else {
      message = reflection->MutableRepeatedMessage(message, path[i], 0);
    }
  }
  const auto* reflection = message->GetReflection();
  if (!path.back()->is_repeated()) {
    reflection->SetString(message, path.back(), name);
  } else if (reflection->FieldSize(*message, path.back()) == 0) {
    reflection->AddString(message, path.back(), name);
  } else {
    reflection->SetRepeatedString(message, path.back(), 0, name);
  }
}

// A request of the tour and who sent it.
struct Sent {
  std::unique_ptr<Message> request;
  std::string secret;
};

class ForeignNames : public WholeTour {
 protected:
  ForeignNames() {
    WatchRequests([this](const Message& request, const std::string& secret) {
      Sent& sent = sent_[request.GetTypeName()];
      sent.request.reset(request.New());
      sent.request->CopyFrom(request);
      sent.secret = secret;
    });
  }
  ~ForeignNames() override { WatchRequests({}); }

  // What the caller of the tour's last such request hears with `name` in that field, the name left
  // out of it.
  std::string Answer(const MethodDescriptor& method, const Sent& sent, const Path& path,
                     const std::string& name) {
    const std::unique_ptr<Message> request(sent.request->New());
    request->CopyFrom(*sent.request);
    const auto* id = request->GetDescriptor()->FindFieldByName("request_id");
    if (id != nullptr) request->GetReflection()->ClearField(request.get(), id);
    Fill(path, name, request.get());
    const std::string full = absl::StrCat("/", method.service()->full_name(), "/", method.name());
    const auto answer = With(sent.secret).CallBytes(full, request->SerializeAsString());
    if (answer.ok()) return "OK";
    return absl::StrReplaceAll(
        absl::StrCat(absl::StatusCodeToString(answer.status().code()), " ",
                     ReasonOn(answer.status()), " ", absl::string_view(answer.status().message())),
        {{name, "NAME"}});
  }

  // Records of another tenant under the ids that the tour uses in its own.
  void Mirror() {
    const Client other = AdminOf("other");
    for (const char* id : {"rosa", "imogen", "priya", "dana"}) {
      v1::UpsertPersonRequest request;
      request.mutable_person()->set_name(absl::StrCat("tenants/other/people/", id));
      request.mutable_person()->set_display_name(id);
      request.mutable_person()->set_role(v1::ROLE_AE);
      ASSERT_THAT(other.Call(&AccountStub::UpsertPerson, request), IsOk());
    }
    v1::UpsertAccountRequest request;
    request.mutable_account()->set_name("tenants/other/accounts/harborline");
    request.mutable_account()->set_display_name("Harborline");
    ASSERT_THAT(other.Call(&AccountStub::UpsertAccount, request), IsOk());
  }

  std::map<std::string, Sent> sent_;  // by the request's type
};

// "tenants/{tenant}/people/{person}" with these in the braces.
std::string NameAfter(const std::string& pattern, const std::string& tenant,
                      const std::string& id) {
  std::string name = absl::StrReplaceAll(pattern, {{"{tenant}", tenant}});
  for (size_t begin = name.find('{'); begin != std::string::npos; begin = name.find('{')) {
    name.replace(begin, name.find('}', begin) - begin + 1, id);
  }
  return name;
}

TEST_F(ForeignNames, R12_AnotherTenantsNamesAreAnsweredLikeNobodys) {
  Tour();
  WatchRequests({});
  Mirror();
  NameFields fields;
  int tried = 0;
  std::set<std::string> refused_otherwise;
  for (const MethodDescriptor* method : AllMethods()) {
    const auto sent = sent_.find(method->input_type()->full_name());
    if (sent == sent_.end()) {
      EXPECT_TRUE(fields.Of(*method->input_type()).empty() || method->client_streaming())
          << method->full_name() << " was not sent";
      continue;
    }
    for (const Path& path : fields.Of(*method->input_type())) {
      const std::string cell = absl::StrCat(method->full_name(), " ", TextOf(path));
      const std::string pattern = fields.Pattern(*path.back());
      const bool is_person = absl::EndsWith(pattern, "/{person}");
      const std::string known = NameAfter(pattern, "other", is_person ? "rosa" : "harborline");
      const std::string foreign = Answer(*method, sent->second, path, known);
      const std::string nobodys =
          Answer(*method, sent->second, path, NameAfter(pattern, "nowhere", "no-such-record"));
      EXPECT_EQ(foreign, nobodys) << cell;
      ++tried;
      if (!absl::StartsWith(foreign, "NOT_FOUND")) refused_otherwise.insert(cell + ": " + foreign);
      if (method->server_streaming() || pattern == "tenants/{tenant}") continue;
      const std::string own =
          Answer(*method, sent->second, path, NameAfter(pattern, "main", "no-such-record"));
      EXPECT_EQ(foreign, own) << cell;
    }
  }
  EXPECT_GT(tried, 100);
  for (const std::string& cell : refused_otherwise) std::printf("%s\n", cell.c_str());
}

}  // namespace
}  // namespace baton::testing
