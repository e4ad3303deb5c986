// connection and mapping, whole runs: what reaches the server, and what a person reads.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/test_server.h"
#include "tools/cli/run.h"

namespace baton::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Result {
  int code;
  std::string out;
  std::string err;
};

class ConnectionCommands : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Result RunHere(std::vector<std::string> words) {
    words.insert(words.begin(), "baton");
    words.insert(words.end(), {"--address", server_.address(), "--token", testing::kSecret});
    std::vector<const char*> argv;
    for (const std::string& word : words) argv.push_back(word.c_str());
    std::ostringstream out;
    std::ostringstream err;
    const int code = cli::Run(static_cast<int>(argv.size()), argv.data(), out, err, Terminal{});
    return {code, out.str(), err.str()};
  }

  std::string File(const std::string& name, const std::string& content) {
    std::ofstream(folder_ + "/" + name) << content;
    return folder_ + "/" + name;
  }

  testing::TestServer server_;
  const std::string folder_ =
      ::testing::TempDir() + "baton_cli_connection_" + std::to_string(getpid());
};

TEST_F(ConnectionCommands, AddTakesSecretsFromFilesAndShowsTheWebhooksOnce) {
  const Result result =
      RunHere({"connection", "add", "salesforce", "--url", "https://acme.example", "--setting",
               "api_version=v67.0", "--credentials",
               File("open.json", R"({"client_id": "key", "client_secret": "hidden"})"),
               "--webhook-secret", File("secret", "given-by-the-vendor\n")});
  ASSERT_EQ(result.code, 0) << result.err;
  const v1::CreateConnectionRequest created = server_.integration().created();
  EXPECT_EQ(created.connection().vendor(), "salesforce");
  EXPECT_EQ(created.connection().display_name(), "salesforce");
  EXPECT_EQ(created.connection().settings(0).value(), "v67.0");
  EXPECT_EQ(created.credentials().client_secret(), "hidden");
  EXPECT_EQ(created.webhook_secret(), "given-by-the-vendor");
  EXPECT_THAT(result.out, HasSubstr("whsec_shown_once"));
  EXPECT_THAT(result.out, HasSubstr("/v1/connections/c1/payloads"));
  EXPECT_THAT(result.out, HasSubstr("baton connection test c1"));
  EXPECT_THAT(result.out, Not(HasSubstr("hidden")));
}

TEST_F(ConnectionCommands, AddWithoutAnAddressSaysWhatIsLeftToDo) {
  const Result result = RunHere({"connection", "add", "gainsight", "--name", "Ours"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(server_.integration().created().connection().display_name(), "Ours");
  EXPECT_FALSE(server_.integration().created().has_credentials());
  EXPECT_THAT(result.out, HasSubstr("baton connection update c1 --url URL --credentials FILE"));
}

TEST_F(ConnectionCommands, ABrokenFileOfCredentialsIsNotQuoted) {
  const Result result = RunHere({"connection", "add", "slack", "--credentials",
                                 File("broken.json", R"({"api_key": hidden})")});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("broken.json is no JSON of api_key"));
  EXPECT_THAT(result.err, Not(HasSubstr("hidden")));
}

TEST_F(ConnectionCommands, NoSecretIsAnArgument) {
  for (const char* flag : {"--api-key", "--password", "--client-secret"}) {
    EXPECT_EQ(RunHere({"connection", "add", "slack", flag, "hidden"}).code, 2) << flag;
  }
}

TEST_F(ConnectionCommands, UpdateKeepsWhatIsNotSaid) {
  const Result result =
      RunHere({"connection", "update", "c1", "--setting", "stage=new", "--setting", "pipeline=p"});
  ASSERT_EQ(result.code, 0) << result.err;
  const v1::UpdateConnectionRequest updated = server_.integration().updated();
  EXPECT_EQ(updated.connection().name(), "tenants/acme/connections/c1");
  EXPECT_EQ(updated.connection().base_url(), "https://acme.example");
  EXPECT_FALSE(updated.has_credentials());
  ASSERT_EQ(updated.connection().settings_size(), 3);
  EXPECT_EQ(updated.connection().settings(0).value(), "old");
  EXPECT_EQ(updated.connection().settings(1).value(), "new");
  EXPECT_EQ(updated.connection().settings(2).name(), "pipeline");
}

v1::TestMappingResponse Trial() {
  v1::TestMappingResponse trial;
  v1::TracedField& account = *trial.add_fields();
  account.set_record("records[0]");
  account.set_field("account_external_id");
  account.set_value("A1");
  account.add_paths()->set_path("Account");
  account.mutable_paths(0)->set_value("A1");
  v1::TracedField& timeline = *trial.add_fields();
  timeline.set_field("qualification.timeline");
  timeline.add_paths()->set_path("Timeline__c");
  timeline.mutable_paths(0)->set_passed_over("is not in the payload");
  timeline.set_empty_because("no path states it");
  trial.add_facts()->set_external_id("CTA-1");
  return trial;
}

TEST_F(ConnectionCommands, MappingTestShowsWhatEachPathGaveAndWhyAFieldStayedEmpty) {
  server_.integration().AnswerTrial(Trial());
  const std::string mapping = File("mapping.json", R"({"vendor": "gainsight", "records": []})");
  const std::string payload = File("payload.json", "{}");
  const Result result = RunHere({"mapping", "test", mapping, payload});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(server_.integration().tested().name(), "tenants/acme/mappings/gainsight");
  EXPECT_EQ(server_.integration().tested().payload(), "{}");
  EXPECT_THAT(result.out, HasSubstr("Account = A1"));
  EXPECT_THAT(result.out, HasSubstr("empty: no path states it"));
  EXPECT_THAT(result.out, HasSubstr("Timeline__c: is not in the payload"));
  EXPECT_THAT(result.out, HasSubstr("1 fact\n"));
  const Result json = RunHere({"mapping", "test", mapping, payload, "--json"});
  EXPECT_THAT(json.out, HasSubstr("\"empty_because\": \"no path states it\""));
}

TEST_F(ConnectionCommands, MappingTestNamesEveryFaultOfThePayload) {
  v1::TestMappingResponse refused;
  refused.add_faults("data[0].CreatedDate is no time");
  refused.add_faults("data[1].CompanyId is no text");
  server_.integration().AnswerTrial(refused);
  const Result result =
      RunHere({"mapping", "test", "used", File("payload.json", "{}"), "--for", "gainsight"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(server_.integration().tested().content(), "");
  EXPECT_THAT(result.out, HasSubstr("data[0].CreatedDate is no time\n  data[1].CompanyId"));
  EXPECT_EQ(RunHere({"mapping", "test", "used", File("payload.json", "{}")}).code, 2);
}

}  // namespace
}  // namespace baton::cli
