#include "store/activities.h"

#include "absl/strings/str_cat.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using testing::At;
using testing::Difference;
using ::testing::ElementsAre;
using testing::IsOk;
using testing::kTenant;
using testing::Parse;
using testing::StatusIs;

class Activities : public testing::RecordsTest {
 protected:
  absl::Status Insert(std::string_view text) {
    return Write([&](Transaction& tx) { return InsertActivity(tx, Parse<v1::Activity>(text)); });
  }
  std::vector<std::string> TypesIn(absl::Time from, absl::Time until) {
    std::vector<std::string> types;
    const auto activities = Read(
        [&](Session& session) { return ActivitiesInWindow(session, kTenant, "a1", from, until); });
    EXPECT_THAT(activities, IsOk());
    for (const v1::Activity& activity : *activities) types.push_back(activity.activity_type());
    return types;
  }
};

constexpr char kWhole[] = R"(
  name: "acme/accounts/a1/activities/c1" activity_type: "ebr" occur_time: @10
  person: "acme/people/rosa" role: ROLE_CSM two_way: true note: "They asked for seats."
  source { system: "gainsight" record_id: "T1" } record_time: @11)";

TEST_F(Activities, AreReadBackWhole) {
  ASSERT_THAT(Insert(kWhole), IsOk());
  const auto read = Read(
      [](Session& session) { return ActivitiesInWindow(session, kTenant, "a1", At(10), At(10)); });
  ASSERT_THAT(read, IsOk());
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ(Difference(Parse<v1::Activity>(kWhole), read->front()), "");
}

TEST_F(Activities, G1_BothEndsOfTheWindowAreIn) {
  for (const int at : {9, 10, 15, 20, 21}) {
    ASSERT_THAT(Insert(absl::StrCat("name: \"acme/accounts/a1/activities/c", at,
                                    "\" activity_type: \"t", at, "\" occur_time: @", at)),
                IsOk());
  }
  ASSERT_THAT(Insert(R"(name: "acme/accounts/a2/activities/d" activity_type: "other"
                        occur_time: @15)"),
              IsOk());
  EXPECT_THAT(TypesIn(At(10), At(20)), ElementsAre("t10", "t15", "t20"));
  EXPECT_THAT(TypesIn(At(10) + absl::Microseconds(1), At(20) - absl::Microseconds(1)),
              ElementsAre("t15"));
}

TEST_F(Activities, OfOneSourceRecordAreKeptOnce) {
  ASSERT_THAT(Insert(kWhole), IsOk());
  const auto found = Read(
      [](Session& session) { return FindActivityBySource(session, kTenant, "gainsight", "T1"); });
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ((*found)->name(), "tenants/acme/accounts/a1/activities/c1");
  EXPECT_THAT(Insert(R"(name: "acme/accounts/a1/activities/c2" activity_type: "call" occur_time: @1
                        source { system: "gainsight" record_id: "T1" })"),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(Activities, AreListedNewestFirst) {
  for (const int at : {1, 3, 2}) {
    ASSERT_THAT(Insert(absl::StrCat("name: \"acme/accounts/a1/activities/c", at,
                                    "\" activity_type: \"call\" occur_time: @", at)),
                IsOk());
  }
  ListQuery query;
  query.tenant = kTenant;
  google::protobuf::RepeatedPtrField<v1::Activity> page;
  ASSERT_THAT(Read([&](Session& session) {
                return ListActivities(session, "tenants/acme/accounts/a1", query, &page);
              }),
              IsOk());
  ASSERT_EQ(page.size(), 3);
  EXPECT_EQ(page[0].name(), "tenants/acme/accounts/a1/activities/c3");
  EXPECT_EQ(page[2].name(), "tenants/acme/accounts/a1/activities/c1");
}

}  // namespace
}  // namespace baton::store
