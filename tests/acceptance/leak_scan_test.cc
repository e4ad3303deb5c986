// R24: logs, errors and metrics of a tour through every method carry no token, no credential and no
// pay amount. Each request of the tour is sent a second time, as its caller and as somebody with
// less right, so that there are refusals of every kind to look at; server streams only as the tour
// calls them.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/acceptance/whole_tour.h"
#include "tests/proto_services.h"

namespace baton::testing {
namespace {

// A correction of somebody's pay, in minor units, and how an amount may be written.
constexpr int64_t kPlantedMinor = 98'765'431;
constexpr const char* kPlanted[] = {"98765431", "987654.31", "987,654.31", "98,765,431"};

class LeakScan : public WholeTour {
 protected:
  struct Sent {
    std::string path;
    std::string bytes;
    std::string secret;
  };

  // The last request of each method and caller.
  void WatchTour() {
    std::map<std::string, std::string> paths;  // by the request's type
    for (const auto* method : AllMethods()) {
      if (method->server_streaming()) continue;  // CallBytes reads one message
      paths[method->input_type()->full_name()] =
          absl::StrCat("/", method->service()->full_name(), "/", method->name());
    }
    WatchRequests(
        [this, paths](const google::protobuf::Message& request, const std::string& secret) {
          if (!secret.empty()) secrets_.insert(secret);
          if (request.GetDescriptor() == v1::EnterCorrectionRequest::descriptor()) {
            correction_.CopyFrom(request);
          }
          if (request.GetDescriptor() == v1::CreateConnectionRequest::descriptor()) {
            connection_.CopyFrom(request);
          }
          AddCredentials(request);
          const auto path = paths.find(request.GetDescriptor()->full_name());
          if (path == paths.end()) return;
          sent_[{path->second, secret}] = {path->second, request.SerializeAsString(), secret};
        });
  }

  // Texts in fields that hold what opens something.
  void AddCredentials(const google::protobuf::Message& message) {
    using google::protobuf::FieldDescriptor;
    const google::protobuf::Reflection& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->is_repeated()) continue;
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        AddCredentials(reflection.GetMessage(message, field));
      } else if (field->type() == FieldDescriptor::TYPE_STRING && IsCredential(field->name())) {
        secrets_.insert(reflection.GetString(message, field));
      }
    }
  }

  static bool IsCredential(const std::string& field) {
    for (const char* word : {"secret", "password", "api_key", "private_key", "refresh_token"}) {
      if (absl::StrContains(field, word)) return true;
    }
    return false;
  }

  // What `text` says that it must not; empty for nothing.
  std::string Finding(const std::string& text) const {
    for (const std::string& secret : secrets_) {
      // A shorter one is part of too much else.
      if (secret.size() >= 8 && absl::StrContains(text, secret)) return "a secret";
    }
    for (const char* amount : kPlanted) {
      if (absl::StrContains(text, amount)) return absl::StrCat("the pay amount ", amount);
    }
    return "";
  }

  // The refusal with all its details.
  static std::string RefusalOf(const absl::Status& status) {
    return status.ToString(absl::StatusToStringMode::kWithEverything);
  }

  std::set<std::string> secrets_;
  std::map<std::pair<std::string, std::string>, Sent> sent_;
  v1::EnterCorrectionRequest correction_;
  v1::CreateConnectionRequest connection_;
};

// The scan itself finds what it looks for.
TEST_F(LeakScan, R24_TheScanFindsWhatIsPlanted) {
  secrets_ = {"btn_planted_secret"};
  for (const char* text : {"a line with btn_planted_secret in it", "earned 987,654.31 USD"}) {
    EXPECT_FALSE(Finding(text).empty()) << text;
  }
  EXPECT_EQ(Finding("a line without"), "");
}

TEST_F(LeakScan, R24_LogsErrorsAndMetricsCarryNoSecretAndNoPay) {
  WatchTour();
  Tour();
  ASSERT_GT(correction_.correction().amount_minor(), 0);
  correction_.mutable_correction()->set_amount_minor(kPlantedMinor);
  correction_.mutable_correction()->set_reference("COMP-312");
  EXPECT_THAT(camille().Call(&StatementStub::EnterCorrection, correction_), IsOk());
  ASSERT_TRUE(connection_.has_credentials());
  connection_.mutable_credentials()->set_api_key("planted-api-key-90210");
  EXPECT_THAT(Admin().Call(&v1::IntegrationService::Stub::CreateConnection, connection_), IsOk());
  ASSERT_EQ(secrets_.count("planted-api-key-90210"), 1u);
  const auto sent = sent_;
  WatchRequests({});
  int refused = 0;
  const std::string auditor = As(v1::ROLE_AUDITOR).secret();
  for (const auto& [key, request] : sent) {
    for (const std::string& secret : {request.secret, auditor, std::string("btn_unknown_caller")}) {
      const auto answer = With(secret).CallBytes(request.path, request.bytes);
      if (answer.ok()) continue;
      ++refused;
      EXPECT_EQ(Finding(RefusalOf(answer.status())), "") << "a refusal of " << request.path;
    }
  }
  EXPECT_GT(refused, 200);
  EXPECT_GT(secrets_.size(), 5u);
  EXPECT_EQ(Finding(LogText()), "") << "the log";
  EXPECT_EQ(Finding(MetricsPage()), "") << "the metrics page";
}

}  // namespace
}  // namespace baton::testing
