// R12: every field of every request that names a record, at whatever depth, and every such value of
// a filter: another tenant's record is answered like one that nobody has, with all details. The
// fields come from the descriptors and the protos' comments, the requests from the tour that calls
// every method; a field that holds a name without saying so in its comment fails the test.
//
// Asked are: a name of a tenant that has the very records of ours, against a name of no tenant; an
// id that only another tenant has, under our own tenant's name, against an id that nobody has; and
// both against each other where the record is looked for at all.
//
// It found 118 answers in other words, since the store called a record by its message and the
// services by its collection. Planted and caught, in 61 cells: the store's lookups of records
// without the tenant.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/any.pb.h"
#include "google/rpc/status.pb.h"
#include "server/access.h"
#include "tests/acceptance/name_fields.h"
#include "tests/acceptance/other_tenants.h"
#include "tests/acceptance/request_tour.h"
#include "tests/proto_services.h"

namespace baton::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Ids that no record of the tour has.
constexpr char kOnlyThere[] = "only-there";
constexpr char kQuarterThere[] = "2099-Q4";

// "tenants/{tenant}/people/{person}" with these in the braces.
std::string NameAfter(const std::string& pattern, const std::string& tenant, const std::string& id,
                      const std::string& quarter) {
  std::string name = absl::StrReplaceAll(
      pattern, {{"{tenant}", tenant}, {"{period}", quarter}, {"{quarter}", quarter}});
  for (size_t begin = name.find('{'); begin != std::string::npos; begin = name.find('{')) {
    const size_t end = std::min(name.find('}', begin), name.size() - 1);
    name.replace(begin, end - begin + 1, id);
  }
  return name;
}

// What is wrong with the items of a response, each with its place.
void CollectFaults(const Message& message, std::string* text) {
  if (message.GetDescriptor() == google::rpc::Status::descriptor()) {
    absl::StrAppend(text, " ", message.ShortDebugString());
    return;
  }
  std::vector<const FieldDescriptor*> fields;
  const auto* reflection = message.GetReflection();
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->type() != FieldDescriptor::TYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      CollectFaults(reflection->GetMessage(message, field), text);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      CollectFaults(reflection->GetRepeatedMessage(message, field, i), text);
    }
  }
}

class ForeignNames : public RequestTour {
 protected:
  // Everything that the caller of the tour's last such request hears when `text` stands in that
  // field, except `name` itself.
  std::string Answer(const MethodDescriptor& method, const FieldPath& path, const std::string& text,
                     const std::string& name) {
    const Sent& sent = LastOf(method);
    const std::unique_ptr<Message> request = sent.Again();
    Fill(path, text, request.get());
    const auto answer = With(sent.secret).CallBytes(PathOf(method), request->SerializeAsString());
    // A record below another is missed when that one is.
    const std::vector<std::string> parts = absl::StrSplit(name, '/');
    const std::string above =
        absl::StrJoin(parts.begin(), parts.begin() + std::min<size_t>(4, parts.size()), "/");
    return absl::StrReplaceAll(answer.ok() ? Told(method, *answer) : Told(answer.status()),
                               {{name, "NAME"}, {above, "ABOVE"}});
  }

  // A refusal with all its details.
  static std::string Told(const absl::Status& status) {
    std::string told = absl::StrCat(absl::StatusCodeToString(status.code()), " ", status.message());
    std::set<std::string> details;  // they come in any order
    status.ForEachPayload([&details](absl::string_view type, const absl::Cord& payload) {
      google::protobuf::Any any;
      any.set_type_url(std::string(type));
      any.set_value(std::string(payload));
      details.insert(absl::StrCat(" ", any.ShortDebugString()));
    });
    for (const std::string& detail : details) told.append(detail);
    return told;
  }

  // Of a response: what was refused of it; of a list, everything.
  static std::string Told(const MethodDescriptor& method, const std::string& bytes) {
    const std::unique_ptr<Message> response = Response(method, bytes);
    std::string faults;
    CollectFaults(*response, &faults);
    const bool list = absl::StartsWith(method.name(), "List");
    return absl::StrCat("OK", faults, list ? response->ShortDebugString() : "");
  }

  void Saw(const Message& request) override {
    const auto unmarked = fields_.Unmarked(request, Tenant());
    unmarked_.insert(unmarked.begin(), unmarked.end());
  }

  void Check(const MethodDescriptor& method, const FieldPath& path, const std::string& pattern,
             const std::string& filter);

  const NameFields fields_;
  std::set<std::string> unmarked_;
  int cells_ = 0;    // fields of requests
  int missing_ = 0;  // of them, those where the record was looked for
};

void ForeignNames::Check(const MethodDescriptor& method, const FieldPath& path,
                         const std::string& pattern, const std::string& filter) {
  const std::string cell = absl::StrCat(method.full_name(), " ", TextOf(path), " ", filter);
  const auto told = [&](const std::string& name) {
    const std::string text = filter.empty() ? name : absl::StrCat(filter, " = \"", name, "\"");
    return Answer(method, path, text, name);
  };
  const std::string fresh = absl::StrCat("nobody-", ++cells_);
  const std::string quarter = absl::StrCat(2100 + cells_, "-Q1");
  const bool is_person = absl::EndsWith(pattern, "/{person}");
  const std::string theirs =
      told(NameAfter(pattern, "other", is_person ? "rosa" : "harborline", "2026-Q1"));
  EXPECT_EQ(theirs, told(NameAfter(pattern, "nowhere", fresh, quarter))) << cell;
  if (pattern == "tenants/{tenant}") return;
  if (method.name() == "WatchSignals") return;  // what it would show comes later
  const std::string nobodys = told(NameAfter(pattern, "main", fresh, quarter));
  // Where the caller chooses the new id, it is one of our own from then on.
  if (nobodys != "OK") {
    EXPECT_EQ(told(NameAfter(pattern, "main", kOnlyThere, kQuarterThere)), nobodys) << cell;
  }
  missing_ += absl::StartsWith(nobodys, "NOT_FOUND") ? 1 : 0;
  // Else something was refused before the record was looked for, or the caller chose a new id.
  if (absl::StartsWith(nobodys, "NOT_FOUND")) {
    EXPECT_EQ(theirs, nobodys) << cell;
  }
  EXPECT_FALSE(absl::StartsWith(theirs, "UNAUTHENTICATED")) << cell;
}

TEST_F(ForeignNames, R12_AnotherTenantsNamesAreAnsweredLikeNobodys) {
  TourAndKeepRequests();
  EXPECT_THAT(unmarked_, ::testing::IsEmpty());
  const auto session = OpenSession();
  MirrorTenant(*session, "main", "other");
  AddLoneRecords(*session, "main", "lone", kOnlyThere, kQuarterThere);
  for (const MethodDescriptor* method : AllMethods()) {
    const auto* type = method->input_type();
    for (const FieldPath& path : fields_.Of(*type)) {
      Check(*method, path, fields_.Pattern(*path.back()), "");
    }
    for (const auto& [filter, pattern] : fields_.Filters(*type)) {
      Check(*method, {type->FindFieldByName("filter")}, pattern, filter);
    }
  }
  EXPECT_GT(cells_, 250);
  EXPECT_GT(missing_, 100);
}

}  // namespace
}  // namespace baton::testing
