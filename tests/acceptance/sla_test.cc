// Missed deadlines: marked once, at their instant, and told to the right people.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "domain/instant.h"
#include "domain/status_macros.h"
#include "store/deadlines.h"
#include "tests/acceptance/company.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr absl::Duration kTick = absl::Microseconds(1);
constexpr auto kMessage = v1::DELIVERY_KIND_DIRECT_MESSAGE;

class Sla : public Company {
 protected:
  // What left because of a miss.
  std::vector<v1::Delivery> Escalations(const std::string& signal) {
    std::vector<v1::Delivery> all = Deliveries(signal);
    all.erase(std::remove_if(all.begin(), all.end(),
                             [](const v1::Delivery& delivery) {
                               return delivery.rule() != "S-5" && delivery.rule() != "S-11";
                             }),
              all.end());
    return all;
  }

  // Files for a customer of another AE.
  std::string FileHeldBy(const std::string& ae) {
    AddAccount(NewAccount("quillan"), "imogen", ae);
    return FileFor("quillan").name();
  }
};

TEST_F(Sla, S5_AMissTellsTheAesManagerWritesATaskAndCopiesTheCsm) {
  const v1::Signal filed = FileFor("harborline");
  EXPECT_EQ(Advance(absl::Hours(4)), 2) << "the CRM's silence and a warning";
  EXPECT_THAT(Escalations(filed.name()), IsEmpty());
  EXPECT_EQ(Advance(kTick), 1);
  EXPECT_TRUE(Look(filed.name()).clock().acknowledge_missed());
  const auto escalations = Escalations(filed.name());
  EXPECT_THAT(escalations,
              UnorderedElementsAre(DeliveryTo(Person("priya"), kMessage, "S-5"),
                                   DeliveryTo(Person("priya"), v1::DELIVERY_KIND_CRM_TASK, "S-5"),
                                   DeliveryTo(Person("imogen"), kMessage, "S-5")));
  for (const v1::Delivery& delivery : escalations) {
    EXPECT_THAT(delivery.subject(), HasSubstr("Missed: acknowledge"));
  }
}

TEST_F(Sla, S4_AMissIsMarkedAtItsDeadlinesInstantHoweverLateItIsFound) {
  const v1::Signal filed = FileFor("harborline");
  Advance(absl::Hours(7));
  const v1::Signal marked = Look(filed.name());
  EXPECT_EQ(domain::ToTime(marked.update_time()), Start() + absl::Hours(4));
  EXPECT_THAT(marked.explanation(marked.explanation_size() - 1).text(),
              HasSubstr("acknowledge missed at 2026-01-05T13:00:00Z"));
}

TEST_F(Sla, S4_SweepingAgainAddsNothing) {
  const std::string name = FileFor("harborline").name();
  Advance(absl::Hours(5));
  const int64_t events = AuditEvents();
  EXPECT_EQ(Advance(absl::ZeroDuration()), 0);
  EXPECT_EQ(Advance(absl::Hours(1)), 0);
  EXPECT_EQ(AuditEvents(), events);
  EXPECT_THAT(Escalations(name), SizeIs(3));
}

TEST_F(Sla, S4_EachMilestoneIsMarkedOnItsOwn) {
  const std::string name = FileFor("harborline").name();
  EXPECT_EQ(Advance(absl::Hours(48)), 5) << "two misses, two warnings, the CRM's silence";
  const v1::Signal marked = Look(name);
  EXPECT_TRUE(marked.clock().acknowledge_missed());
  EXPECT_TRUE(marked.clock().contact_missed());
  EXPECT_EQ(domain::ToTime(marked.update_time()), Start() + absl::Hours(24));
  EXPECT_THAT(Escalations(name), SizeIs(6));
}

