// P12: signed deliveries a second, from the outbox on a disk to receivers on loopback, with all
// that a delivery costs: taken over, sent, written down. Then the same beside a receiver that takes
// connections and never answers.
//
//   courier_bench [DELIVERIES [RECEIVERS]]
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/status_macros.h"
#include "server/connection_desk.h"
#include "server/courier.h"
#include "server/secret_box.h"
#include "store/outbox.h"
#include "store/sqlite/sqlite_store.h"
#include "store/tenants.h"

namespace baton::bench {
namespace {

constexpr int kEvents = 256;
constexpr int kBundle = 200;
constexpr char kTaken[] = "HTTP/1.1 204 No Content\r\n\r\n";

class RealClock final : public server::Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

// Answers 204 to everything, on one thread; or takes connections and says nothing.
class Receiver {
 public:
  explicit Receiver(bool dead) : dead_(dead) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        listen(listener_, SOMAXCONN) != 0) {
      std::abort();
    }
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    url_ = absl::StrCat("http://127.0.0.1:", ntohs(address.sin_port), "/");
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    Watch(listener_);
    thread_ = std::thread([this] { Run(); });
  }
  ~Receiver() {
    stopping_ = true;
    thread_.join();
    for (const auto& [client, text] : clients_) close(client);
    close(listener_);
    close(epoll_);
  }

  const std::string& url() const { return url_; }
  int taken() const { return taken_; }

 private:
  void Watch(int descriptor) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
  }

  void Take() {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0) return;
    clients_[client];
    Watch(client);
  }

  // Whether a whole request is there; then takes it away.
  static bool TakeRequest(std::string* text) {
    const size_t head = text->find("\r\n\r\n");
    const size_t length = text->find("Content-Length: ");
    if (head == std::string::npos || length == std::string::npos) return false;
    const size_t size = head + 4 + std::strtoul(text->c_str() + length + 16, nullptr, 10);
    if (text->size() < size) return false;
    text->erase(0, size);
    return true;
  }

  void Hear(int client) {
    char piece[16 << 10];
    const ssize_t got = recv(client, piece, sizeof(piece), 0);
    if (got <= 0) {
      close(client);
      clients_.erase(client);
      return;
    }
    if (dead_) return;
    std::string& text = clients_[client];
    text.append(piece, static_cast<size_t>(got));
    while (TakeRequest(&text)) {
      (void)!send(client, kTaken, sizeof(kTaken) - 1, MSG_NOSIGNAL);
      ++taken_;
    }
  }

  void Run() {
    epoll_event events[kEvents];
    while (!stopping_) {
      const int count = epoll_wait(epoll_, events, kEvents, 100);
      for (int i = 0; i < count; ++i) {
        events[i].data.fd == listener_ ? Take() : Hear(events[i].data.fd);
      }
    }
  }

  const bool dead_;
  int listener_ = -1;
  int epoll_ = -1;
  std::string url_;
  std::map<int, std::string> clients_;
  std::atomic<int> taken_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

store::WriteOptions Options() {
  store::WriteOptions options;
  options.tenant = "main";
  options.actor = "system/bench";
  options.method = "Bench";
  options.now = absl::Now();
  return options;
}

