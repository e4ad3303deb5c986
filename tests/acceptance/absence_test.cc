// Absences over a real socket: who takes over while somebody is away (W-1).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/instant.h"
#include "tests/acceptance/revenue.h"
#include "tests/status_matchers.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr absl::Duration kDay = absl::Hours(24);

class Absences : public Revenue {
 protected:
  static v1::SetAbsenceRequest Away(const std::string& person, absl::Time from, absl::Time to,
                                    const std::string& deputy) {
    v1::SetAbsenceRequest request;
    request.set_person(Person(person));
    *request.mutable_absence()->mutable_start_time() = domain::ToTimestamp(from);
    *request.mutable_absence()->mutable_end_time() = domain::ToTimestamp(to);
    request.mutable_absence()->set_deputy(Person(deputy));
    return request;
  }

  absl::StatusOr<v1::Person> Set(const Client& who, const v1::SetAbsenceRequest& request) {
    const auto response = who.Call(&AccountStub::SetAbsence, request);
    if (!response.ok()) return response.status();
    return response->person();
  }

  // From now on, for a week.
  void SendAway(const std::string& person, const std::string& deputy) {
    ASSERT_THAT(Set(remy(), Away(person, Now(), Now() + 7 * kDay, deputy)), IsOk());
  }

  std::vector<std::string> Listed(const Client& who) {
    v1::ListSignalsRequest request;
    request.set_parent(Tenant());
    const auto response = who.Call(&HandoffStub::ListSignals, request);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> names;
    if (!response.ok()) return names;
    for (const v1::Signal& signal : response->signals()) names.push_back(signal.name());
    return names;
  }
};

TEST_F(Absences, W1_AreSetChangedListedAndCleared) {
  const absl::Time from = Now() + kDay;
  ASSERT_THAT(Set(rosa(), Away("rosa", from, from + kDay, "dana")), IsOk());
  const auto longer = Set(rosa(), Away("rosa", from, from + 2 * kDay, "dana"));
  ASSERT_THAT(longer, IsOk());
  ASSERT_EQ(longer->absences_size(), 1);
  EXPECT_EQ(domain::ToTime(longer->absences(0).end_time()), from + 2 * kDay);
  // The next one may begin at the very end of the first.
  ASSERT_THAT(Set(rosa(), Away("rosa", from + 2 * kDay, from + 3 * kDay, "priya")), IsOk());

  v1::GetPersonRequest get;
  get.set_name(Person("rosa"));
  const auto read = rosa().Call(&AccountStub::GetPerson, get);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->person().absences_size(), 2);

  v1::SetAbsenceRequest clear = Away("rosa", from, from, "dana");
  clear.set_clear(true);
  const auto cleared = Set(rosa(), clear);
  ASSERT_THAT(cleared, IsOk());
  ASSERT_EQ(cleared->absences_size(), 1);
  EXPECT_EQ(cleared->absences(0).deputy(), Person("priya"));
  EXPECT_THAT(Set(rosa(), clear),
              Refuses(absl::StatusCode::kFailedPrecondition, "ABSENCE_NOT_SET"));
}

TEST_F(Absences, W1_EveryFaultIsNamedAtOnce) {
  ASSERT_THAT(Set(remy(), Away("rosa", Now(), Now() + kDay, "dana")), IsOk());
  EXPECT_THAT(
      ViolatedFields(
          Set(remy(), Away("rosa", Now() - kDay, Now() + absl::Microseconds(1), "rosa")).status()),
      UnorderedElementsAre("absence.start_time", "absence.deputy"));
  EXPECT_THAT(ViolatedFields(Set(remy(), Away("dana", Now(), Now(), "stranger")).status()),
              UnorderedElementsAre("absence.end_time", "absence.deputy"));
}

