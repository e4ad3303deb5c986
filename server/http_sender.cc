#include "server/http_sender.h"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <map>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "server/address_filter.h"

namespace baton::server {
namespace {

constexpr int kPollMillis = 1000;
constexpr size_t kMaxHeaderBytes = 64 << 10;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

void Append(const std::string& text, List* list) {
  if (curl_slist* longer = curl_slist_append(list->get(), text.c_str()); longer != nullptr) {
    (void)list->release();
    list->reset(longer);
  }
}

bool IsSmtp(const std::string& url) { return absl::StartsWith(url, "smtp"); }

// One request on its way.
struct Transfer {
  Outgoing outgoing;
  HttpSender::Done done;
  bool allow_private = false;
  bool refused_address = false;
  bool too_long = false;
  size_t header_bytes = 0;
  size_t read = 0;  // of the body that is sent
  List headers;
  List recipients;
  Answered answered;
};

size_t TakeBody(char* bytes, size_t size, size_t count, void* data) {
  auto* transfer = static_cast<Transfer*>(data);
  if (transfer->answered.body.size() + size * count > kMaxAnswerBytes) {
    transfer->too_long = true;
    return 0;
  }
  transfer->answered.body.append(bytes, size * count);
  return size * count;
}

size_t TakeHeader(char* bytes, size_t size, size_t count, void* data) {
  auto* transfer = static_cast<Transfer*>(data);
  const absl::string_view line(bytes, size * count);
  transfer->header_bytes += line.size();
  if (transfer->header_bytes > kMaxHeaderBytes) {
    transfer->too_long = true;
    return 0;
  }
  const size_t colon = line.find(':');
  // "HTTP/1.1 200 OK" begins an answer: what a 100 Continue said before is past.
  if (absl::StartsWith(line, "HTTP/")) transfer->answered.headers.clear();
  if (colon == absl::string_view::npos) return line.size();
  transfer->answered.headers.emplace_back(
      absl::AsciiStrToLower(line.substr(0, colon)),
      std::string(absl::StripAsciiWhitespace(line.substr(colon + 1))));
  return line.size();
}

size_t GiveBody(char* buffer, size_t size, size_t count, void* data) {
  auto* transfer = static_cast<Transfer*>(data);
  const std::string& body = transfer->outgoing.body;
  const size_t part = std::min(size * count, body.size() - transfer->read);
  std::memcpy(buffer, body.data() + transfer->read, part);
  transfer->read += part;
  return part;
}

// The last moment at which the address is known and nothing is sent: a name that is looked up again
// and leads elsewhere doesn't get by.
curl_socket_t OpenSocket(void* data, curlsocktype /*purpose*/, curl_sockaddr* address) {
  auto* transfer = static_cast<Transfer*>(data);
  if (!transfer->allow_private && !IsPublicAddress(address->addr)) {
    transfer->refused_address = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::string FailureText(const Transfer& transfer, CURLcode code) {
  if (transfer.refused_address) {
    return "the address is not public, and private ones are not allowed";
  }
  if (transfer.too_long) return "the answer is too long";
  switch (code) {
    case CURLE_OK:
      return "";
    case CURLE_OPERATION_TIMEDOUT:
      return "timed out";
    case CURLE_COULDNT_RESOLVE_HOST:
      return "the host's name is not known";
    case CURLE_COULDNT_CONNECT:
      return "nobody listens there";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_USE_SSL_FAILED:
      return "TLS could not be verified";
    case CURLE_LOGIN_DENIED:
      return "the user or password was refused";
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
      return "the connection was cut off";
    default:
      return curl_easy_strerror(code);
  }
}

}  // namespace

absl::string_view Answered::Header(absl::string_view lower_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_name) return value;
  }
  return "";
}

class HttpSender::Loop {
 public:
  explicit Loop(Options options) : options_(std::move(options)) {
    static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)initialised;
    multi_ = curl_multi_init();
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(options_.max_connections));
    thread_ = std::thread([this] { Run(); });
  }

  ~Loop() {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    curl_multi_wakeup(multi_);
    thread_.join();
    for (auto& [easy, transfer] : running_) Drop(easy, *transfer);
    for (auto& transfer : waiting_) Cut(*transfer);
    for (CURL* easy : spare_) curl_easy_cleanup(easy);
    curl_multi_cleanup(multi_);
  }

  void Send(Outgoing outgoing, Done done) {
    auto transfer = std::make_unique<Transfer>();
    transfer->outgoing = std::move(outgoing);
    transfer->done = std::move(done);
    transfer->allow_private = options_.allow_private;
    {
      absl::MutexLock lock(&mutex_);
      waiting_.push_back(std::move(transfer));
    }
    curl_multi_wakeup(multi_);
  }

 private:
  static void Cut(Transfer& transfer) {
    transfer.answered = Answered();
    transfer.answered.failure = "Baton was stopped";
    transfer.answered.cut = true;
    transfer.done(std::move(transfer.answered));
  }

  void Drop(CURL* easy, Transfer& transfer) {
    curl_multi_remove_handle(multi_, easy);
    curl_easy_cleanup(easy);
    Cut(transfer);
  }

  void SetCommon(CURL* easy, Transfer* transfer) const {
    const Outgoing& outgoing = transfer->outgoing;
    curl_easy_setopt(easy, CURLOPT_URL, outgoing.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https,smtp,smtps");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NETRC, 0L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
                     static_cast<long>(absl::ToInt64Milliseconds(outgoing.timeout)));
    curl_easy_setopt(
        easy, CURLOPT_CONNECTTIMEOUT_MS,
        static_cast<long>(absl::ToInt64Milliseconds(std::min(kConnectTimeout, outgoing.timeout))));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &TakeBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &TakeHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &OpenSocket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options_.ca_file.empty()) {
      curl_easy_setopt(easy, CURLOPT_CAINFO, options_.ca_file.c_str());
    }
  }

  static void SetHttp(CURL* easy, Transfer* transfer) {
    const Outgoing& outgoing = transfer->outgoing;
    for (const auto& [name, value] : outgoing.headers) {
      Append(absl::StrCat(name, ": ", value), &transfer->headers);
    }
    // Waiting for a "100 Continue" would cost a second where nobody says it.
    Append("Expect:", &transfer->headers);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers.get());
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "Baton/" BATON_VERSION);
    if (outgoing.method == "GET") {
      curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
      return;
    }
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, outgoing.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(outgoing.body.size()));
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, outgoing.method.c_str());
  }

  static void SetMail(CURL* easy, Transfer* transfer) {
    const Outgoing& outgoing = transfer->outgoing;
    curl_easy_setopt(easy, CURLOPT_USE_SSL,
                     static_cast<long>(outgoing.plain_smtp ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(easy, CURLOPT_MAIL_FROM, absl::StrCat("<", outgoing.mail_from, ">").c_str());
    for (const std::string& to : outgoing.mail_to) {
      Append(absl::StrCat("<", to, ">"), &transfer->recipients);
    }
    curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, transfer->recipients.get());
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, &GiveBody);
    curl_easy_setopt(easy, CURLOPT_READDATA, transfer);
    if (outgoing.user.empty()) return;
    curl_easy_setopt(easy, CURLOPT_USERNAME, outgoing.user.c_str());
    curl_easy_setopt(easy, CURLOPT_PASSWORD, outgoing.password.c_str());
  }

  CURL* TakeEasy() {
    if (spare_.empty()) return curl_easy_init();
    CURL* easy = spare_.back();
    spare_.pop_back();
    curl_easy_reset(easy);
    return easy;
  }

  void Begin(std::unique_ptr<Transfer> transfer) {
    CURL* easy = TakeEasy();
    SetCommon(easy, transfer.get());
    if (IsSmtp(transfer->outgoing.url)) {
      SetMail(easy, transfer.get());
    } else {
      SetHttp(easy, transfer.get());
    }
    running_.emplace(easy, std::move(transfer));
    curl_multi_add_handle(multi_, easy);
  }

  void End(CURL* easy, CURLcode code) {
    auto node = running_.extract(easy);
    const std::unique_ptr<Transfer> transfer = std::move(node.mapped());
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_multi_remove_handle(multi_, easy);
    spare_.push_back(easy);
    transfer->answered.status = static_cast<int>(status);
    transfer->answered.failure = FailureText(*transfer, code);
    transfer->done(std::move(transfer->answered));
  }

  void EndAll() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg == CURLMSG_DONE) End(message->easy_handle, message->data.result);
    }
  }

  // False when it is time to stop.
  bool BeginAll() {
    std::deque<std::unique_ptr<Transfer>> waiting;
    {
      absl::MutexLock lock(&mutex_);
      if (stopping_) return false;
      waiting.swap(waiting_);
    }
    for (auto& transfer : waiting) Begin(std::move(transfer));
    return true;
  }

  void Run() {
    while (BeginAll()) {
      int running = 0;
      curl_multi_perform(multi_, &running);
      EndAll();
      curl_multi_poll(multi_, nullptr, 0, kPollMillis, nullptr);
    }
  }

  const Options options_;
  CURLM* multi_ = nullptr;
  std::map<CURL*, std::unique_ptr<Transfer>> running_;  // the thread's
  std::vector<CURL*> spare_;                            // the thread's
  absl::Mutex mutex_;
  std::deque<std::unique_ptr<Transfer>> waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

HttpSender::HttpSender(Options options) : loop_(std::make_unique<Loop>(std::move(options))) {}

HttpSender::~HttpSender() = default;

void HttpSender::Send(Outgoing outgoing, Done done) {
  loop_->Send(std::move(outgoing), std::move(done));
}

}  // namespace baton::server
