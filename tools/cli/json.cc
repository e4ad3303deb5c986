#include "tools/cli/json.h"

#include "google/protobuf/util/json_util.h"

namespace baton::cli {
namespace {

std::string ToJson(const google::protobuf::Message& message, bool spread) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = spread;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  // Fails only for messages that hold an unknown Any; the API has none.
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) return "{}\n";
  while (!json.empty() && json.back() == '\n') json.pop_back();
  return json + "\n";
}

}  // namespace

std::string JsonDocument(const google::protobuf::Message& message) { return ToJson(message, true); }

std::string JsonLine(const google::protobuf::Message& message) { return ToJson(message, false); }

}  // namespace baton::cli
