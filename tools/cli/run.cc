#include "tools/cli/run.h"

#include <memory>
#include <ostream>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/commands.h"
#include "tools/cli/errors.h"
#include "tools/cli/global_flags.h"
#include "tools/cli/help_formatter.h"
#include "tools/cli/session.h"

namespace baton::cli {
namespace {

// The words that no command took.
std::string Unexpected(const CLI::App& app) { return absl::StrJoin(app.remaining(true), " "); }

// A wrong command line, in our own words.
absl::Status ParseFault(const CLI::App& app, const CLI::ParseError& error) {
  const std::string words = Unexpected(app);
  return UsageError(words.empty() ? error.what() : absl::StrCat("unexpected: ", words),
                    "run the command with --help");
}

void DescribeProgram(CLI::App& app) {
  app.formatter(std::make_shared<HelpFormatter>());
  app.set_version_flag("--version", std::string("baton ") + BATON_VERSION + "\n");
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(
      "Ids may be short: rosa means tenants/<tenant>/people/rosa. Times are UTC, by the server's "
      "clock.\n\n" +
      std::string(ExitCodeHelp()) +
      "\nExample:\n  export BATON_TOKEN_FILE=rosa.token\n  baton inbox --watch");
}

absl::Status CarryOut(const Chosen& chosen, const GlobalFlags& flags, std::ostream& out,
                      std::ostream& err, const Terminal& terminal) {
  if (chosen.offline) return chosen.offline(out);
  BATON_ASSIGN_OR_RETURN(Session session, Session::Open(flags, out, err, terminal));
  return chosen.action(session);
}

}  // namespace

int Run(int argc, const char* const* argv, std::ostream& out, std::ostream& err,
        const Terminal& terminal) {
  CLI::App app("Carries customer signals from success to sales, and to the commission statement.",
               "baton");
  GlobalFlags flags;
  Chosen chosen;
  DescribeProgram(app);
  Options options(app);
  DeclareGlobalFlags(options, flags);
  AddAllCommands(CommandGroup(app, chosen));
  absl::Status status;
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help, out, err);
  } catch (const CLI::ParseError& error) {
    status = ParseFault(app, error);
  }
  if (status.ok()) status = CarryOut(chosen, flags, out, err, terminal);
  out.flush();
  if (!status.ok()) err << (flags.json ? ErrorJson(status) : ErrorText(status));
  return ExitCodeOf(status);
}

}  // namespace baton::cli
