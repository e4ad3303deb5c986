#include "tools/cli/connection_walk.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace baton::cli {
namespace {

// Answers by the beginning of the question, else with an empty line; notes what was asked, secrets
// with a star.
class Person {
 public:
  explicit Person(std::map<std::string, std::string> answers) : answers_(std::move(answers)) {}

  Ask ask() {
    return [this](const std::string& question, bool secret) -> absl::StatusOr<std::string> {
      asked_.push_back(absl::StrCat(secret ? "*" : "", question));
      for (const auto& [beginning, answer] : answers_) {
        if (question.rfind(beginning, 0) == 0) return answer;
      }
      return std::string();
    };
  }

  const std::vector<std::string>& asked() const { return asked_; }

 private:
  const std::map<std::string, std::string> answers_;
  std::vector<std::string> asked_;
};

v1::CreateConnectionRequest Of(const std::string& vendor) {
  v1::CreateConnectionRequest request;
  request.mutable_connection()->set_vendor(vendor);
  return request;
}

TEST(WalkThrough, AsksForWhatSalesforceNeeds) {
  v1::CreateConnectionRequest request = Of("salesforce");
  Person person({{"Your org", " https://acme.my.salesforce.com/ "},
                 {"Consumer key", "key"},
                 {"Consumer secret", "hidden"}});
  ASSERT_TRUE(WalkThrough(person.ask(), &request).ok());
  EXPECT_EQ(request.connection().base_url(), "https://acme.my.salesforce.com/");
  EXPECT_EQ(request.credentials().client_id(), "key");
  EXPECT_EQ(request.credentials().client_secret(), "hidden");
  EXPECT_EQ(request.credentials().token_url(),
            "https://acme.my.salesforce.com/services/oauth2/token");
  const std::vector<std::string> asked = {
      "Your org's address, as https://acme.my.salesforce.com: ",
      "Consumer key of the external client app: ", "*Consumer secret: ",
      "Where access tokens come from [https://acme.my.salesforce.com/services/oauth2/token]: "};
  EXPECT_EQ(person.asked(), asked);
}

TEST(WalkThrough, WhoIsNotCalledNeedsNoCredentials) {
  v1::CreateConnectionRequest request = Of("gainsight");
  Person person(std::map<std::string, std::string>{});
  ASSERT_TRUE(WalkThrough(person.ask(), &request).ok());
  EXPECT_EQ(person.asked().size(), 1u);
  EXPECT_EQ(request.connection().base_url(), "");
  EXPECT_FALSE(request.has_credentials());
}

TEST(WalkThrough, AnEmptyAnswerTakesTheDefault) {
  v1::CreateConnectionRequest request = Of("slack");
  Person person(std::map<std::string, std::string>{{"Bot token", "xoxb-1"}});
  ASSERT_TRUE(WalkThrough(person.ask(), &request).ok());
  EXPECT_EQ(request.connection().base_url(), "https://slack.com");
  EXPECT_EQ(request.credentials().api_key(), "xoxb-1");
}

TEST(WalkThrough, AMailServerWithoutUserIsAskedForNoPassword) {
  v1::CreateConnectionRequest request = Of("smtp");
  Person person({{"Mail server", "smtp://mail.acme.example"}, {"Address", "baton@acme.example"}});
  ASSERT_TRUE(WalkThrough(person.ask(), &request).ok());
  ASSERT_EQ(request.connection().settings_size(), 1);
  EXPECT_EQ(request.connection().settings(0).name(), "from");
  EXPECT_EQ(request.connection().settings(0).value(), "baton@acme.example");
  EXPECT_EQ(person.asked().back(), "User, if it asks for one: ");
  EXPECT_FALSE(request.has_credentials());
}

TEST(WalkThrough, NothingIsAskedOfAVendorThatBatonOnlyTakesPayloadsOf) {
  v1::CreateConnectionRequest request = Of("generic");
  Person person(std::map<std::string, std::string>{});
  ASSERT_TRUE(WalkThrough(person.ask(), &request).ok());
  EXPECT_TRUE(person.asked().empty());
}

TEST(WalkThrough, EndsWhereNobodyAnswersAnyMore) {
  v1::CreateConnectionRequest request = Of("hubspot");
  const Ask gone = [](const std::string&, bool) -> absl::StatusOr<std::string> {
    return absl::CancelledError("gone");
  };
  EXPECT_EQ(WalkThrough(gone, &request).code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace baton::cli
