#include "server/config.h"

#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/status_matchers.h"

namespace baton::server {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

std::string WriteFile(const std::string& text) {
  static int count = 0;
  const std::string path = absl::StrCat(
      ::testing::TempDir(), "/baton-config-", ::testing::UnitTest::GetInstance()->random_seed(),
      "-", ::testing::UnitTest::GetInstance()->current_test_info()->name(), "-", ++count);
  std::ofstream(path) << text;
  return path;
}

TEST(Config, NothingGivenIsTheDefaults) {
  const auto read = ReadConfig({}, {"PATH=/bin", "HOME=/"});
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->config.listen, "127.0.0.1:7411");
  EXPECT_EQ(read->config.metrics, "127.0.0.1:7412");
  EXPECT_EQ(read->config.http, "127.0.0.1:7413");
  EXPECT_EQ(read->config.secrets_key, "");
  EXPECT_EQ(read->config.tenant, "main");
  EXPECT_EQ(read->config.drain_timeout, absl::Seconds(10));
  EXPECT_EQ(read->config.max_message_bytes, 4'194'304);
  EXPECT_FALSE(read->config.demo);
  EXPECT_EQ(read->print, "");
}

TEST(Config, FlagsWinOverTheEnvironmentAndThatOverTheFile) {
  const std::string file =
      WriteFile("listen = \"127.0.0.1:1\"\ntenant = \"file\"\nreader-threads = 3\n");
  const auto read = ReadConfig({"--config", file, "--listen", "127.0.0.1:3"},
                               {"BATON_SERVER_LISTEN=127.0.0.1:2", "BATON_SERVER_TENANT=env"});
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->config.listen, "127.0.0.1:3");
  EXPECT_EQ(read->config.tenant, "env");
  EXPECT_EQ(read->config.reader_threads, 3);
}