TEST_F(Sla, S1_WarmHasADayAndThreeAndWatchASync) {
  v1::FileSignalRequest warm = Filing();
  warm.mutable_signal()->set_urgency(v1::URGENCY_WARM);
  const v1::Signal first = File(warm);
  EXPECT_EQ(domain::ToTime(first.clock().acknowledge_due_time()), Start() + absl::Hours(24));
  EXPECT_EQ(domain::ToTime(first.clock().contact_due_time()), Start() + absl::Hours(72));
  v1::FileSignalRequest watch = Filing();
  watch.mutable_signal()->set_trigger(v1::TRIGGER_ORG_CHART_CHANGE);
  const v1::Signal second = File(watch);
  EXPECT_EQ(domain::ToTime(second.clock().acknowledge_due_time()), Start() + absl::Hours(7 * 24));
  EXPECT_FALSE(second.clock().has_contact_due_time());
}

TEST_F(Sla, S5_WithoutAManagerTheRevOpsQueueIsTold) {
  AddPerson("ines", v1::ROLE_AE);
  const std::string name = FileHeldBy("ines");
  Advance(absl::Hours(4) + kTick);
  EXPECT_THAT(Escalations(name),
              UnorderedElementsAre(DeliveryTo("queues/revops", kMessage, "S-5"),
                                   DeliveryTo("queues/revops", v1::DELIVERY_KIND_CRM_TASK, "S-5"),
                                   DeliveryTo(Person("imogen"), kMessage, "S-5")));
}

TEST_F(Sla, S5_ACroIsNeverTold) {
  AddPerson("marc", v1::ROLE_AE, "clara");
  const std::string name = FileHeldBy("marc");
  Advance(absl::Hours(48));
  const auto escalations = Escalations(name);
  EXPECT_THAT(escalations, Contains(DeliveryTo("queues/revops", kMessage, "S-5")));
  for (const v1::Delivery& delivery : escalations) {
    EXPECT_NE(delivery.recipient(), Person("clara"));
  }
}

// All in one sweep, which loads people once.
TEST_F(Sla, S5_OfManyMissesAtOnceEachTellsItsOwnHoldersManager) {
  AddPerson("ines", v1::ROLE_AE);
  AddPerson("marc", v1::ROLE_AE, "clara");
  AddPerson("otis", v1::ROLE_MANAGER, "victor");
  AddPerson("nell", v1::ROLE_AE, "otis");
  const std::vector<std::pair<std::string, std::string>> told = {
      {"rosa", Person("priya")}, {"ines", "queues/revops"}, {"nell", Person("otis")},
      {"dana", Person("priya")}, {"marc", "queues/revops"},
  };
  std::vector<std::string> filed;
  for (const auto& [ae, manager] : told) {
    AddAccount(NewAccount("of-" + ae), "imogen", ae);
    filed.push_back(FileFor("of-" + ae).name());
  }
  EXPECT_EQ(Advance(absl::Hours(4) + kTick), 15) << "three of each";
  for (size_t i = 0; i < filed.size(); ++i) {
    EXPECT_THAT(Escalations(filed[i]),
                UnorderedElementsAre(DeliveryTo(told[i].second, kMessage, "S-5"),
                                     DeliveryTo(told[i].second, v1::DELIVERY_KIND_CRM_TASK, "S-5"),
                                     DeliveryTo(Person("imogen"), kMessage, "S-5")))
        << told[i].first;
  }
}

TEST_F(Sla, S4_OneThatCantBeHandledHoldsUpNoOther) {
  std::vector<std::string> filed;
  for (int i = 0; i < 5; ++i) {
    AddAccount(NewAccount("other-" + std::to_string(i)));
    filed.push_back(FileFor("other-" + std::to_string(i)).name());
  }
  store::WriteOptions options;
  options.tenant = "main";
  options.actor = "system/test";
  options.method = "Test";
  options.now = Now();
  const store::Deadline stray = {"", "", "acknowledge", "1", Start() + absl::Hours(1)};
  ASSERT_THAT(
      server().store().WriteAndWait(options,
                                    [&](store::Transaction& tx) -> absl::StatusOr<std::string> {
                                      BATON_RETURN_IF_ERROR(store::AddDeadlines(
                                          tx, Name("signals", "nobody"), {stray}));
                                      return std::string();
                                    }),
      IsOk());
  EXPECT_EQ(Advance(absl::Hours(4) + kTick), 15) << "three of each";
  for (const std::string& name : filed) {
    EXPECT_TRUE(Look(name).clock().acknowledge_missed());
    EXPECT_THAT(Escalations(name), SizeIs(3));
  }
  EXPECT_THAT(LogText(), HasSubstr("deadline_not_handled"));
  EXPECT_THAT(LogText(), HasSubstr("signals/nobody"));
}

