#include "server/data_folder.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "server/demo_clock.h"
#include "tests/status_matchers.h"
#include "tests/temporary_folder.h"

namespace baton::server {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;

class DataFolderTest : public ::testing::Test {
 protected:
  static mode_t Mode(const std::string& path) {
    struct stat status = {};
    EXPECT_EQ(stat(path.c_str(), &status), 0);
    return status.st_mode & 0777;
  }

  const testing::TemporaryFolder folder_;
  const std::string root_ = folder_.path();
};

TEST_F(DataFolderTest, IsCreatedForItsOwnerAlone) {
  const auto folder = DataFolder::Open(root_ + "/a/b", false);
  ASSERT_THAT(folder, IsOk());
  EXPECT_EQ(Mode(root_ + "/a/b"), 0700u);
  EXPECT_EQ((*folder)->File("baton.db"), root_ + "/a/b/baton.db");
}

TEST_F(DataFolderTest, OneServerAtATime) {
  auto folder = DataFolder::Open(root_ + "/d", false);
  ASSERT_THAT(folder, IsOk());
  EXPECT_THAT(DataFolder::Open(root_ + "/d", false),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("another server")));
  folder->reset();
  EXPECT_THAT(DataFolder::Open(root_ + "/d", false), IsOk());
}

TEST_F(DataFolderTest, ADemosFolderIsMarkedWhenItIsCreated) {
  ASSERT_THAT(DataFolder::Open(root_ + "/demo", true), IsOk());
  EXPECT_TRUE(fs::exists(root_ + "/demo/demo"));
  EXPECT_THAT(DataFolder::Open(root_ + "/demo", true), IsOk());
  EXPECT_THAT(DataFolder::Open(root_ + "/demo", false),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("belongs to a demo")));
}

TEST_F(DataFolderTest, NoDemoOnAFolderInRealUse) {
  {
    const auto folder = DataFolder::Open(root_ + "/real", false);
    ASSERT_THAT(folder, IsOk());
    ASSERT_THAT(WriteFileDurably((*folder)->File("baton.db"), "rows"), IsOk());
  }
  EXPECT_THAT(DataFolder::Open(root_ + "/real", true),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("in real use")));
  EXPECT_FALSE(fs::exists(root_ + "/real/demo"));
}

TEST_F(DataFolderTest, FilesAreWrittenWholeAndForTheirOwnerAlone) {
  const std::string path = root_ + "/admin.token";
  ASSERT_THAT(WriteFileDurably(path, "one"), IsOk());
  EXPECT_EQ(Mode(path), 0600u);
  ASSERT_THAT(WriteFileDurably(path + ".new", "left by a crash"), IsOk());
  ASSERT_THAT(WriteFileDurably(path, "two"), IsOk());
  EXPECT_THAT(ReadFile(path), IsOkAndHolds(std::string("two")));
  EXPECT_FALSE(fs::exists(path + ".new"));
  EXPECT_THAT(ReadFile(root_ + "/none"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(WriteFileDurably(root_ + "/no/folder", "x"),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(DataFolderTest, TheDemoClockGoesOnWhereItStood) {
  const absl::Time start = absl::FromUnixSeconds(1'767'225'600);
  const std::string file = root_ + "/demo_clock";
  {
    const auto clock = DemoClock::Open(file, start);
    ASSERT_THAT(clock, IsOk());
    EXPECT_EQ((*clock)->Now(), start);
    EXPECT_THAT((*clock)->MoveTo(start + absl::Microseconds(1)), IsOk());
    EXPECT_THAT((*clock)->MoveTo(start + absl::Microseconds(1)), IsOk());
    EXPECT_THAT((*clock)->MoveTo(start), StatusIs(absl::StatusCode::kOutOfRange));
  }
  const auto clock = DemoClock::Open(file, start + absl::Hours(99));
  ASSERT_THAT(clock, IsOk());
  EXPECT_EQ((*clock)->Now(), start + absl::Microseconds(1));
}

TEST_F(DataFolderTest, ABrokenDemoClockIsNotGuessed) {
  ASSERT_THAT(WriteFileDurably(root_ + "/demo_clock", "soon"), IsOk());
  EXPECT_THAT(DemoClock::Open(root_ + "/demo_clock", absl::UnixEpoch()),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace baton::server
