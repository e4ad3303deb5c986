// How --help looks: descriptions wrapped, types and defaults short.
#pragma once

#include <string>

#include "CLI/CLI.hpp"

namespace baton::cli {

class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter();

  std::string make_option_name(const CLI::Option* option, bool is_positional) const override;
  std::string make_option_opts(const CLI::Option* option) const override;
  std::string make_option_desc(const CLI::Option* option) const override;
};

}  // namespace baton::cli
