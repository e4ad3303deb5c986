#include "tests/crash/vendor_payloads.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "adapters/transform.h"

namespace baton::testing {
namespace {

using nlohmann::json;

constexpr char kSobjects[] = "/services/data/v67.0/sobjects/";

json Attributes(const std::string& type, const std::string& id) {
  return {{"type", type}, {"url", absl::StrCat(kSobjects, type, "/", id)}};
}

}  // namespace

std::string GainsightId(const std::string& prefix, int number) {
  return absl::StrFormat("%s%032d", prefix, number);
}

std::string SalesforceId(const std::string& prefix, int number) {
  return *adapters::ToId18(absl::StrFormat("%sHs0%09d", prefix, number));
}

std::string GainsightAnswer(const json& record) {
  return json{{"result", true},
              {"errorCode", nullptr},
              {"errorDesc", nullptr},
              {"requestId", "cb7fd125-f9dd-490e-b9ec-b76444ad8fa8"},
              {"data", json::array({record})},
              {"message", nullptr}}
      .dump();
}

std::string SalesforceEvent(const std::string& entity, const std::string& id,
                            const std::string& type, absl::Time commit, int replay,
                            const json& fields) {
  json changed = json::array();
  for (const auto& [name, value] : fields.items()) changed.push_back(name);
  json payload = fields;
  payload["ChangeEventHeader"] = {{"entityName", entity},
                                  {"recordIds", {id}},
                                  {"changeType", type},
                                  {"transactionKey", absl::StrFormat("0006c5d1-%08d", replay)},
                                  {"sequenceNumber", 1},
                                  {"commitTimestamp", EpochMs(commit)},
                                  {"commitNumber", absl::ToUnixMicros(commit) * 1000 + replay},
                                  {"nulledFields", json::array()},
                                  {"diffFields", json::array()},
                                  {"changedFields", type == "CREATE" ? json::array() : changed}};
  payload["LastModifiedDate"] = EpochMs(commit);
  const json event = {{"id", absl::StrFormat("5e0c2f1b-8a0d-4a9e-b1c7-%012d", replay)},
                      {"schema_id", "Qm3zT0v9Xk2LrB7yPd5aWg"},
                      {"payload", payload}};
  const std::string replay_id = absl::StrFormat("%012d", replay);
  return json{{"topic", absl::StrCat("/data/", entity, "ChangeEvent")},
              {"fetch_response",
               {{"events", {{{"event", event}, {"replay_id", replay_id}}}},
                {"latest_replay_id", replay_id},
                {"rpc_id", "rpc-0567e8210646"},
                {"pending_num_requested", 99}}}}
      .dump();
}

std::string SalesforceOpportunity(const std::string& id, json record, const json& lines) {
  record["attributes"] = Attributes("Opportunity", id);
  record["Id"] = id;
  record["OpportunityLineItems"] = {
      {"totalSize", lines.size()}, {"done", true}, {"records", lines}};
  return json{{"totalSize", 1}, {"done", true}, {"records", {record}}}.dump();
}

std::string SalesforceUser(const std::string& id, json record) {
  record["attributes"] = Attributes("User", id);
  record["Id"] = id;
  return record.dump();
}

std::string Iso(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

int64_t EpochMs(absl::Time time) { return absl::ToUnixMillis(time); }

std::string IsoDate(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone());
}

}  // namespace baton::testing
