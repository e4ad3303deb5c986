// Options whose text becomes a value of ours while the command line is parsed, so that what is
// mistyped is a usage error and nothing is sent.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/time_text.h"

namespace baton::cli {

// An option that `parse`, a function from text to absl::StatusOr, reads into `value`.
template <typename Value, typename Parse>
CLI::Option* AddParsed(CLI::App& app, const std::string& name, Value& value, Parse parse,
                       const std::string& description) {
  return app.add_option_function<std::string>(
      name,
      [name, &value, parse](const std::string& text) {
        auto parsed = parse(text);
        if (!parsed.ok()) throw CLI::ValidationError(name, std::string(parsed.status().message()));
        value = *std::move(parsed);
      },
      description);
}

// An option that may be repeated; every occurrence takes one text.
template <typename Value, typename Parse>
CLI::Option* AddParsedList(CLI::App& app, const std::string& name, std::vector<Value>& values,
                           Parse parse, const std::string& description) {
  return app
      .add_option_function<std::vector<std::string>>(
          name,
          [name, &values, parse](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              auto parsed = parse(text);
              if (!parsed.ok()) {
                throw CLI::ValidationError(name, std::string(parsed.status().message()));
              }
              values.push_back(*std::move(parsed));
            }
          },
          description + "; may be repeated")
      ->allow_extra_args(false);
}

// A text option that may be repeated; every occurrence takes one text.
inline CLI::Option* AddTexts(CLI::App& app, const std::string& name,
                             std::vector<std::string>& values, const std::string& description) {
  return app.add_option(name, values, description + "; may be repeated")->allow_extra_args(false);
}

// An option that takes the short name of a value of `Enum`; the choices stand in --help.
template <typename Enum>
CLI::Option* AddEnum(CLI::App& app, const std::string& name, Enum& value,
                     const std::string& description) {
  return AddParsed(app, name, value, ParseEnum<Enum>,
                   description + ". One of: " + EnumChoices<Enum>())
      ->type_name("NAME");
}

// An amount with its currency.
inline CLI::Option* AddMoney(CLI::App& app, const std::string& name,
                             std::optional<v1::Money>& value, const std::string& description) {
  return AddParsed(app, name, value, ParseMoney, description + ". As \"48,000.00 USD\"")
      ->type_name("MONEY");
}

// An instant; see ParseTime.
inline CLI::Option* AddTime(CLI::App& app, const std::string& name, std::optional<TimeSpec>& value,
                            const std::string& description) {
  return AddParsed(app, name, value, ParseTime,
                   description + ". As 2027-01-05, \"2027-01-05 09:30\" (UTC), now or +4h")
      ->type_name("TIME");
}

// Where a record came from.
inline CLI::Option* AddSource(CLI::App& app, const std::string& name,
                              std::optional<v1::SourceRecord>& value,
                              const std::string& description) {
  return AddParsed(app, name, value, ParseSourceRecord, description + ". As salesforce:006A1")
      ->type_name("SYSTEM:ID");
}

}  // namespace baton::cli
