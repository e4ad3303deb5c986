#include "domain/flag.h"

#include <algorithm>

namespace baton::domain {

bool HasFlag(const Flags& flags, absl::string_view flag) {
  return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

void AddFlag(absl::string_view flag, Flags* flags) {
  if (HasFlag(*flags, flag)) return;
  *flags->Add() = std::string(flag);
  std::sort(flags->begin(), flags->end());
}

void DropFlag(absl::string_view flag, Flags* flags) {
  flags->erase(std::remove(flags->begin(), flags->end(), flag), flags->end());
}

}  // namespace baton::domain
