// The table of the settings: how each is written, read and shown.
#pragma once

#include <string>
#include <vector>

#include "server/config.h"

namespace baton::server {

struct Setting {
  std::string name;        // "drain-timeout"
  std::string value_name;  // "DURATION", for --help
  std::string help;
  bool is_switch = false;  // --demo needs no value
  // Reads a text into the configuration; answers what is wrong with it, or nothing. Null for
  // `config`, which is read before all others.
  std::string (*set)(const std::string& text, Config* config) = nullptr;
  // The value as a file would state it.
  std::string (*show)(const Config& config) = nullptr;
};

const std::vector<Setting>& Settings();

// Null when there is none of that name.
const Setting* FindSetting(const std::string& name);

}  // namespace baton::server
