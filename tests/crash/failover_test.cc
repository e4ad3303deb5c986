// A primary with a synchronous standby, killed under load, and the standby promoted: nothing
// answered is lost, the server connects to it by itself, and answers UNAVAILABLE with RetryInfo
// meanwhile.
//
// Planted fault that this test caught: a standby that is not synchronous.
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/health_watch.h"
#include "tests/crash/crash_company.h"

namespace baton::testing {
namespace {

using HandoffStub = v1::SignalHandoffService::Stub;

class Failover : public CrashCompany {
 protected:
  void SetUp() override {
    StartCompanyOn(1, absl::StrCat("postgresql://baton@/postgres?host=", primary_.host(), ",",
                                   standby_.host(), "&target_session_attrs=read-write"));
  }

  DurableCluster primary_;
  DurableCluster standby_{primary_};
};

TEST_F(Failover, AnIdleServerTellsThatItsDatabaseIsGoneAndThatItIsBack) {
  HealthWatch health(channel(0));
  health.Await(kServing);
  primary_.Kill();
  health.Await(kNotServing);
  standby_.Promote();
  health.Await(kServing);
}

TEST_F(Failover, R26_NothingAnsweredIsLostAndServersFindTheNewPrimary) {
  const auto stories = WriteUntil(0, 400, [&] {
    // What the standby has not got must not be answered.
    standby_.Deafen();
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    primary_.Kill();
  });
  const auto refused = Plugin().Call(&HandoffStub::FileSignal, Filing("meanwhile", 0));
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  standby_.Promote();
  const absl::Time promoted = absl::Now();
  while (!Plugin().Call(&HandoffStub::FileSignal, Filing("meanwhile", 0)).ok()) {
    ASSERT_LT(absl::Now() - promoted, absl::Seconds(10)) << "the server did not come back";
    absl::SleepFor(absl::Milliseconds(20));
  }
  std::printf("served again %s after the promotion\n",
              absl::FormatDuration(absl::Now() - promoted).c_str());
  int answered = 0;
  for (const std::vector<Story>& of_client : stories) {
    for (const Story& story : of_client) {
      answered += (story.filed != nullptr) + (story.acknowledged != nullptr);
      Retry(story);
    }
  }
  EXPECT_GE(answered, 400);
  ExpectAuditIntact();
  EXPECT_EQ(AllSignals(), HandedOver());
}

}  // namespace
}  // namespace baton::testing
