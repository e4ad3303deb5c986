#include "tools/cli/help_formatter.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tools/cli/display_text.h"

namespace baton::cli {
namespace {

constexpr size_t kNameWidth = 30;
constexpr size_t kDescriptionWidth = 68;

}  // namespace

HelpFormatter::HelpFormatter() { column_width(kNameWidth); }

// CLI11 writes the value that a negated flag stands for into its name.
std::string HelpFormatter::make_option_name(const CLI::Option* option, bool is_positional) const {
  return absl::StrReplaceAll(CLI::Formatter::make_option_name(option, is_positional),
                             {{"{false}", ""}, {",", ", "}});
}

std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
  const bool takes_value = option->get_type_size() != 0 && !option->get_positional();
  return absl::StrCat(takes_value ? absl::StrCat(" ", option->get_type_name()) : "",
                      option->get_required() && takes_value ? " (required)" : "");
}

std::string HelpFormatter::make_option_desc(const CLI::Option* option) const {
  std::string text = option->get_description();
  if (!option->get_default_str().empty()) {
    absl::StrAppend(&text, "; default ", option->get_default_str());
  }
  if (!option->get_envname().empty()) absl::StrAppend(&text, " (env ", option->get_envname(), ")");
  return absl::StrJoin(Wrap(text, kDescriptionWidth), "\n");
}

}  // namespace baton::cli