// One company's outbox on a disk of its own.
class Bench {
 public:
  Bench() : folder_((std::filesystem::temp_directory_path() / "baton-courier-XXXXXX").string()) {
    if (mkdtemp(folder_.data()) == nullptr) std::abort();
    store::SqliteOptions options;
    options.path = folder_ + "/baton.db";
    auto store = store::OpenSqliteStore(options);
    Check(store.status());
    store_ = *std::move(store);
    auto secrets = server::SecretBox::LoadOrMake(folder_ + "/secrets.key");
    Check(secrets.status());
    secrets_ = *std::move(secrets);
  }
  ~Bench() {
    store_->Close();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  void Connect(const std::string& id, const std::string& url) {
    v1::Connection connection;
    connection.set_name(absl::StrCat("tenants/main/connections/", id));
    connection.set_vendor("webhook");
    connection.set_display_name(id);
    connection.set_base_url(url);
    const auto secret = server::NewWebhookSecret();
    Check(secret.status());
    const auto sealed = server::SealSecrets(secrets_, connection.name(), nullptr, *secret);
    Check(sealed.status());
    Check(store_
              ->WriteAndWait(Options(),
                             [&](store::Transaction& tx) -> absl::StatusOr<std::string> {
                               v1::Connection kept;
                               BATON_RETURN_IF_ERROR(
                                   server::KeepConnection(tx, connection, *sealed, "1", &kept));
                               return std::string();
                             })
              .status());
  }

  // Each about a record of its own.
  void Fill(const std::string& connection, int count, const std::string& prefix) {
    for (int begin = 0; begin < count; begin += kBundle) {
      Check(store_
                ->WriteAndWait(Options(),
                               [&](store::Transaction& tx) -> absl::StatusOr<std::string> {
                                 for (int i = begin; i < std::min(begin + kBundle, count); ++i) {
                                   BATON_RETURN_IF_ERROR(
                                       store::AddDelivery(tx, Event(connection, prefix, i)));
                                 }
                                 return std::string();
                               })
                .status());
    }
  }

  // Sends all of the receivers' and answers how long it took.
  double Run(const std::vector<std::unique_ptr<Receiver>>& receivers, int count) {
    server::Log log(STDERR_FILENO, server::LogLevel::kError);
    server::Metrics metrics;
    server::HttpSender::Options options;
    options.allow_private = true;
    server::Courier courier(*store_, clock_, log, metrics, secrets_, options);
    const int before = Taken(receivers);
    const absl::Time begin = absl::Now();
    courier.Start();
    while (Taken(receivers) - before < count) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
    courier.Stop();
    return seconds;
  }

 private:
  static v1::Delivery Event(const std::string& connection, const std::string& prefix, int i) {
    v1::Delivery delivery;
    delivery.set_name(absl::StrCat("tenants/main/deliveries/", prefix, i));
    delivery.set_kind(v1::DELIVERY_KIND_EVENT);
    delivery.set_state(v1::DELIVERY_STATE_PENDING);
    delivery.set_recipient(absl::StrCat("tenants/main/connections/", connection));
    delivery.set_record(absl::StrCat("tenants/main/signals/", prefix, i));
    delivery.set_subject("A signal was won");
    delivery.set_body(R"({"signal":"tenants/main/signals/01J","outcome":"won","reason":"Seats"})");
    delivery.set_rule("H-11");
    *delivery.mutable_create_time() = domain::ToTimestamp(absl::Now());
    *delivery.mutable_next_attempt_time() = delivery.create_time();
    return delivery;
  }

  static int Taken(const std::vector<std::unique_ptr<Receiver>>& receivers) {
    int taken = 0;
    for (const auto& receiver : receivers) taken += receiver->taken();
    return taken;
  }

  std::string folder_;
  std::unique_ptr<store::Store> store_;
  server::SecretBox secrets_;
  RealClock clock_;
};

int Main(int argc, char** argv) {
  int deliveries = 20'000;
  int count = 4;
  if (argc > 1 && !absl::SimpleAtoi(argv[1], &deliveries)) return 2;
  if (argc > 2 && !absl::SimpleAtoi(argv[2], &count)) return 2;
  Bench bench;
  std::vector<std::unique_ptr<Receiver>> receivers;
  for (int i = 0; i < count; ++i) {
    receivers.push_back(std::make_unique<Receiver>(/*dead=*/false));
    bench.Connect(absl::StrCat("c", i), receivers.back()->url());
  }
  const int each = deliveries / count;
  const auto fill = [&](const std::string& round) {
    for (int i = 0; i < count; ++i) {
      bench.Fill(absl::StrCat("c", i), each, absl::StrCat(round, "-", i, "-"));
    }
  };
  fill("warm");
  bench.Run(receivers, each * count);
  fill("well");
  const double well = bench.Run(receivers, each * count);
  std::printf("%d deliveries to %d receivers: %.0f a second\n", each * count, count,
              each * count / well);
  const Receiver dead(/*dead=*/true);
  bench.Connect("dead", dead.url());
  bench.Fill("dead", each, "dead-");
  fill("beside");
  const double beside = bench.Run(receivers, each * count);
  std::printf("beside a dead receiver: %.0f a second, %+.1f%% of the time\n", each * count / beside,
              100 * (beside / well - 1));
  return 0;
}

}  // namespace
}  // namespace baton::bench

int main(int argc, char** argv) { return baton::bench::Main(argc, argv); }
