// Accounts over a real socket: what a caller may state of them, and whose they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baton/v1/account_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/acceptance/server_fixture.h"
#include "tests/status_matchers.h"

namespace baton::testing {
namespace {

using Stub = v1::AccountService::Stub;

class Accounts : public ServerFixture {
 protected:
  // As a source states it that changed the record at `changed`.
  static v1::UpsertAccountRequest Helios(const std::string& display_name, absl::Time changed) {
    v1::UpsertAccountRequest request;
    request.mutable_account()->set_name(Name("accounts", "helios"));
    request.mutable_account()->set_display_name(display_name);
    *request.mutable_account()->mutable_source_update_time() = domain::ToTimestamp(changed);
    return request;
  }

  static v1::GetAccountRequest GetHelios() {
    v1::GetAccountRequest request;
    request.set_name(Name("accounts", "helios"));
    return request;
  }
};

TEST_F(Accounts, X9_AnOlderVersionThanTheOneHeldChangesNothing) {
  const Client remy = As(v1::ROLE_REVOPS, "remy");
  ASSERT_THAT(remy.Call(&Stub::UpsertAccount, Helios("Helios", Now())), IsOk());
  const auto older =
      remy.Call(&Stub::UpsertAccount, Helios("Old name", Now() - absl::Microseconds(1)));
  ASSERT_THAT(older, IsOk());
  EXPECT_EQ(older->account().display_name(), "Helios");
  const auto same = remy.Call(&Stub::UpsertAccount, Helios("Helios GmbH", Now()));
  ASSERT_THAT(same, IsOk());
  EXPECT_EQ(same->account().display_name(), "Helios GmbH");
}

TEST_F(Accounts, X8_TheOpeningBalanceIsSetOnce) {
  const Client remy = As(v1::ROLE_REVOPS, "remy");
  v1::UpsertAccountRequest opening = Helios("Helios", Now());
  auto& line = *opening.mutable_account()->add_opening_lines();
  line.set_product_line("core");
  line.mutable_arr()->set_amount_minor(12'000'000);
  line.mutable_arr()->set_currency_code("USD");
  const auto opened = remy.Call(&Stub::UpsertAccount, opening);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->account().arr().amount_minor(), 12'000'000);
  ASSERT_THAT(remy.Call(&Stub::UpsertAccount, opening), IsOk());
  line.mutable_arr()->set_amount_minor(12'000'001);
  EXPECT_THAT(remy.Call(&Stub::UpsertAccount, opening),
              Refuses(absl::StatusCode::kFailedPrecondition, "ALREADY_EXISTS"));
}

TEST_F(Accounts, X4_AnotherTenantsAccountIsMissing) {
  ASSERT_THAT(As(v1::ROLE_REVOPS, "remy").Call(&Stub::UpsertAccount, Helios("Helios", Now())),
              IsOk());
  EXPECT_THAT(Admin().Call(&Stub::GetAccount, GetHelios()), IsOk());
  EXPECT_THAT(AdminOf("other").Call(&Stub::GetAccount, GetHelios()),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

TEST_F(Accounts, ObservationsAndActivitiesComePageByPage) {
  const Client remy = As(v1::ROLE_REVOPS, "remy");
  ASSERT_THAT(remy.Call(&Stub::UpsertAccount, Helios("Helios", Now())), IsOk());
  v1::RecordHealthRequest health;
  health.set_parent(Name("accounts", "helios"));
  health.mutable_observation()->set_tier(v1::HEALTH_TIER_RED);
  v1::RecordActivityRequest activity;
  activity.set_parent(Name("accounts", "helios"));
  activity.mutable_activity()->set_activity_type("save_call");
  for (int hour = 0; hour < 3; ++hour) {
    const auto time = domain::ToTimestamp(Now() - absl::Hours(hour));
    *health.mutable_observation()->mutable_observe_time() = time;
    *activity.mutable_activity()->mutable_occur_time() = time;
    ASSERT_THAT(remy.Call(&Stub::RecordHealth, health), IsOk());
    ASSERT_THAT(remy.Call(&Stub::RecordActivity, activity), IsOk());
  }
  v1::ListHealthObservationsRequest observations;
  observations.set_parent(Name("accounts", "helios"));
  observations.set_page_size(2);
  v1::ListActivitiesRequest activities;
  activities.set_parent(Name("accounts", "helios"));
  activities.set_page_size(2);
  for (const int expected : {2, 1}) {
    const auto some = remy.Call(&Stub::ListHealthObservations, observations);
    ASSERT_THAT(some, IsOk());
    EXPECT_EQ(some->observations_size(), expected);
    observations.set_page_token(some->next_page_token());
    const auto others = remy.Call(&Stub::ListActivities, activities);
    ASSERT_THAT(others, IsOk());
    EXPECT_EQ(others->activities_size(), expected);
    activities.set_page_token(others->next_page_token());
  }
  EXPECT_EQ(observations.page_token() + activities.page_token(), "");
}

TEST_F(Accounts, EveryFaultIsNamedAtOnce) {
  v1::UpsertAccountRequest request;
  request.mutable_account()->set_name(Name("accounts", "he lios"));
  request.mutable_account()->mutable_acv()->set_amount_minor(-1);
  request.mutable_account()->mutable_acv()->set_currency_code("usd");
  const auto refused = As(v1::ROLE_REVOPS, "remy").Call(&Stub::UpsertAccount, request);
  EXPECT_THAT(ViolatedFields(refused.status()),
              ::testing::UnorderedElementsAre("account.name", "account.acv.amount_minor",
                                              "account.acv.currency_code"));
}

TEST_F(Accounts, AnInstantThatIsNoneIsRefusedWhereverItStands) {
  google::protobuf::Timestamp none;
  none.set_nanos(1'000'000'000);
  const Client remy = As(v1::ROLE_REVOPS, "remy");
  ASSERT_THAT(remy.Call(&Stub::UpsertAccount, Helios("Helios", Now())), IsOk());

  v1::UpsertAccountRequest account;
  account.mutable_account()->set_name(Name("accounts", "helios"));
  *account.mutable_account()->mutable_renewal_time() = none;
  *account.mutable_account()->mutable_opening_time() = none;
  EXPECT_THAT(ViolatedFields(remy.Call(&Stub::UpsertAccount, account).status()),
              ::testing::UnorderedElementsAre("account.renewal_time", "account.opening_time"));

  v1::SetAccountTeamRequest team;
  team.set_account(Name("accounts", "helios"));
  team.mutable_member()->set_role(v1::ROLE_AE);
  *team.mutable_member()->mutable_start_time() = none;
  EXPECT_THAT(ViolatedFields(remy.Call(&Stub::SetAccountTeam, team).status()),
              ::testing::ElementsAre("member.start_time"));

  v1::RecordHealthRequest health;
  health.set_parent(Name("accounts", "helios"));
  health.mutable_observation()->set_tier(v1::HEALTH_TIER_RED);
  *health.mutable_observation()->mutable_observe_time() = none;
  EXPECT_THAT(ViolatedFields(remy.Call(&Stub::RecordHealth, health).status()),
              ::testing::ElementsAre("observation.observe_time"));

  v1::RecordActivityRequest activity;
  activity.set_parent(Name("accounts", "helios"));
  activity.mutable_activity()->set_activity_type("save_call");
  *activity.mutable_activity()->mutable_occur_time() = none;
  EXPECT_THAT(ViolatedFields(remy.Call(&Stub::RecordActivity, activity).status()),
              ::testing::ElementsAre("activity.occur_time"));
}

}  // namespace
}  // namespace baton::testing
