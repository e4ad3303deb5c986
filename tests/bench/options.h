// The command line of a benchmark, and the folder that it writes into.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace baton::bench {

// "--signals", and what takes its value; false where the value means nothing.
using Option = std::pair<std::string, std::function<bool(const char*)>>;

Option Number(const std::string& flag, int* value);
Option Number(const std::string& flag, int64_t* value);
Option Number(const std::string& flag, double* value);
Option Text(const std::string& flag, std::string* value);

// Reads flags with their values. False, with a word on standard error, for anything else.
bool ReadOptions(int argc, char** argv, const std::vector<Option>& options);

// The folder given; where none is, one of its own that is gone with it.
class Folder {
 public:
  explicit Folder(std::string given);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::string& path() const { return path_; }

 private:
  const bool own_;
  std::string path_;
};

}  // namespace baton::bench
