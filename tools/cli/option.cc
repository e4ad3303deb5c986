#include "tools/cli/option.h"

#include <utility>

#include "CLI/CLI.hpp"

namespace baton::cli {
namespace {

void Read(const std::string& name, const ParseText& parse, const std::string& text) {
  const absl::Status status = parse(text);
  if (!status.ok()) throw CLI::ValidationError(name, std::string(status.message()));
}

}  // namespace

Option Option::Required() const { return Option(option_->required()); }
Option Option::Needs(Option other) const { return Option(option_->needs(other.option_)); }
Option Option::Excludes(Option other) const { return Option(option_->excludes(other.option_)); }
Option Option::Group(const std::string& heading) const { return Option(option_->group(heading)); }
Option Option::TypeName(const std::string& name) const { return Option(option_->type_name(name)); }
Option Option::Environment(const std::string& name) const { return Option(option_->envname(name)); }
Option Option::ShowDefault() const { return Option(option_->capture_default_str()); }
Option Option::OneOf(const std::vector<std::string>& choices) const {
  return Option(option_->check(CLI::IsMember(choices)));
}
Option Option::AtLeastOne() const { return Option(option_->check(CLI::PositiveNumber)); }

Option Options::Add(const std::string& name, std::string& value, const std::string& description) {
  return Option(app_->add_option(name, value, description));
}

Option Options::Add(const std::string& name, int& value, const std::string& description) {
  return Option(app_->add_option(name, value, description));
}

Option Options::Add(const std::string& name, std::optional<double>& value,
                    const std::string& description) {
  return Option(app_->add_option(name, value, description));
}

Option Options::Add(const std::string& name, std::vector<std::string>& values,
                    const std::string& description) {
  return Option(app_->add_option(name, values, description));
}

Option Options::AddFlag(const std::string& name, bool& value, const std::string& description) {
  return Option(app_->add_flag(name, value, description));
}

Option Options::AddFlag(const std::string& name, std::optional<bool>& value,
                        const std::string& description) {
  return Option(app_->add_flag(name, value, description));
}

Option Options::AddParsed(const std::string& name, ParseText parse,
                          const std::string& description) {
  const auto read = [name, parse = std::move(parse)](const std::string& text) {
    Read(name, parse, text);
  };
  return Option(app_->add_option_function<std::string>(name, read, description));
}

Option Options::AddParsedList(const std::string& name, ParseText parse,
                              const std::string& description) {
  const auto read = [name, parse = std::move(parse)](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) Read(name, parse, text);
  };
  return Option(app_->add_option_function<std::vector<std::string>>(
                        name, read, description + "; may be repeated")
                    ->allow_extra_args(false));
}

Option AddTexts(Options& options, const std::string& name, std::vector<std::string>& values,
                const std::string& description) {
  const auto keep = [&values](const std::string& text) {
    values.push_back(text);
    return absl::OkStatus();
  };
  return options.AddParsedList(name, keep, description);
}

Option AddMoney(Options& options, const std::string& name, std::optional<v1::Money>& value,
                const std::string& description) {
  return AddParsed(options, name, value, ParseMoney, description + ". As \"48,000.00 USD\"")
      .TypeName("MONEY");
}

Option AddTime(Options& options, const std::string& name, std::optional<TimeSpec>& value,
               const std::string& description) {
  return AddParsed(options, name, value, ParseTime,
                   description + ". As 2027-01-05, \"2027-01-05 09:30\" (UTC), now or +4h")
      .TypeName("TIME");
}

Option AddSource(Options& options, const std::string& name, std::optional<v1::SourceRecord>& value,
                 const std::string& description) {
  return AddParsed(options, name, value, ParseSourceRecord, description + ". As salesforce:006A1")
      .TypeName("SYSTEM:ID");
}

}  // namespace baton::cli
