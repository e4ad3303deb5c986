#include "server/stated_fields.h"

#include <algorithm>

#include "domain/status_macros.h"

namespace baton::server {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A field and the message that it lies in: null where that is absent.
struct Place {
  Message* message;
  const FieldDescriptor* field;
};

Place Find(std::string_view path, Message* message) {
  const size_t dot = path.find('.');
  const auto* field = message->GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
  if (dot == std::string_view::npos) return {message, field};
  const auto* reflection = message->GetReflection();
  if (!reflection->HasField(*message, field)) return {nullptr, nullptr};
  return Find(path.substr(dot + 1), reflection->MutableMessage(message, field));
}

bool IsStated(const std::string& path, Message* message) {
  const Place place = Find(path, message);
  return place.message != nullptr &&
         place.message->GetReflection()->HasField(*place.message, place.field);
}

}  // namespace

absl::Status LeaveOutOlder(store::Transaction& tx, const std::string& record,
                           const store::SourceVersion& version,
                           const std::vector<std::string>& fields, Message* stated) {
  std::vector<std::string> given;
  for (const std::string& path : fields) {
    if (IsStated(path, stated)) given.push_back(path);
  }
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> newer,
                         store::TakeNewerFields(tx, record, version, given));
  for (const std::string& path : given) {
    if (std::find(newer.begin(), newer.end(), path) != newer.end()) continue;
    const Place place = Find(path, stated);
    place.message->GetReflection()->ClearField(place.message, place.field);
  }
  return absl::OkStatus();
}

}  // namespace baton::server
