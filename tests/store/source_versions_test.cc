#include "store/source_versions.h"

#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::kTenant;

constexpr char kDeal[] = "tenants/acme/opportunities/o1";

class SourceVersions : public testing::RecordsTest {
 protected:
  // What is news of a version of second `at`.
  std::vector<std::string> Take(int at, const std::string& digest,
                                const std::vector<std::string>& fields,
                                const std::string& record = kDeal) {
    std::vector<std::string> newer;
    EXPECT_THAT(Write([&](Transaction& tx) -> absl::Status {
                  const auto taken =
                      TakeNewerFields(tx, record, {absl::FromUnixSeconds(at), digest}, fields);
                  if (taken.ok()) newer = *taken;
                  return taken.status();
                }),
                IsOk());
    return newer;
  }
};

TEST_F(SourceVersions, X9_AnOlderVersionIsNoNewsInAFieldThatALaterOneStated) {
  EXPECT_THAT(Take(20, "a", {"stage", "owner"}), ElementsAre("stage", "owner"));
  EXPECT_THAT(Take(10, "a", {"stage", "amount"}), ElementsAre("amount"));
  EXPECT_THAT(Take(15, "a", {"stage", "owner", "amount"}), ElementsAre("amount"));
  EXPECT_THAT(Take(30, "a", {"stage"}), ElementsAre("stage"));
}

TEST_F(SourceVersions, X9_TheSameVersionAgainIsNoNews) {
  EXPECT_THAT(Take(20, "a", {"stage"}), ElementsAre("stage"));
  EXPECT_THAT(Take(20, "a", {"stage"}), IsEmpty());
  EXPECT_THAT(Take(20, "a", {}), IsEmpty());
}

TEST_F(SourceVersions, X9_OfTwoOfOneInstantTheGreaterDigestIsLaterInEitherOrder) {
  EXPECT_THAT(Take(20, "a", {"stage"}), ElementsAre("stage"));
  EXPECT_THAT(Take(20, "b", {"stage"}), ElementsAre("stage"));
  EXPECT_THAT(Take(20, "a", {"stage"}), IsEmpty());
}

TEST_F(SourceVersions, X9_EveryRecordHasItsOwn) {
  EXPECT_THAT(Take(20, "a", {"stage"}), ElementsAre("stage"));
  EXPECT_THAT(Take(10, "a", {"stage"}, "tenants/acme/opportunities/o2"), ElementsAre("stage"));
}

}  // namespace
}  // namespace baton::store