TEST(Config, TheFileOfKeysIsNamedByFlagOrEnvironmentAndNeverEmpty) {
  EXPECT_EQ(ReadConfig({"--secrets-key", "/etc/baton/secrets.key"}, {})->config.secrets_key,
            "/etc/baton/secrets.key");
  EXPECT_EQ(ReadConfig({}, {"BATON_SERVER_SECRETS_KEY=k"})->config.secrets_key, "k");
  EXPECT_THAT(ReadConfig({"--secrets-key="}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--secrets-key")));
}

TEST(Config, TheEnvironmentMayNameTheFile) {
  const std::string file = WriteFile("drain-timeout = \"2s\"\ndemo = true\n");
  const auto read = ReadConfig({}, {absl::StrCat("BATON_SERVER_CONFIG=", file)});
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->config.drain_timeout, absl::Seconds(2));
  EXPECT_TRUE(read->config.demo);
}

TEST(Config, EveryFaultIsNamedWhereverItStands) {
  const std::string file = WriteFile("lisen = \"x\"\nreader-threads = 0\n");
  const auto read = ReadConfig({"--config", file, "--verbose", "--log-level=loud"},
                               {"BATON_SERVER_PORT=1", "BATON_SERVER_DRAIN_TIMEOUT=soon"});
  ASSERT_THAT(read, StatusIs(absl::StatusCode::kInvalidArgument));
  const std::string message(read.status().message());
  EXPECT_THAT(
      message,
      AllOf(HasSubstr("--verbose is no flag"), HasSubstr("BATON_SERVER_PORT names no setting"),
            HasSubstr(absl::StrCat(file, ": lisen is no setting")),
            HasSubstr(absl::StrCat(file, ": reader-threads: \"0\"")),
            HasSubstr("--log-level: \"loud\""), HasSubstr("BATON_SERVER_DRAIN_TIMEOUT: \"soon\"")));
}

TEST(Config, ASectionOrARepeatedKeyInTheFileIsRefused) {
  EXPECT_THAT(ReadConfig({"--config", WriteFile("[tls]\ncert = \"x\"\n")}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("tls.cert is no setting")));
  EXPECT_THAT(ReadConfig({"--config", WriteFile("tenant = \"a\"\ntenant = \"b\"\n")}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("tenant needs one value")));
  EXPECT_THAT(ReadConfig({"--config", "no/such/file"}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("can't be read")));
}

TEST(Config, WithoutTlsOnlyLoopbackIsServed) {
  for (const char* address : {"0.0.0.0:7411", "[::]:7411", "192.168.0.1:0", "example.com:1"}) {
    EXPECT_THAT(ReadConfig({"--listen", address}, {}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not loopback")));
    EXPECT_THAT(ReadConfig({"--listen", address, "--tls-cert", "c", "--tls-key", "k"}, {}), IsOk());
  }
  for (const char* address : {"127.0.0.1:0", "127.8.9.1:1", "localhost:65535", "[::1]:7411"}) {
    EXPECT_THAT(ReadConfig({"--listen", address}, {}), IsOk());
  }
  EXPECT_THAT(ReadConfig({"--tls-cert", "c"}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("needs both")));
}

TEST(Config, MetricsAreServedOnLoopbackAlone) {
  EXPECT_THAT(ReadConfig({"--metrics", "0.0.0.0:1", "--tls-cert", "c", "--tls-key", "k"}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("must be loopback")));
}

TEST(Config, MetricsCanBeSwitchedOff) {
  const auto read = ReadConfig({"--metrics=off"}, {});
  ASSERT_THAT(read, IsOk());
  EXPECT_FALSE(read->config.serves_metrics());
}

TEST(Config, ValuesAreCheckedAtTheirLimits) {
  EXPECT_THAT(ReadConfig({"--drain-timeout=60s"}, {}), IsOk());
  EXPECT_THAT(ReadConfig({"--drain-timeout=60.001s"}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ReadConfig({"--max-message-bytes=1024"}, {}), IsOk());
  EXPECT_THAT(ReadConfig({"--max-message-bytes=1023"}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ReadConfig({"--listen=127.0.0.1:65536"}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ReadConfig({"--tenant=a/b"}, {}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ReadConfig({"--store=postgres://x"}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(Config, PrintConfigShowsTheSettingsInEffectAndCanBeReadAgain) {
  const auto printed =
      ReadConfig({"--print-config", "--tenant", "acme"}, {"BATON_SERVER_DATA=\\d \"q\""});
  ASSERT_THAT(printed, IsOk());
  EXPECT_THAT(printed->print, HasSubstr("tenant = \"acme\"  # --tenant\n"));
  EXPECT_THAT(printed->print, HasSubstr("listen = \"127.0.0.1:7411\"  # default\n"));
  std::string text;
  for (const auto line : absl::StrSplit(printed->print, '\n', absl::SkipEmpty())) {
    // An empty text can't be given; it is the default of those settings.
    if (line.find("= \"\"") == line.npos) absl::StrAppend(&text, line, "\n");
  }
  const auto again = ReadConfig({"--config", WriteFile(text)}, {});
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->config.tenant, "acme");
  EXPECT_EQ(again->config.data, "\\d \"q\"");
}

TEST(Config, HelpNamesEverySettingAndVersionTheVersion) {
  const auto help = ReadConfig({"--help"}, {});
  ASSERT_THAT(help, IsOk());
  for (const char* flag :
       {"--listen", "--metrics", "--data", "--store", "--tls-cert", "--tls-key", "--tenant",
        "--demo", "--log-level", "--drain-timeout", "--reader-threads", "--max-message-bytes",
        "--max-in-flight", "--print-config"}) {
    EXPECT_THAT(help->print, HasSubstr(flag));
  }
  const auto version = ReadConfig({"--version"}, {});
  ASSERT_THAT(version, IsOk());
  EXPECT_THAT(version->print, HasSubstr("baton-server "));
}

}  // namespace
}  // namespace baton::server
