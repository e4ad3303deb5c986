#include "tools/cli/run.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/cli/test_server.h"
#include "tests/temporary_folder.h"

namespace baton::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kJwt;
using testing::kSecret;
using ::testing::StartsWith;
using testing::TestServer;

struct Result {
  int code;
  std::string out;
  std::string err;
};

Result RunWith(std::vector<std::string> words) {
  std::vector<const char*> argv = {"baton"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  std::ostringstream out;
  std::ostringstream err;
  const int code = Run(static_cast<int>(argv.size()), argv.data(), out, err, Terminal{});
  return {code, out.str(), err.str()};
}

class RunAgainstServer : public ::testing::Test {
 protected:
  Result RunHere(std::vector<std::string> words) {
    words.insert(words.end(), {"--address", server_.address(), "--token", kSecret});
    return RunWith(words);
  }

  TestServer server_;
};

TEST_F(RunAgainstServer, WhoAmIShowsTheTokensOwner) {
  const Result result = RunHere({"whoami"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.out,
            "tenant       acme\n"
            "person       rosa\n"
            "role         csm\n"
            "server time  2027-01-05 09:00 UTC\n");
}

TEST_F(RunAgainstServer, AJwtTravelsLikeAnyToken) {
  const baton::testing::TemporaryFolder folder;
  std::ofstream(folder.File("token")) << kJwt << "\n";
  const std::vector<std::string> words = {"whoami", "--address", server_.address()};
  for (const std::vector<std::string>& source :
       {std::vector<std::string>{"--token", kJwt},
        std::vector<std::string>{"--token-file", folder.File("token")}}) {
    std::vector<std::string> all = words;
    all.insert(all.end(), source.begin(), source.end());
    const Result result = RunWith(all);
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("rosa"));
  }
}

TEST_F(RunAgainstServer, JsonIsOneDocumentWithTheFieldNamesOfTheApi) {
  const Result result = RunHere({"--json", "whoami"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("\"server_time\": \"2027-01-05T09:00:00Z\""));
}

TEST_F(RunAgainstServer, ListsFollowThePagesUpToTheLimit) {
  const Result some = RunHere({"token", "list", "--limit", "3", "--json"});
  EXPECT_EQ(std::count(some.out.begin(), some.out.end(), '\n'), 3);
  EXPECT_THAT(some.out, HasSubstr("tenants/acme/tokens/t3"));
  const Result all = RunHere({"token", "list", "--all", "--json"});
  EXPECT_EQ(std::count(all.out.begin(), all.out.end(), '\n'), 5);
  EXPECT_THAT(RunHere({"token", "list", "--limit", "3"}).err, HasSubstr("there are more"));
}

TEST_F(RunAgainstServer, ShortIdsAndTheRequestIdReachTheServer) {
  const Result result = RunHere({"signal", "ack", "01J", "--request-id", "r-1"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("signal 01J is acknowledged"));
  EXPECT_EQ(server_.handoff().acknowledged().name(), "tenants/acme/signals/01J");
  EXPECT_EQ(server_.handoff().acknowledged().request_id(), "r-1");
  RunHere({"signal", "ack", "01J", "--tenant", "other"});
  EXPECT_EQ(server_.handoff().acknowledged().name(), "tenants/other/signals/01J");
}

TEST_F(RunAgainstServer, TheInboxIsPrintedOnceItIsComplete) {
  v1::WatchSignalsResponse response;
  response.mutable_signal()->set_name("tenants/acme/signals/01J");
  response.mutable_signal()->set_state(v1::SIGNAL_STATE_ROUTED);
  response.set_caught_up(true);
  server_.handoff().Play({{response}});
  const Result result = RunHere({"inbox"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("1 open, 0 overdue"));
  EXPECT_THAT(result.out, HasSubstr("01J"));
}

TEST_F(RunAgainstServer, ARefusedTokenExitsWithSix) {
  const Result result = RunWith({"whoami", "--address", server_.address(), "--token", "wrong"});
  EXPECT_EQ(result.code, 6);
  EXPECT_THAT(result.err, StartsWith("baton: the token is unknown [TOKEN_INVALID]\n"));
  EXPECT_THAT(result.err, HasSubstr("baton token create"));
  EXPECT_THAT(result.out, IsEmpty());
}

TEST_F(RunAgainstServer, AMethodThatTheServerLacksExitsWithOne) {
  const Result result = RunHere({"demo", "advance", "+4h"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("this server does not offer that"));
}

TEST_F(RunAgainstServer, EveryRefusedPayloadIsNamed) {
  const std::string folder = ::testing::TempDir() + "baton_cli_run_" + std::to_string(getpid());
  std::filesystem::create_directories(folder);
  for (const char* name : {"/a.json", "/b.json"}) std::ofstream(folder + name) << "{}";
  const std::vector<std::string> words = {"ingest", folder + "/a.json", folder + "/b.json",
                                          "--vendor", "gainsight"};
  const Result result = RunHere(words);
  EXPECT_EQ(result.code, 1);  // this server takes no payloads
  EXPECT_THAT(result.err, HasSubstr("/a.json\nbaton: "));
  EXPECT_THAT(result.err, HasSubstr("/b.json\nbaton: "));
  EXPECT_THAT(result.err, HasSubstr("2 of 2 payloads were refused"));
  std::vector<std::string> named = words;
  named.insert(named.end(), {"--request-id", "r-1"});
  EXPECT_EQ(RunHere(named).code, 2);
  std::filesystem::remove_all(folder);
}

TEST(Run, NoServerExitsWithSeven) {
  const Result result = RunWith({"whoami", "--address", "127.0.0.1:1", "--token", "x"});
  EXPECT_EQ(result.code, 7);
  EXPECT_THAT(result.err, HasSubstr("./tools/up"));
}

TEST(Run, ATokenNeverTravelsInClearToAnotherMachine) {
  const Result result = RunWith({"whoami", "--address", "192.0.2.1:7411", "--token", "x"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("--tls-ca"));
}

TEST(Run, AWrongCommandLineExitsWithTwoAndSaysWhatIsWrong) {
  EXPECT_EQ(RunWith({}).code, 2);
  EXPECT_THAT(RunWith({"bogus"}).err, HasSubstr("unexpected: bogus"));
  EXPECT_THAT(RunWith({"signal", "list", "--urgency", "purple"}).err,
              HasSubstr("hot, warm, watch"));
  EXPECT_THAT(RunWith({"signal", "outcome", "01J"}).err, HasSubstr("OUTCOME"));
  EXPECT_THAT(RunWith({"demo", "advance", "soon"}).err, HasSubstr("\"soon\" is not a time"));
  EXPECT_EQ(RunWith({"demo", "advance", "soon"}).code, 2);
}

TEST(Run, HelpDocumentsTheExitCodes) {
  const Result result = RunWith({"--help"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, HasSubstr("7  try again: unavailable"));
}

class HelpOf : public ::testing::TestWithParam<const char*> {};

TEST_P(HelpOf, HasAnExample) {
  std::vector<std::string> words;
  std::istringstream in(GetParam());
  for (std::string word; in >> word;) words.push_back(word);
  words.push_back("--help");
  const Result result = RunWith(words);
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, HasSubstr(std::string("Example:\n  baton ") + GetParam()));
}

INSTANTIATE_TEST_SUITE_P(
    EveryCommand, HelpOf,
    ::testing::Values(
        "whoami", "token create", "token list", "token revoke", "account set", "account show",
        "account list", "account team", "account health", "account activity", "account merge",
        "person set", "person show", "person list", "person absence", "person end", "person merge",
        "signal file", "signal list", "signal show", "signal ack", "signal contact",
        "signal outcome", "signal requalify", "signal assign", "signal upgrade", "signal unlink",
        "signal history", "inbox", "ingest", "import", "opportunity create", "opportunity update",
        "opportunity backfill", "opportunity list", "opportunity show", "usage record",
        "usage list", "booking record", "booking list", "booking show", "attribution list",
        "attribution show", "attribution sign", "attribution attach", "attribution recommend",
        "attribution audit", "attribution audited", "attribution finding", "booking void",
        "booking approve-void", "booking churn", "dispute open", "dispute review", "dispute list",
        "dispute show", "ticket open", "ticket rule", "ticket list", "account reconciliation",
        "plan create", "plan sign", "plan show", "plan list", "plan templates", "plan validate",
        "plan assign", "plan assignments", "statement compute", "statement list", "statement show",
        "statement publish", "statement export", "statement pull", "statement explain",
        "statement confirm", "statement page", "statement verify", "period list", "period show",
        "period close", "correction enter", "correction approve", "correction reject",
        "correction list", "correction show", "report accrual", "outbox", "delivery retry",
        "deadletter list", "deadletter retry", "connection add", "connection list",
        "connection show", "connection update", "connection rotate-secret", "connection disable",
        "connection enable", "connection test", "mapping show", "mapping set", "mapping reset",
        "mapping test", "audit list", "audit verify", "policy show", "demo advance"));

}  // namespace
}  // namespace baton::cli
