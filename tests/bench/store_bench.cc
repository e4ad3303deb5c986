// What a durable filing costs the store alone, without gRPC (P2): the lookups and rows of a filed
// signal, two deadlines, two deliveries, two audit events and the request id, in one transaction.
//
//   store_bench [writes] [folder]
//
// Prints for each number of writes in flight: writes a second, processor time of the writing thread
// for each write, latency, and the ratio to one commit for each write.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/accounts.h"
#include "store/deadlines.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/signals.h"
#include "store/sqlite/sqlite_store.h"
#include "store/tenants.h"

namespace baton::store {
namespace {

constexpr char kTenant[] = "acme";
constexpr int kAccounts = 1000;
constexpr int kPeople = 100;
const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

std::string Name(std::string_view collection, std::string_view prefix, int number) {
  return domain::ResourceName(kTenant, collection, absl::StrCat(std::string(prefix), number));
}

v1::Signal MakeSignal(int number) {
  v1::Signal signal;
  signal.set_name(Name("signals", "01J8ZQ4R7T0000", 100'000'000 + number));
  signal.set_account(Name("accounts", "a", number % kAccounts));
  signal.set_csm(Name("people", "p", number % kPeople));
  signal.set_ae(Name("people", "p", (number + 1) % kPeople));
  signal.set_holder(signal.ae());
  signal.set_kind(v1::SIGNAL_KIND_EXPANSION);
  signal.set_category(v1::SIGNAL_CATEGORY_PRODUCT);
  signal.set_trigger(v1::TRIGGER_SEAT_UTILIZATION);
  signal.set_evidence("Seat utilization at 89% for the third month in a row");
  signal.mutable_buyer()->set_name("Ann Example");
  signal.mutable_buyer()->set_title("VP Operations");
  signal.set_timeline("before the end of next quarter");
  signal.set_context_note(
      "They open two offices in May and asked what a larger plan would cost. Ann owns the budget.");
  signal.set_urgency(v1::URGENCY_HOT);
  signal.mutable_source()->set_system("gainsight");
  signal.mutable_source()->set_record_id(absl::StrCat("CTA-", number));
  signal.set_state(v1::SIGNAL_STATE_ROUTED);
  signal.set_routable(true);
  signal.set_qualified(true);
  signal.set_model(v1::OWNERSHIP_MODEL_B);
  const absl::Time filed = kNow + absl::Microseconds(number);
  *signal.mutable_file_time() = domain::ToTimestamp(filed);
  *signal.mutable_route_time() = domain::ToTimestamp(filed);
  signal.mutable_clock()->set_leg(1);
  *signal.mutable_clock()->mutable_start_time() = domain::ToTimestamp(filed);
  *signal.mutable_clock()->mutable_acknowledge_due_time() =
      domain::ToTimestamp(filed + absl::Hours(4));
  signal.set_policy_version(1);
  for (const char* rule : {"H-4", "H-6", "H-7", "S-1"}) {
    v1::ExplanationStep* step = signal.add_explanation();
    step->set_rule(rule);
    step->set_text("what the rule did with which inputs, with the arithmetic, for people");
  }
  return signal;
}

v1::Delivery MakeDelivery(const v1::Signal& signal, int number, v1::DeliveryKind kind) {
  v1::Delivery delivery;
  delivery.set_name(Name("deliveries", kind == v1::DELIVERY_KIND_CRM_HANDOFF ? "c" : "m", number));
  delivery.set_kind(kind);
  delivery.set_state(v1::DELIVERY_STATE_PENDING);
  delivery.set_recipient(signal.ae());
  delivery.set_record(signal.name());
  delivery.set_subject("A hot signal waits for you");
  delivery.set_body("They open two offices in May and asked what a larger plan would cost.");
  *delivery.mutable_create_time() = signal.file_time();
  delivery.set_rule("H-15");
  return delivery;
}

absl::StatusOr<std::string> File(Transaction& transaction, int number) {
  const v1::Signal signal = MakeSignal(number);
  Session& session = transaction.session();
  BATON_RETURN_IF_ERROR(
      FindSignalBySource(session, kTenant, "gainsight", signal.source().record_id()).status());
  BATON_RETURN_IF_ERROR(FindRecentSignals(session, kTenant, signal.account(), v1::TRIGGER_M_AND_A,
                                          kNow - absl::Hours(24))
                            .status());
  v1::Account account;
  BATON_RETURN_IF_ERROR(
      AccountTable().Get(session, kTenant, domain::ShortName(signal.account()), &account));
  v1::Person person;
  BATON_RETURN_IF_ERROR(
      PersonTable().Get(session, kTenant, domain::ShortName(signal.ae()), &person));
  BATON_RETURN_IF_ERROR(InsertSignal(transaction, signal, signal.source().record_id()));
  const absl::Time due = domain::ToTime(signal.clock().acknowledge_due_time());
  BATON_RETURN_IF_ERROR(AddDeadlines(
      transaction, signal.name(),
      {{"", "", "acknowledge", "1", due}, {"", "", "contact", "1", due + absl::Hours(24)}}));
  const v1::Delivery handoff = MakeDelivery(signal, number, v1::DELIVERY_KIND_CRM_HANDOFF);
  BATON_RETURN_IF_ERROR(AddDelivery(transaction, handoff));
  BATON_RETURN_IF_ERROR(
      AddDelivery(transaction, MakeDelivery(signal, number, v1::DELIVERY_KIND_DIRECT_MESSAGE)));
  transaction.Changed(handoff.name(), nullptr, &handoff);
  return signal.SerializeAsString();
}

absl::StatusOr<std::string> Seed(Transaction& transaction) {
  BATON_RETURN_IF_ERROR(EnsureTenant(transaction));
  for (int i = 0; i < kPeople; ++i) {
    v1::Person person;
    person.set_name(Name("people", "p", i));
    person.set_display_name("Ada");
    person.set_role(v1::ROLE_AE);
    BATON_RETURN_IF_ERROR(InsertPerson(transaction, person));
  }
  for (int i = 0; i < kAccounts; ++i) {
    v1::Account account;
    account.set_name(Name("accounts", "a", i));
    account.set_display_name("Alpha");
    *account.mutable_create_time() = domain::ToTimestamp(kNow);
    BATON_RETURN_IF_ERROR(InsertAccount(transaction, account));
  }
  return "";
}

int64_t ThreadMicros() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1'000'000 + time.tv_nsec / 1'000;
}

// Keeps a number of writes in flight from one thread, as a server's callers would.
class Load {
 public:
  Load(Store* store, int first, int count, int in_flight)
      : store_(store), next_(first), end_(first + count), in_flight_(in_flight) {
    latencies_.reserve(static_cast<size_t>(count));
  }

