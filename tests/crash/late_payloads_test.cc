// R7: payloads that arrive twice, late and out of order leave the state that a clean delivery
// leaves.
//
// One history of two vendors (vendor_history.h) is delivered to one server in order, and to another
// with a tenth of its payloads sent twice, at once or much later, a tenth held back, a tenth
// swapped with a neighbour, and each by whichever caller is free. Then both states are compared
// record by record (company_state.h). Equal means, as docs/decisions/0015 says: every field of
// every record and every delivery, but for what says when something arrived and in which steps. The
// moment of filing decides who is handed a signal (H-7) and which of two duplicates is first
// (H-12), so the history changes no team of an account with signals, and has one call to action of
// each trigger.
//
// Planted faults that this test caught, each alone: the last to arrive counts, whatever its version
// a source's record is not known again (H-12); payloads that came too early are not tried
// again; proposals don't follow facts that arrive late.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <iterator>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/acceptance/company.h"
#include "tests/crash/company_state.h"
#include "tests/crash/crash_company.h"
#include "tests/crash/vendor_history.h"

namespace baton::testing {
namespace {

constexpr int kEvents = 1'500;
constexpr int kCallers = 8;
constexpr int kShownDifferences = 10;

// A company on a server of its own, to which payloads are delivered.
class Town : public Company {
 public:
  using Company::Start;

  void Begin(const VendorHistory& history) {
    SetUp();
    for (const KnownPerson& person : KnownPeople()) Know(person);
    for (const KnownAccount& known : history.accounts) {
      v1::Account account = NewAccount(known.id);
      AddId("gainsight", known.gainsight_id, account.mutable_external_ids());
      AddId("salesforce", known.salesforce_id, account.mutable_external_ids());
      AddAccount(account);
    }
    plugin_ = std::make_unique<Client>(plugin());
  }

  // Each caller delivers its own subjects, in order.
  void DeliverInOrder(const std::vector<VendorEvent>& events) {
    AtOnce([&](int caller) {
      for (const VendorEvent& event : events) {
        if ((event.subject + 1) % kCallers == caller) Send(event);
      }
    });
  }

  // Each caller takes the next that none has taken.
  void DeliverAnyhow(const std::vector<VendorEvent>& events) {
    std::atomic<size_t> next{0};
    AtOnce([&](int) {
      for (size_t at = next++; at < events.size(); at = next++) Send(events[at]);
    });
  }

  // What waited for a record that has come is applied, then two months pass.
  void Settle() {
    while (Advance(absl::Seconds(1)) > 0) {
    }
    Advance(absl::Hours(24 * 60));
  }

  std::multiset<std::string> State() {
    const auto session = OpenSession();
    return StateOf(remy(), *session);
  }

  void TestBody() override {}

 private:
  static void AtOnce(const std::function<void(int caller)>& deliver) {
    std::vector<std::thread> callers;
    for (int i = 0; i < kCallers; ++i) callers.emplace_back(deliver, i);
    for (std::thread& caller : callers) caller.join();
  }

  using Ids = google::protobuf::RepeatedPtrField<v1::SourceRecord>;

  static void AddId(const std::string& system, const std::string& id, Ids* ids) {
    v1::SourceRecord& record = *ids->Add();
    record.set_system(system);
    record.set_record_id(id);
  }

  void Know(const KnownPerson& known) {
    v1::UpsertPersonRequest request;
    request.mutable_person()->set_name(Person(known.id));
    AddId("gainsight", known.gainsight_id, request.mutable_person()->mutable_external_ids());
    AddId("salesforce", known.salesforce_id, request.mutable_person()->mutable_external_ids());
    ASSERT_THAT(Admin().Call(&AccountStub::UpsertPerson, request), IsOk());
  }

  // Refused or not: what can't be applied is kept.
  void Send(const VendorEvent& event) {
    v1::IngestPayloadRequest request;
    request.set_parent(Tenant());
    request.set_vendor(event.vendor);
    request.set_payload(event.payload);
    const auto sent = plugin_->Call(&v1::IntegrationService::Stub::IngestPayload, request);
    if (sent.ok() || absl::IsFailedPrecondition(sent.status())) return;
    EXPECT_TRUE(absl::IsInvalidArgument(sent.status())) << sent.status();
  }

  std::unique_ptr<Client> plugin_;
};

// The same events as the network may hand them over.
std::vector<VendorEvent> Disturb(const std::vector<VendorEvent>& events, unsigned seed) {
  std::mt19937 random(seed);
  const auto one_in_ten = [&random] { return random() % 10 == 0; };
  const size_t far = std::max<size_t>(10, events.size() / 2);
  std::vector<std::pair<size_t, const VendorEvent*>> arrivals;  // by when they arrive
  for (size_t i = 0; i < events.size(); ++i) {
    const size_t delay = one_in_ten() ? random() % far : 0;
    arrivals.emplace_back(i + delay, &events[i]);
    if (one_in_ten())
      arrivals.emplace_back(i + (random() % 2 == 0 ? 0 : random() % far), &events[i]);
  }
  std::stable_sort(arrivals.begin(), arrivals.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<VendorEvent> disturbed;
  for (const auto& [when, event] : arrivals) disturbed.push_back(*event);
  for (size_t i = 1; i < disturbed.size(); ++i) {
    if (one_in_ten()) std::swap(disturbed[i - 1], disturbed[i]);
  }
  return disturbed;
}

void ExpectSame(const std::multiset<std::string>& clean, const std::multiset<std::string>& noisy) {
  std::vector<std::string> lost;
  std::vector<std::string> extra;
  std::set_difference(clean.begin(), clean.end(), noisy.begin(), noisy.end(),
                      std::back_inserter(lost));
  std::set_difference(noisy.begin(), noisy.end(), clean.begin(), clean.end(),
                      std::back_inserter(extra));
  EXPECT_EQ(lost.size() + extra.size(), 0u);
  for (size_t i = 0; i < lost.size() && i < kShownDifferences; ++i) {
    ADD_FAILURE() << "only after the clean delivery: " << lost[i];
  }
  for (size_t i = 0; i < extra.size() && i < kShownDifferences; ++i) {
    ADD_FAILURE() << "only after the disturbed one: " << extra[i];
  }
}

TEST(LatePayloads, R7_TwiceLateAndOutOfOrderLeavesWhatACleanDeliveryLeaves) {
  const unsigned seed = CrashSeed();
  const int count = CrashPoints(kEvents);
  Town clean;
  const VendorHistory history = MakeVendorHistory(seed, count, clean.Start());
  const std::vector<VendorEvent> disturbed = Disturb(history.events, seed);
  ASSERT_NO_FATAL_FAILURE(clean.Begin(history));
  clean.DeliverInOrder(history.events);
  clean.Settle();
  Town noisy;
  ASSERT_NO_FATAL_FAILURE(noisy.Begin(history));
  noisy.DeliverAnyhow(disturbed);
  noisy.Settle();
  const std::multiset<std::string> state = clean.State();
  ExpectSame(state, noisy.State());
  RecordProperty("seed", static_cast<int>(seed));
  printf("Seed %u: %zu payloads, %zu disturbed, %zu records and deliveries compared\n", seed,
         history.events.size(), disturbed.size(), state.size());
}

}  // namespace
}  // namespace baton::testing