TEST_F(Sla, S6_ALateStepIsTakenAndStaysLate) {
  const std::string name = FileFor("harborline").name();
  Advance(absl::Hours(5));
  const auto taken = Acknowledge(rosa(), name);
  ASSERT_THAT(taken, IsOk());
  EXPECT_TRUE(taken->clock().acknowledge_missed());
  const auto contacted = Contact(rosa(), name);
  ASSERT_THAT(contacted, IsOk());
  EXPECT_TRUE(contacted->clock().acknowledge_missed());
  EXPECT_FALSE(contacted->clock().contact_missed());
}

TEST_F(Sla, S4_AStepThatComesBeforeTheSweeperEscalatesOnce) {
  const std::string name = FileFor("harborline").name();
  SetClock(Start() + absl::Hours(5));
  ASSERT_THAT(Acknowledge(rosa(), name), IsOk());
  EXPECT_THAT(Escalations(name), SizeIs(3));
  EXPECT_EQ(Advance(kTick), 0);
  EXPECT_THAT(Escalations(name), SizeIs(3));
}

TEST_F(Sla, S4_AnAcknowledgementInTimeLeavesOnlyTheContactToMiss) {
  const std::string name = FileFor("harborline").name();
  ASSERT_THAT(Acknowledge(rosa(), name), IsOk());
  EXPECT_EQ(Advance(absl::Hours(23)), 2) << "the CRM's silence and a warning";
  EXPECT_THAT(Escalations(name), IsEmpty());
  EXPECT_EQ(Advance(absl::Hours(1) + kTick), 1);
  EXPECT_FALSE(Look(name).clock().acknowledge_missed());
  EXPECT_TRUE(Look(name).clock().contact_missed());
}

TEST_F(Sla, S4_WhatPassedWhileNoServerRanIsFoundAtTheStart) {
  const std::string name = FileFor("harborline").name();
  Stop();
  SetClock(Start() + absl::Hours(30));
  Restart();
  EXPECT_EQ(Advance(absl::ZeroDuration()), 5) << "two misses, two warnings, the CRM's silence";
  const v1::Signal marked = Look(name);
  EXPECT_TRUE(marked.clock().acknowledge_missed());
  EXPECT_TRUE(marked.clock().contact_missed());
  EXPECT_EQ(domain::ToTime(marked.update_time()), Start() + absl::Hours(24));
  EXPECT_THAT(Escalations(name), SizeIs(6));
}

TEST_F(Sla, S4_AClockThatStepsBackMarksNothingTwice) {
  const std::string name = FileFor("harborline").name();
  Advance(absl::Hours(5));
  EXPECT_EQ(AdvanceTo(Start() + absl::Hours(1)), 0);
  EXPECT_EQ(AdvanceTo(Start() + absl::Hours(6)), 0);
  EXPECT_THAT(Escalations(name), SizeIs(3));
}

TEST_F(Sla, S11_ACsmsOwnMissGoesToTheCsmsManager) {
  v1::Account larkfield = NewAccount("larkfield");
  larkfield.set_segment(v1::SEGMENT_SMB);
  AddAccount(larkfield);
  v1::FileSignalRequest request = Filing("larkfield");
  *request.mutable_signal()->mutable_estimated_expansion() = Usd(600'000);
  const std::string name = File(request).name();
  EXPECT_EQ(Advance(absl::Hours(24)), 1) << "a warning";
  EXPECT_THAT(Escalations(name), IsEmpty());
  EXPECT_EQ(Advance(kTick), 1);
  EXPECT_THAT(Escalations(name), Contains(DeliveryTo(Person("farah"), kMessage, "S-11")));
}

}  // namespace
}  // namespace baton::testing