TEST_F(Absences, W1_EachSetsTheirOwnAManagerTheirPeoplesRevopsAll) {
  const v1::SetAbsenceRequest away = Away("rosa", Now(), Now() + kDay, "dana");
  EXPECT_THAT(Set(dana(), away), Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(Set(rosa(), away), IsOk());
  EXPECT_THAT(Set(priya(), away), IsOk());
  EXPECT_THAT(Set(As(v1::ROLE_MANAGER, "farah"), away),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

TEST_F(Absences, W1_RoutingGoesToTheDeputyFromTheFirstToTheLastInstant) {
  const absl::Time from = Now() + absl::Hours(1);
  ASSERT_THAT(Set(rosa(), Away("rosa", from, from + kDay, "dana")), IsOk());
  AddAccount(NewAccount("ashgrove"));
  AddAccount(NewAccount("birchwood"));
  AddAccount(NewAccount("cedarfall"));
  SetClock(from - absl::Microseconds(1));
  EXPECT_EQ(FileFor("harborline").ae(), Person("rosa"));
  SetClock(from);
  const v1::Signal routed = FileFor("ashgrove");
  EXPECT_EQ(routed.ae(), Person("dana"));
  EXPECT_EQ(routed.holder(), Person("dana"));
  SetClock(from + kDay - absl::Microseconds(1));
  EXPECT_EQ(FileFor("birchwood").ae(), Person("dana"));
  SetClock(from + kDay);
  EXPECT_EQ(FileFor("cedarfall").ae(), Person("rosa"));
}

TEST_F(Absences, W1_TheDeputyOfADeputyIsRoutedTo) {
  SendAway("rosa", "dana");
  SendAway("dana", "priya");
  EXPECT_EQ(FileFor("harborline").ae(), Person("priya"));
}

TEST_F(Absences, W1_ADeputyActsOnTheSignalsOfWhoIsAway) {
  const std::string signal = FileFor("harborline").name();
  EXPECT_THAT(Acknowledge(dana(), signal), Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(Listed(dana()), IsEmpty());
  SendAway("rosa", "dana");
  EXPECT_THAT(Listed(dana()), ElementsAre(signal));
  EXPECT_THAT(Acknowledge(dana(), signal), IsOk());
  EXPECT_THAT(Get(rosa(), signal), IsOk());
  SetClock(Now() + 7 * kDay);
  EXPECT_THAT(Get(dana(), signal), Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(Listed(dana()), IsEmpty());
}

TEST_F(Absences, W1_AnEscalationGoesToTheManagersDeputy) {
  const std::string signal = FileFor("harborline").name();
  SendAway("priya", "victor");
  Advance(absl::Hours(4) + absl::Microseconds(1));
  EXPECT_THAT(Deliveries(signal),
              Contains(DeliveryTo(Person("victor"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "S-5")));
  EXPECT_THAT(Deliveries(signal),
              Not(Contains(DeliveryTo(Person("priya"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "S-5"))));
}

TEST_F(Absences, W1_ADeputyIsNotToldOfTheirOwnMiss) {
  const std::string signal = FileFor("harborline").name();
  SendAway("priya", "rosa");
  Advance(absl::Hours(4) + absl::Microseconds(1));
  EXPECT_THAT(Deliveries(signal),
              Contains(DeliveryTo(Person("priya"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "S-5")));
}

TEST_F(Absences, W1_MessagesToTheCsmGoToTheirDeputy) {
  const std::string signal = FileFor("harborline").name();
  SendAway("imogen", "tobias");
  v1::SignalOutcome lost;
  lost.set_kind(v1::OUTCOME_KIND_LOST);
  lost.set_reason("No need");
  ASSERT_THAT(Report(rosa(), signal, lost), IsOk());
  EXPECT_THAT(Deliveries(signal),
              Contains(DeliveryTo(Person("tobias"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "H-11")));
}

TEST_F(Absences, W1_ADeputySignsForTheSideOfWhoIsAway) {
  const v1::RecordBookingResponse recorded =
      Record(Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'800'000));
  const std::string& name = recorded.attribution().name();
  const Client farah = As(v1::ROLE_MANAGER, "farah");
  EXPECT_THAT(Sign(farah, name, v1::SIGNING_SIDE_CS),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  SendAway("helen", "farah");
  EXPECT_THAT(Sign(farah, name, v1::SIGNING_SIDE_SALES),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  ASSERT_THAT(Sign(farah, name, v1::SIGNING_SIDE_CS), IsOk());
  EXPECT_THAT(Sign(victor(), name, v1::SIGNING_SIDE_SALES), IsOk());
}

TEST_F(Absences, C17_ADeputySeesNobodysPay) {
  AssignPlan("rosa", v1::ROLE_AE);
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  ASSERT_THAT(Publish("2026-Q1"), IsOk());
  ASSERT_THAT(Statement(rosa(), "2026-Q1-rosa"), IsOk());
  SendAway("rosa", "dana");
  EXPECT_THAT(Statement(dana(), "2026-Q1-rosa"), Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

}  // namespace
}  // namespace baton::testing
