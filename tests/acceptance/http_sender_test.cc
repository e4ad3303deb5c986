// R18: what goes wrong on the wire, each case over a real socket.
#include "server/http_sender.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "tests/acceptance/certificate.h"
#include "tests/acceptance/fake_vendor.h"
#include "tests/temporary_folder.h"

namespace baton::server {
namespace {

using testing::Asked;
using testing::Certificate;
using testing::FakeVendor;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

HttpSender::Options Open(const std::string& ca_file = "") {
  HttpSender::Options options;
  options.allow_private = true;
  options.ca_file = ca_file;
  return options;
}

Outgoing To(const std::string& url) {
  Outgoing outgoing;
  outgoing.url = url;
  outgoing.body = "{}";
  return outgoing;
}

Answered Ask(HttpSender& sender, Outgoing outgoing) {
  Answered answered;
  absl::Notification done;
  sender.Send(std::move(outgoing), [&](Answered answer) {
    answered = std::move(answer);
    done.Notify();
  });
  done.WaitForNotification();
  return answered;
}

// A socket that is listened on and, in one's own time, accepted from.
class RawListener {
 public:
  RawListener() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(socket_, 8), 0);
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    url_ = absl::StrCat("http://127.0.0.1:", ntohs(address.sin_port));
  }
  ~RawListener() { close(socket_); }

  const std::string& url() const { return url_; }

  // Takes a client, reads a little and resets the connection.
  void Reset() {
    const int client = accept(socket_, nullptr, nullptr);
    char byte;
    (void)!recv(client, &byte, 1, 0);
    const linger now{1, 0};
    setsockopt(client, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    close(client);
  }

 private:
  int socket_;
  std::string url_;
};

TEST(HttpSender, R18_SendsAndReadsAnAnswer) {
  FakeVendor vendor;
  vendor.Answer([](const Asked& asked, httplib::Response& response) {
    response.status = 201;
    response.set_header("Retry-After", "3");
    response.set_content(asked.body + asked.method, "text/plain");
  });
  HttpSender sender(Open());
  for (const char* method : {"POST", "PATCH", "PUT"}) {
    Outgoing outgoing = To(vendor.url() + "/a?b=c");
    outgoing.method = method;
    outgoing.headers = {{"X-Own", "1"}};
    const Answered answered = Ask(sender, outgoing);
    EXPECT_EQ(answered.failure, "");
    EXPECT_EQ(answered.status, 201);
    EXPECT_EQ(answered.Header("retry-after"), "3");
    EXPECT_EQ(answered.body, absl::StrCat("{}", method));
    EXPECT_EQ(vendor.asked().back().path, "/a?b=c");
    EXPECT_EQ(vendor.asked().back().Header("x-own"), "1");
  }
  Outgoing get = To(vendor.url() + "/a");
  get.method = "GET";
  EXPECT_EQ(Ask(sender, get).body, "GET");
}

TEST(HttpSender, R18_AReceiverThatSaysNothingTimesOut) {
  const RawListener silent;
  HttpSender sender(Open());
  Outgoing outgoing = To(silent.url());
  outgoing.timeout = absl::Milliseconds(200);
  const Answered answered = Ask(sender, outgoing);
  EXPECT_EQ(answered.failure, "timed out");
  EXPECT_FALSE(answered.cut);
}

TEST(HttpSender, R18_AResetIsAFailure) {
  RawListener listener;
  HttpSender sender(Open());
  std::thread resets([&] { listener.Reset(); });
  const Answered answered = Ask(sender, To(listener.url()));
  resets.join();
  EXPECT_EQ(answered.failure, "the connection was cut off");
}

TEST(HttpSender, R18_NobodyListening) {
  std::string url;
  {
    const RawListener gone;
    url = gone.url();
  }
  HttpSender sender(Open());
  EXPECT_EQ(Ask(sender, To(url)).failure, "nobody listens there");
}

TEST(HttpSender, R18_TlsIsVerified) {
  const Certificate certificate = testing::MakeCertificate();
  FakeVendor vendor(&certificate);
  const testing::TemporaryFolder folder;
  std::ofstream(folder.File("ca.pem")) << certificate.cert;
  HttpSender distrustful(Open());
  EXPECT_EQ(Ask(distrustful, To(vendor.url())).failure, "TLS could not be verified");
  HttpSender trusting(Open(folder.File("ca.pem")));
  EXPECT_EQ(Ask(trusting, To(vendor.url())).failure, "");
  // The certificate is of localhost alone.
  const std::string by_number = absl::StrCat("https://127.0.0.1:", vendor.port());
  EXPECT_EQ(Ask(trusting, To(by_number)).failure, "TLS could not be verified");
  EXPECT_EQ(vendor.asked().size(), 1u);
}

TEST(HttpSender, R18_AnotherProtocolIsNotSpoken) {
  HttpSender sender(Open());
  for (const char* url : {"file:///etc/passwd", "gopher://127.0.0.1:1/", "ftp://127.0.0.1/"}) {
    EXPECT_FALSE(Ask(sender, To(url)).failure.empty()) << url;
  }
}

TEST(HttpSender, R18_PrivateAddressesAreRefusedByWhateverName) {
  FakeVendor vendor;
  HttpSender::Options options;
  HttpSender sender(options);
  for (const char* host : {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"}) {
    EXPECT_THAT(Ask(sender, To(absl::StrCat("http://", host, ":", vendor.port()))).failure,
                HasSubstr("not public"))
        << host;
  }
  EXPECT_THAT(vendor.asked(), IsEmpty());
}

TEST(HttpSender, R18_ManyAreOnTheirWayAtOnce) {
  FakeVendor vendor;
  HttpSender sender(Open());
  std::atomic<int> well = 0;
  absl::Notification all;
  constexpr int kMany = 500;
  std::atomic<int> left = kMany;
  for (int i = 0; i < kMany; ++i) {
    sender.Send(To(vendor.url()), [&](const Answered& answered) {
      well += answered.status == 200;
      if (--left == 0) all.Notify();
    });
  }
  all.WaitForNotification();
  EXPECT_EQ(well, kMany);
}

TEST(HttpSender, R22_AStopCutsWhatIsOnItsWay) {
  const RawListener silent;
  Answered answered;
  {
    HttpSender sender(Open());
    sender.Send(To(silent.url()), [&](Answered answer) { answered = std::move(answer); });
  }
  EXPECT_TRUE(answered.cut);
}

}  // namespace
}  // namespace baton::server
