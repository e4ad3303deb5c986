#include "tests/bench/options.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "absl/strings/numbers.h"

namespace baton::bench {

Option Number(const std::string& flag, int* value) {
  return {flag, [value](const char* text) { return absl::SimpleAtoi(text, value); }};
}

Option Number(const std::string& flag, int64_t* value) {
  return {flag, [value](const char* text) { return absl::SimpleAtoi(text, value); }};
}

Option Number(const std::string& flag, double* value) {
  return {flag, [value](const char* text) { return absl::SimpleAtod(text, value); }};
}

Option Text(const std::string& flag, std::string* value) {
  return {flag, [value](const char* text) { return !(*value = text).empty(); }};
}

bool ReadOptions(int argc, char** argv, const std::vector<Option>& options) {
  for (int i = 1; i < argc; i += 2) {
    const std::string_view flag = argv[i];
    const auto option = std::find_if(options.begin(), options.end(),
                                     [flag](const Option& each) { return each.first == flag; });
    if (option != options.end() && i + 1 < argc && option->second(argv[i + 1])) continue;
    std::string known;
    for (const Option& each : options) known += " [" + each.first + " VALUE]";
    std::fprintf(stderr, "usage: %s%s\n", argv[0], known.c_str());
    return false;
  }
  return true;
}

Folder::Folder(std::string given) : own_(given.empty()), path_(std::move(given)) {
  if (!own_) return;
  // mkdtemp puts letters in the place of the X's.
  path_ = std::filesystem::temp_directory_path() / "baton-bench-XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) std::abort();
}

Folder::~Folder() {
  std::error_code ignored;
  if (own_) std::filesystem::remove_all(path_, ignored);
}

}  // namespace baton::bench
