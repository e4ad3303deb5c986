#include "server/config.h"

#include <CLI/CLI.hpp>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "domain/resource_name.h"
#include "server/config_values.h"

namespace baton::server {
namespace {

constexpr char kEnvironmentPrefix[] = "BATON_SERVER_";
constexpr char kVersion[] = "baton-server " BATON_VERSION;

// A value and where it came from.
struct Given {
  std::string value;
  std::string source;  // "--listen", "BATON_SERVER_LISTEN", "FILE: listen"
};

// The texts of all settings, by name, and what went wrong while they were gathered.
struct Gathered {
  std::map<std::string, Given> values;
  std::vector<std::string> faults;
};

std::string EnvironmentName(const std::string& setting) {
  return absl::StrCat(kEnvironmentPrefix,
                      absl::AsciiStrToUpper(absl::StrReplaceAll(setting, {{"-", "_"}})));
}

// What the command line says beside the settings.
struct Wishes {
  bool print_config = false;
  bool version = false;
  std::string help;
};

absl::Status ReadFlags(const std::vector<std::string>& args, Gathered* gathered, Wishes* wishes) {
  CLI::App app("Baton's server. Settings: flags over BATON_SERVER_* over the file of --config.",
               "baton-server");
  app.allow_extras();
  std::map<std::string, std::string> texts;
  for (const Setting& setting : Settings()) {
    const std::string flag = absl::StrCat("--", setting.name);
    if (setting.is_switch) {
      app.add_flag(flag, texts[setting.name], setting.help);
    } else {
      app.add_option(flag, texts[setting.name], setting.help)->type_name(setting.value_name);
    }
  }
  app.add_flag("--print-config", wishes->print_config, "Print the settings in effect and stop.");
  app.add_flag("--version", wishes->version, "Print the version and stop.");
  try {
    app.parse(std::vector<std::string>(args.rbegin(), args.rend()));
  } catch (const CLI::CallForHelp&) {
    wishes->help = app.help();
    return absl::OkStatus();
  } catch (const CLI::ParseError& fault) {
    return absl::InvalidArgumentError(fault.what());
  }
  for (const std::string& extra : app.remaining()) {
    gathered->faults.push_back(absl::StrCat(extra, " is no flag of the server; see --help"));
  }
  for (const Setting& setting : Settings()) {
    const std::string flag = absl::StrCat("--", setting.name);
    if (app.count(flag) > 0) gathered->values[setting.name] = {texts[setting.name], flag};
  }
  return absl::OkStatus();
}

void ReadEnvironment(const std::vector<std::string>& environment, Gathered* gathered) {
  for (const std::string& line : environment) {
    if (!absl::StartsWith(line, kEnvironmentPrefix)) continue;
    const size_t equals = line.find('=');
    const std::string name = line.substr(0, equals);
    const Setting* setting = nullptr;
    for (const Setting& known : Settings()) {
      if (EnvironmentName(known.name) == name) setting = &known;
    }
    if (setting == nullptr) {
      gathered->faults.push_back(absl::StrCat("the variable ", name, " names no setting"));
    } else if (equals != std::string::npos) {
      gathered->values.insert({setting->name, {line.substr(equals + 1), name}});
    }
  }
}

void ReadFile(const std::string& path, Gathered* gathered) {
  std::vector<CLI::ConfigItem> items;
  try {
    items = CLI::ConfigTOML().from_file(path);
  } catch (const CLI::Error&) {
    gathered->faults.push_back(absl::StrCat(path, ": can't be read"));
    return;
  }
  for (const CLI::ConfigItem& item : items) {
    if (item.name == "++" || item.name == "--") continue;  // where a section begins and ends
    const std::string key = item.fullname();
    const std::string source = absl::StrCat(path, ": ", key);
    if (FindSetting(key) == nullptr || key == "config") {
      gathered->faults.push_back(absl::StrCat(source, " is no setting"));
    } else if (item.inputs.size() != 1) {  // a list, or the key stands twice
      gathered->faults.push_back(absl::StrCat(source, " needs one value"));
    } else {
      gathered->values.insert({key, {item.inputs.front(), source}});
    }
  }
}

// What one setting alone can't see.
void CheckTogether(const Config& config, std::vector<std::string>* faults) {
  if (config.tls_cert.empty() != config.tls_key.empty()) {
    faults->push_back("tls-cert and tls-key: TLS needs both");
  }
  if (config.demo && !config.store.empty()) {
    faults->push_back("demo: keeps its records in its data folder alone; leave out store");
  }
  if (!config.tls() && config.serves_http() && !IsLoopback(config.http)) {
    faults->push_back(
        absl::StrCat("http: ", config.http, " is not loopback, which needs tls-cert and tls-key"));
  }
  if (!config.tls() && !IsLoopback(config.listen)) {
    faults->push_back(absl::StrCat("listen: ", config.listen,
                                   " is not loopback, which needs tls-cert and tls-key"));
  }
}

// The settings in effect, as a file that --config would take.
std::string PrintConfig(const Config& config, const std::map<std::string, Given>& values) {
  std::string text;
  for (const Setting& setting : Settings()) {
    if (setting.show == nullptr) continue;
    const auto given = values.find(setting.name);
    absl::StrAppend(&text, setting.name, " = ", setting.show(config), "  # ",
                    given == values.end() ? "default" : given->second.source, "\n");
  }
  return text;
}

}  // namespace

absl::StatusOr<Invocation> ReadConfig(const std::vector<std::string>& args,
                                      const std::vector<std::string>& environment) {
  Gathered gathered;
  Wishes wishes;
  const absl::Status flags = ReadFlags(args, &gathered, &wishes);
  if (!flags.ok()) return flags;
  Invocation invocation;
  if (!wishes.help.empty()) {
    invocation.print = wishes.help;
    return invocation;
  }
  if (wishes.version) {
    invocation.print = absl::StrCat(kVersion, "\n");
    return invocation;
  }
  ReadEnvironment(environment, &gathered);
  const auto file = gathered.values.find("config");
  if (file != gathered.values.end()) ReadFile(std::string(file->second.value), &gathered);
  for (const auto& [name, given] : gathered.values) {
    const Setting* setting = FindSetting(name);
    if (setting->set == nullptr) continue;
    const std::string fault = setting->set(given.value, &invocation.config);
    if (!fault.empty()) gathered.faults.push_back(absl::StrCat(given.source, ": ", fault));
  }
  CheckTogether(invocation.config, &gathered.faults);
  if (!gathered.faults.empty()) {
    return absl::InvalidArgumentError(absl::StrJoin(gathered.faults, "\n"));
  }
  if (wishes.print_config) invocation.print = PrintConfig(invocation.config, gathered.values);
  return invocation;
}

}  // namespace baton::server
