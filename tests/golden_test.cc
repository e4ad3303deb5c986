// Runs every golden case of a folder, each as a test of its own: those of tests/golden, or of the
// folder that BATON_GOLDEN_DIR names. See tests/golden/README.md for their form.
//
// Fails on what could hide a case: a folder or a file without cases, a file whose name is not
// known, a line that is no case, a name that comes twice, a filter that selects nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tests/golden_cases.h"

namespace baton::golden {
namespace {

class GoldenTest : public ::testing::Test {
 public:
  explicit GoldenTest(std::function<void()> body) : body_(std::move(body)) {}
  void TestBody() override { body_(); }

 private:
  std::function<void()> body_;
};

// GoogleTest's filter gives '-', ':', '*' and '?' a meaning.
std::string TestName(std::string name) {
  for (char& c : name) {
    if (!absl::ascii_isalnum(c)) c = '_';
  }
  return name;
}

void Register(const std::string& suite, const std::string& name, std::function<void()> body) {
  ::testing::RegisterTest(
      absl::StrCat("golden_", TestName(suite)).c_str(), TestName(name).c_str(), nullptr, nullptr,
      __FILE__, __LINE__,
      [body = std::move(body)]() -> GoldenTest* { return new GoldenTest(body); });
}

void RegisterFailure(const std::string& suite, const std::string& name,
                     const std::string& message) {
  Register(suite, name, [message] { FAIL() << message; });
}

void ExpectSameKeys(const Json& expected, const Json& actual) {
  ASSERT_TRUE(expected.is_object() && !expected.empty()) << "the case expects nothing";
  for (const auto& [key, value] : expected.items()) {
    if (!actual.contains(key)) {
      ADD_FAILURE() << key << " is missing, expected " << value;
    } else {
      EXPECT_EQ(actual.at(key), value) << "at " << key;
    }
  }
  for (const auto& [key, value] : actual.items()) {
    EXPECT_TRUE(expected.contains(key)) << key << " is not expected, but is " << value;
  }
}

void RunCase(Handler handler, const Json& golden_case) {
  try {
    const absl::StatusOr<Json> actual = handler(golden_case.at("input"));
    ASSERT_TRUE(actual.ok()) << actual.status() << "\ninput: " << golden_case.at("input");
    ExpectSameKeys(golden_case.at("expected"), *actual);
  } catch (const std::exception& error) {
    FAIL() << "the input can't be read: " << error.what();
  }
}

// Registers the cases of one file and returns how many lines it has.
size_t RegisterFile(const std::filesystem::path& path) {
  const std::string suite = path.stem().string();
  const Handler handler = FindHandler(suite);
  if (handler == nullptr) {
    RegisterFailure(suite, "file", absl::StrCat("no rule is known for ", path.filename().string()));
  }
  std::ifstream file(path);
  std::set<std::string> names;
  size_t lines = 0;
  for (std::string line; std::getline(file, line);) {
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    ++lines;
    const Json golden_case = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!golden_case.is_object() || !golden_case.contains("case") ||
        !golden_case["case"].is_string()) {
      RegisterFailure(suite, absl::StrCat("line_", lines), "the line is no golden case");
      continue;
    }
    const std::string name = TestName(golden_case["case"].get<std::string>());
    if (!names.insert(name).second) {
      RegisterFailure(suite, absl::StrCat("line_", lines), name + " comes twice");
    } else if (handler != nullptr) {
      Register(suite, name, [handler, golden_case] { RunCase(handler, golden_case); });
    }
  }
  if (lines == 0) RegisterFailure(suite, "file", "the file holds no case");
  return lines;
}

void RegisterFolder(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  size_t cases = 0;
  for (const std::filesystem::path& file : files) cases += RegisterFile(file);
  Register("folder", "has_cases",
           [folder, cases] { EXPECT_GT(cases, 0u) << folder << " holds no golden cases"; });
}

std::string GoldenFolder() {
  const char* folder = std::getenv("BATON_GOLDEN_DIR");
  return folder != nullptr && *folder != '\0' ? folder : BATON_GOLDEN_DEFAULT_DIR;
}

}  // namespace
}  // namespace baton::golden

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  baton::golden::RegisterFolder(baton::golden::GoldenFolder());
  const int result = RUN_ALL_TESTS();
  if (result == 0 && !GTEST_FLAG_GET(list_tests) &&
      ::testing::UnitTest::GetInstance()->test_to_run_count() == 0) {
    std::cerr << "no golden case was selected\n";
    return 1;
  }
  return result;
}
