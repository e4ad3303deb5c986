#include "store/account_team.h"

#include "store/accounts.h"
#include "store/aliases.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using testing::At;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::kTenant;
using testing::Parse;

class AccountTeam : public testing::RecordsTest {
 protected:
  absl::Status Set(std::string_view text) {
    return Write(
        [&](Transaction& tx) { return SetTeamMember(tx, "a1", Parse<v1::TeamMember>(text)); });
  }
  absl::StatusOr<std::string> Holder(v1::Role role, absl::Time at) {
    return Read([&](Session& session) { return TeamHolder(session, kTenant, "a1", role, at); });
  }
};

constexpr char kRosa[] = R"(role: ROLE_CSM person: "acme/people/rosa" start_time: @10)";
constexpr char kMona[] = R"(role: ROLE_CSM person: "acme/people/mona" start_time: @20)";

TEST_F(AccountTeam, W3_HolderExactlyAtTheStartHolds) {
  ASSERT_THAT(Set(kRosa), IsOk());
  ASSERT_THAT(Set(kMona), IsOk());
  EXPECT_THAT(Holder(v1::ROLE_CSM, At(10) - absl::Microseconds(1)), IsOkAndHolds(""));
  EXPECT_THAT(Holder(v1::ROLE_CSM, At(10)), IsOkAndHolds("tenants/acme/people/rosa"));
  EXPECT_THAT(Holder(v1::ROLE_CSM, At(20) - absl::Microseconds(1)),
              IsOkAndHolds("tenants/acme/people/rosa"));
  EXPECT_THAT(Holder(v1::ROLE_CSM, At(20)), IsOkAndHolds("tenants/acme/people/mona"));
  EXPECT_THAT(Holder(v1::ROLE_AE, At(20)), IsOkAndHolds(""));
}

TEST_F(AccountTeam, W3_ARowMayBeAddedBeforeALaterOne) {
  ASSERT_THAT(Set(kMona), IsOk());
  ASSERT_THAT(Set(kRosa), IsOk());
  EXPECT_THAT(Holder(v1::ROLE_CSM, At(15)), IsOkAndHolds("tenants/acme/people/rosa"));
  EXPECT_THAT(Holder(v1::ROLE_CSM, At(25)), IsOkAndHolds("tenants/acme/people/mona"));
}

TEST_F(AccountTeam, W3_TheSameStartReplaces) {
  ASSERT_THAT(Set(kRosa), IsOk());
  ASSERT_THAT(Set(R"(role: ROLE_CSM person: "acme/people/ada" start_time: @10)"), IsOk());
  EXPECT_THAT(Holder(v1::ROLE_CSM, At(10)), IsOkAndHolds("tenants/acme/people/ada"));
}

TEST_F(AccountTeam, W3_NobodyHoldsAVacatedRole) {
  ASSERT_THAT(Set(kRosa), IsOk());
  ASSERT_THAT(Set(R"(role: ROLE_CSM start_time: @20)"), IsOk());
  EXPECT_THAT(Holder(v1::ROLE_CSM, At(20)), IsOkAndHolds(""));
  const auto account =
      Read([](Session& session) { return LoadAccountState(session, kTenant, "a1", At(20)); });
  ASSERT_THAT(account, IsOk());
  EXPECT_TRUE(account->team().empty());
}

TEST_F(AccountTeam, TeamHasTheLatestHolderOfEachRole) {
  ASSERT_THAT(Set(kRosa), IsOk());
  ASSERT_THAT(Set(kMona), IsOk());
  ASSERT_THAT(Set(R"(role: ROLE_AE person: "acme/people/ada" start_time: @5)"), IsOk());
  const auto account = Read([](Session& session) {
    return LoadAccountState(session, kTenant, "tenants/acme/accounts/a1", At(20));
  });
  ASSERT_THAT(account, IsOk());
  ASSERT_EQ(account->team_size(), 2);
  EXPECT_EQ(account->team(0).person(), "tenants/acme/people/ada");
  EXPECT_EQ(account->team(1).person(), "tenants/acme/people/mona");
}

// X-7. In the order that was asked for, as LoadAccountState has each; a merged one as its survivor.
TEST_F(AccountTeam, ManyAccountsComeWithTheTeamsOfThatInstant) {
  ASSERT_THAT(Set(kRosa), IsOk());
  ASSERT_THAT(Set(kMona), IsOk());
  ASSERT_THAT(Set(R"(role: ROLE_AE person: "acme/people/ada" start_time: @5)"), IsOk());
  const v1::Account merged = Parse<v1::Account>(
      R"(name: "acme/accounts/a3" display_name: "Old" create_time: @1 update_time: @1)");
  ASSERT_THAT(Write([&](Transaction& tx) { return InsertAccount(tx, merged); }), IsOk());
  ASSERT_THAT(Write([](Transaction& tx) { return AccountAliases().Merge(tx, "a1", "a3"); }),
              IsOk());
  const auto loaded = Read([](Session& session) {
    return LoadAccountTeams(session, kTenant, {"tenants/acme/accounts/a3", "a2", "a1"}, At(15));
  });
  ASSERT_THAT(loaded, IsOk());
  ASSERT_EQ(loaded->size(), 3U);
  EXPECT_EQ((*loaded)[0].name(), "tenants/acme/accounts/a1");
  EXPECT_EQ((*loaded)[1].name(), "tenants/acme/accounts/a2");
  EXPECT_TRUE((*loaded)[1].team().empty());
  EXPECT_EQ((*loaded)[2].name(), "tenants/acme/accounts/a1");
  for (const size_t i : {size_t{0}, size_t{2}}) {
    ASSERT_EQ((*loaded)[i].team_size(), 2);
    EXPECT_EQ((*loaded)[i].team(0).person(), "tenants/acme/people/ada");
    EXPECT_EQ((*loaded)[i].team(1).person(), "tenants/acme/people/rosa");
  }
  EXPECT_THAT(Read([](Session& session) {
                return LoadAccountTeams(session, kTenant, {"a1", "nobody"}, At(15));
              }).status(),
              testing::StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(AccountTeam, ChangesShowInTheAccountsHistory) {
  ASSERT_THAT(Set(kRosa), IsOk());
  EXPECT_EQ(Count("SELECT count(*) FROM audit_events WHERE record = 'tenants/acme/accounts/a1' "
                  "AND record_type = 'baton.v1.TeamMember'"),
            1);
}

}  // namespace
}  // namespace baton::store
