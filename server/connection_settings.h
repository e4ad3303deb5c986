// A connection's settings, by name.
#pragma once

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "baton/v1/connection.pb.h"

namespace baton::server {

// Empty where it is not set.
inline std::string SettingOf(const v1::Connection& connection, absl::string_view name) {
  for (const v1::ConnectionSetting& setting : connection.settings()) {
    if (setting.name() == name) return setting.value();
  }
  return "";
}

// All of them.
inline std::map<std::string, std::string> SettingsOf(const v1::Connection& connection) {
  std::map<std::string, std::string> settings;
  for (const v1::ConnectionSetting& setting : connection.settings()) {
    settings[setting.name()] = setting.value();
  }
  return settings;
}

}  // namespace baton::server