  void Run() {
    const absl::Time begin = absl::Now();
    while (next_ < end_) {
      {
        absl::MutexLock lock(&mutex_);
        mutex_.Await(absl::Condition(this, &Load::MayIssue));
        ++waiting_;
      }
      Issue(next_++);
    }
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Load::IsIdle));
    elapsed_ = absl::Now() - begin;
  }

  double Print(double alone) {
    std::sort(latencies_.begin(), latencies_.end());
    const double rate = static_cast<double>(latencies_.size()) / absl::ToDoubleSeconds(elapsed_);
    const auto percentile = [&](double p) {
      return absl::ToDoubleMilliseconds(
          latencies_[static_cast<size_t>(p * static_cast<double>(latencies_.size() - 1))]);
    };
    std::printf("%9d %10.0f %12.1f %10.2f %10.2f %8.1f\n", in_flight_, rate,
                static_cast<double>(last_cpu_ - first_cpu_) /
                    static_cast<double>(std::max<size_t>(latencies_.size(), 1)),
                percentile(0.5), percentile(0.99), alone > 0 ? rate / alone : 1.0);
    return rate;
  }

 private:
  bool MayIssue() const { return waiting_ < in_flight_; }
  bool IsIdle() const { return waiting_ == 0; }

  void Issue(int number) {
    WriteOptions options;
    options.tenant = kTenant;
    options.actor = Name("people", "p", number % kPeople);
    options.method = "FileSignal";
    options.request_id = absl::StrCat("5c1f7a52-0000-4000-8000-", number);
    options.fingerprint = std::string(32, 'f');
    options.now = kNow;
    const absl::Time begin = absl::Now();
    store_->Write(
        std::move(options), [number](Transaction& t) { return File(t, number); },
        [this, begin](const absl::StatusOr<std::string>& answer) { Answered(begin, answer); });
  }

  void Answered(absl::Time begin, const absl::StatusOr<std::string>& answer) {
    if (!answer.ok()) {
      std::fprintf(stderr, "%s\n", answer.status().ToString().c_str());
      std::exit(1);
    }
    if (latencies_.empty()) first_cpu_ = ThreadMicros();
    last_cpu_ = ThreadMicros();
    latencies_.push_back(absl::Now() - begin);
    absl::MutexLock lock(&mutex_);
    --waiting_;
  }

  Store* const store_;
  int next_;
  const int end_;
  const int in_flight_;
  absl::Mutex mutex_;
  int waiting_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<absl::Duration> latencies_;  // the writing thread's own until the end
  int64_t first_cpu_ = 0;
  int64_t last_cpu_ = 0;
  absl::Duration elapsed_;
};

int Main(int writes, const std::filesystem::path& parent) {
  std::string pattern = (parent / "store-bench-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(pattern.data());
  SqliteOptions options;
  options.path = (folder / "baton.db").string();
  absl::StatusOr<std::unique_ptr<Store>> store = OpenSqliteStore(options);
  if (!store.ok()) return 1;
  WriteOptions seed;
  seed.tenant = kTenant;
  seed.now = kNow;
  if (!(*store)->WriteAndWait(seed, Seed).ok()) return 1;
  std::printf("in flight   writes/s  cpu us/write     p50 ms     p99 ms    ratio\n");
  int first = 0;
  double alone = 0;
  for (const int in_flight : {1, 16, 64, 256, 1024}) {
    const int count = in_flight == 1 ? std::max(writes / 20, 1) : writes;
    Load load(store->get(), first, count, in_flight);
    load.Run();
    const double rate = load.Print(alone);
    if (alone == 0) alone = rate;
    first += count;
  }
  (*store)->Close();
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace baton::store

int main(int argc, char** argv) {
  int writes = 50'000;
  if (argc > 1 && (!absl::SimpleAtoi(argv[1], &writes) || writes < 1)) return 2;
  return baton::store::Main(
      writes, argc > 2 ? std::filesystem::path(argv[2]) : std::filesystem::temp_directory_path());
}
