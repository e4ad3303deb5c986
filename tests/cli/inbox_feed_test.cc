#include "tools/cli/inbox_feed.h"

#include <gmock/gmock.h>

#include "tests/cli/test_server.h"
#include "tests/status_matchers.h"

namespace baton::cli {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::_;
using ::testing::ElementsAre;
using testing::kSecret;
using testing::TestServer;

constexpr absl::Duration kLongEnough = absl::Seconds(20);

v1::WatchSignalsResponse Message(const std::string& signal, const std::string& token,
                                 bool caught_up) {
  v1::WatchSignalsResponse response;
  if (!signal.empty()) response.mutable_signal()->set_name(signal);
  response.set_resume_token(token);
  response.set_caught_up(caught_up);
  return response;
}

Client ClientOf(const std::string& address, absl::Duration timeout) {
  ClientOptions options;
  options.address = address;
  options.token = kSecret;
  options.timeout = timeout;
  return *Client::Create(options);
}

// Signals in the order of arrival, until `count` are there.
std::vector<std::string> Collect(InboxFeed& feed, size_t count) {
  std::vector<std::string> names;
  while (names.size() < count) {
    const InboxFeed::News news = feed.Next(kLongEnough);
    if (news.end.has_value()) break;
    for (const v1::Signal& signal : news.signals) names.push_back(signal.name());
  }
  return names;
}

TEST(InboxFeed, ResumesAfterTheLastTokenWhenTheConnectionBreaks) {
  TestServer server;
  server.handoff().Play(
      {{Message("a", "1", false), Message("b", "2", true)}, {Message("c", "3", true)}});
  const Client client = ClientOf(server.address(), kLongEnough);
  InboxFeed feed(client, {}, {.with_deadline = false, .reconnect_after = absl::ZeroDuration()});
  EXPECT_THAT(Collect(feed, 3), ElementsAre("a", "b", "c"));
  EXPECT_THAT(server.handoff().resume_tokens(), ElementsAre("", "2"));
}

TEST(InboxFeed, AQuietStreamAfterABreakIsNoLostConnection) {
  TestServer server;
  server.handoff().Play({{Message("a", "1", true)}, {}});
  const Client client = ClientOf(server.address(), kLongEnough);
  InboxFeed feed(client, {}, {.with_deadline = false, .reconnect_after = absl::ZeroDuration()});
  EXPECT_THAT(Collect(feed, 1), ElementsAre("a"));
  server.handoff().AwaitStreams(2);
  EXPECT_FALSE(feed.Next(absl::ZeroDuration()).waiting_to_reconnect);
}

TEST(InboxFeed, AServerThatNeverAnsweredEndsIt) {
  const Client client = ClientOf("127.0.0.1:1", kLongEnough);
  InboxFeed feed(client, {}, {.with_deadline = false, .reconnect_after = absl::ZeroDuration()});
  InboxFeed::News news = feed.Next(kLongEnough);
  while (!news.end.has_value()) news = feed.Next(kLongEnough);
  EXPECT_THAT(*news.end, StatusIs(absl::StatusCode::kUnavailable, _));
}

TEST(InboxFeed, ADeadlineEndsIt) {
  TestServer server;
  const Client client = ClientOf(server.address(), absl::Milliseconds(50));
  InboxFeed feed(client, {}, {.with_deadline = true, .reconnect_after = absl::ZeroDuration()});
  InboxFeed::News news = feed.Next(kLongEnough);
  while (!news.end.has_value()) news = feed.Next(kLongEnough);
  EXPECT_THAT(*news.end, StatusIs(absl::StatusCode::kDeadlineExceeded, _));
}

TEST(InboxFeed, StopEndsItAtOnce) {
  TestServer server;
  server.handoff().Play({{Message("a", "1", true)}});
  const Client client = ClientOf(server.address(), kLongEnough);
  InboxFeed feed(client, {}, {.with_deadline = false, .reconnect_after = kLongEnough});
  EXPECT_THAT(Collect(feed, 1), ElementsAre("a"));
  feed.Stop();
  InboxFeed::News news = feed.Next(kLongEnough);
  while (!news.end.has_value()) news = feed.Next(absl::Milliseconds(10));
  EXPECT_THAT(*news.end, IsOk());
}

}  // namespace
}  // namespace baton::cli
