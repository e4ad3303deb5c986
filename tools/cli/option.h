// The options of a command. Options whose text becomes a value of ours read it while the command
// line is parsed, so that what is mistyped is a usage error and nothing is sent.
//
// Only option.cc, commands.cc, help_formatter.cc and run.cc know the library behind it: its header
// takes longer to compile than a file of commands.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/time_text.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace baton::cli {

// One option, to say more of it. Copies stand for the same option.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  Option Required() const;
  Option Needs(Option other) const;
  Option Excludes(Option other) const;
  // The heading in --help.
  Option Group(const std::string& heading) const;
  // What stands for the value in --help.
  Option TypeName(const std::string& name) const;
  // The environment variable that is read when the option isn't there.
  Option Environment(const std::string& name) const;
  // The variable's value as it is now stands in --help.
  Option ShowDefault() const;
  Option OneOf(const std::vector<std::string>& choices) const;
  Option AtLeastOne() const;

 private:
  CLI::Option* option_;
};

// Reads one text; the words of a refusal are shown with the option's name.
using ParseText = std::function<absl::Status(const std::string&)>;

// The options of one command. Variables are set while the command line is parsed and must outlive
// it. A name without dashes is a positional argument.
class Options {
 public:
  explicit Options(CLI::App& app) : app_(&app) {}

  Option Add(const std::string& name, std::string& value, const std::string& description);
  Option Add(const std::string& name, int& value, const std::string& description);
  Option Add(const std::string& name, std::optional<double>& value, const std::string& description);
  // Takes all words that follow.
  Option Add(const std::string& name, std::vector<std::string>& values,
             const std::string& description);
  Option AddFlag(const std::string& name, bool& value, const std::string& description);
  Option AddFlag(const std::string& name, std::optional<bool>& value,
                 const std::string& description);
  Option AddParsed(const std::string& name, ParseText parse, const std::string& description);
  // May be repeated; every occurrence takes one text.
  Option AddParsedList(const std::string& name, ParseText parse, const std::string& description);

 private:
  CLI::App* app_;
};

// An option that `parse`, a function from text to absl::StatusOr, reads into `value`.
template <typename Value, typename Parse>
Option AddParsed(Options& options, const std::string& name, Value& value, Parse parse,
                 const std::string& description) {
  const auto read = [&value, parse](const std::string& text) {
    auto parsed = parse(text);
    if (parsed.ok()) value = *std::move(parsed);
    return parsed.status();
  };
  return options.AddParsed(name, read, description);
}

// An option that may be repeated; every occurrence takes one text.
template <typename Value, typename Parse>
Option AddParsedList(Options& options, const std::string& name, std::vector<Value>& values,
                     Parse parse, const std::string& description) {
  const auto read = [&values, parse](const std::string& text) {
    auto parsed = parse(text);
    if (parsed.ok()) values.push_back(*std::move(parsed));
    return parsed.status();
  };
  return options.AddParsedList(name, read, description);
}

// A text option that may be repeated; every occurrence takes one text.
Option AddTexts(Options& options, const std::string& name, std::vector<std::string>& values,
                const std::string& description);

// An option that takes the short name of a value of `Enum`; the choices stand in --help.
template <typename Enum>
Option AddEnum(Options& options, const std::string& name, Enum& value,
               const std::string& description) {
  return AddParsed(options, name, value, ParseEnum<Enum>,
                   description + ". One of: " + EnumChoices<Enum>())
      .TypeName("NAME");
}

// An amount with its currency.
Option AddMoney(Options& options, const std::string& name, std::optional<v1::Money>& value,
                const std::string& description);

// An instant; see ParseTime.
Option AddTime(Options& options, const std::string& name, std::optional<TimeSpec>& value,
               const std::string& description);

// Where a record came from.
Option AddSource(Options& options, const std::string& name, std::optional<v1::SourceRecord>& value,
                 const std::string& description);

}  // namespace baton::cli
