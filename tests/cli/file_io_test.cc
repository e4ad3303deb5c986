#include "tools/cli/file_io.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/status_matchers.h"
#include "tools/cli/errors.h"

namespace baton::cli {
namespace {

using ::baton::testing::IsOk;

std::string PathOf(const std::string& name) {
  return ::testing::TempDir() + "baton_cli_" + std::to_string(getpid()) + "_" + name;
}

TEST(NewFile, AppearsWholeWithItsMode) {
  const std::string path = PathOf("whole");
  {
    auto file = NewFile::Create(path, 0600);
    ASSERT_THAT(file, IsOk());
    ASSERT_THAT(file->Write("secret\n"), IsOk());
    EXPECT_FALSE(std::filesystem::exists(path));
    ASSERT_THAT(file->Commit(), IsOk());
  }
  EXPECT_EQ(*ReadFile(path), "secret\n");
  struct stat info {};
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  std::filesystem::remove(path);
}

TEST(NewFile, DroppedItLeavesNothingAndTheOldFileStays) {
  const std::string path = PathOf("dropped");
  std::ofstream(path) << "old";
  {
    auto file = NewFile::Create(path, 0600);
    ASSERT_THAT(file, IsOk());
    ASSERT_THAT(file->Write("half"), IsOk());
  }
  EXPECT_EQ(*ReadFile(path), "old");
  EXPECT_FALSE(std::filesystem::exists(path + ".partial"));
  std::filesystem::remove(path);
}

TEST(ReadFile, AMissingFileIsAUsageError) {
  const auto content = ReadFile(PathOf("missing"));
  EXPECT_EQ(ExitCodeOf(content.status()), kExitUsage);
}

}  // namespace
}  // namespace baton::cli
