// R5: clocks that jump, and a server that was down. No deadline is handled early, twice, or never.
//
// Planted faults that these tests caught: a sweep and its rule that take what is due within the
// next hour; a sweep that passes over what has been due for more than a day.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "tests/acceptance/company.h"

namespace baton::testing {
namespace {

constexpr int kSignals = 200;  // with two deadlines each
constexpr unsigned kSeed = 5;

class Clocks : public Company {
 protected:
  // Over some hours, so that the deadlines lie at many instants.
  void FileMany() {
    std::mt19937 random(kSeed);
    std::uniform_int_distribution<int> seconds(1, 300);
    for (int i = 0; i < kSignals; ++i) {
      v1::FileSignalRequest request = Filing();
      request.mutable_signal()->clear_product_lines();
      request.mutable_signal()->add_product_lines(absl::StrCat("line-", i));
      request.mutable_signal()->mutable_source()->set_system("plugin");
      request.mutable_signal()->mutable_source()->set_record_id(absl::StrCat("record-", i));
      const v1::Signal filed = File(request);
      due_[filed.name()] = {domain::ToTime(filed.clock().acknowledge_due_time()),
                            domain::ToTime(filed.clock().contact_due_time())};
      SetClock(Now() + absl::Seconds(seconds(random)));
    }
    ASSERT_EQ(due_.size(), static_cast<size_t>(kSignals));
  }

  // What the manager must have been told by now, by an account of its own: one message for each
  // deadline that lay before the latest instant a sweep ran at.
  std::map<std::string, int> Expected() const {
    std::map<std::string, int> messages;
    for (const auto& [signal, dues] : due_) {
      for (const absl::Time due : dues) {
        if (due < latest_) ++messages[signal];
      }
    }
    return messages;
  }

  std::map<std::string, int> Told() {
    std::map<std::string, int> messages;
    for (const v1::Delivery& delivery : Deliveries()) {
      if (delivery.rule() == "S-5" && delivery.kind() == v1::DELIVERY_KIND_DIRECT_MESSAGE &&
          delivery.recipient() == Person("priya")) {
        ++messages[delivery.record()];
      }
    }
    return messages;
  }

  void SweepAt(absl::Time time) {
    AdvanceTo(time);
    latest_ = std::max(latest_, time);
  }

  std::map<std::string, std::vector<absl::Time>> due_;
  absl::Time latest_ = absl::InfinitePast();
};

TEST_F(Clocks, R5_AClockThatJumpsHandlesNothingEarlyTwiceOrNever) {
  FileMany();
  const absl::Time filed = Now();
  for (const absl::Duration jump :
       {absl::Hours(1), absl::Hours(-1), absl::Hours(3), absl::Hours(-24), absl::Hours(2),
        absl::Hours(24), -(filed - absl::UnixEpoch()), absl::Hours(5), absl::Hours(12),
        absl::Hours(20), absl::Hours(-1), absl::Hours(24 * 3)}) {
    SweepAt(filed + jump);
    EXPECT_EQ(Told(), Expected()) << "at " << filed + jump;
    SweepAt(filed + jump);
    EXPECT_EQ(Told(), Expected()) << "again at " << filed + jump;
  }
  for (const auto& [signal, count] : Told()) EXPECT_EQ(count, 2) << signal;
  AuditEvents();  // intact
}

TEST_F(Clocks, R5_WhatFellDueWhileNoServerRanIsHandledOnceAtTheStart) {
  FileMany();
  const absl::Time filed = Now();
  for (const absl::Duration down : {absl::ZeroDuration(), absl::Hours(6), absl::Hours(24 * 30)}) {
    Stop();
    SetClock(filed + down);
    Restart();
    SweepAt(filed + down);
    EXPECT_EQ(Told(), Expected()) << "down for " << down;
  }
  for (const auto& [signal, count] : Told()) EXPECT_EQ(count, 2) << signal;
}

}  // namespace
}  // namespace baton::testing
