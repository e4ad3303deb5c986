// The tree of commands: groups, and commands made of flags, a declaration and a run.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "tools/cli/option.h"
#include "tools/cli/session.h"

namespace baton::cli {

// What the command line asked for: something of the server, or something that needs none.
using Action = std::function<absl::Status(Session&)>;
using OfflineAction = std::function<absl::Status(std::ostream&)>;

struct Chosen {
  Action action;
  OfflineAction offline;  // instead, where there is one
};

class CommandGroup {
 public:
  // `chosen` is set when one of the group's commands was typed; it outlives the group.
  CommandGroup(CLI::App& app, Chosen& chosen) : app_(&app), chosen_(&chosen) {}

  // A group below this one; one of its commands must follow.
  CommandGroup AddGroup(const std::string& name, const std::string& description) const;

  // A command: `declare` ties its flags to options, `run` carries it out once all are parsed.
  // --help ends with the example.
  template <typename Flags>
  void Add(const std::string& name, const std::string& description, const std::string& example,
           void (*declare)(Options&, Flags&), absl::Status (*run)(const Flags&, Session&)) const {
    const auto flags = std::make_shared<Flags>();
    Chosen chosen;
    chosen.action = [flags, run](Session& session) { return run(*flags, session); };
    Options options = AddCommand(name, description, example, std::move(chosen));
    declare(options, *flags);
  }

  // A command that asks no server and needs no token.
  template <typename Flags>
  void AddOffline(const std::string& name, const std::string& description,
                  const std::string& example, void (*declare)(Options&, Flags&),
                  absl::Status (*run)(const Flags&, std::ostream& out)) const {
    const auto flags = std::make_shared<Flags>();
    Chosen chosen;
    chosen.offline = [flags, run](std::ostream& out) { return run(*flags, out); };
    Options options = AddCommand(name, description, example, std::move(chosen));
    declare(options, *flags);
  }

 private:
  Options AddCommand(const std::string& name, const std::string& description,
                     const std::string& example, Chosen chosen) const;

  CLI::App* app_;
  Chosen* chosen_;
};

// One function for each file of commands.
void AddTokenCommands(const CommandGroup& root);
void AddAccountCommands(const CommandGroup& root);
void AddPersonCommands(const CommandGroup& root);
void AddSignalCommands(const CommandGroup& root);
void AddInboxCommand(const CommandGroup& root);
void AddIngestCommand(const CommandGroup& root);
void AddImportCommand(const CommandGroup& root);
void AddOpportunityCommands(const CommandGroup& root);
void AddUsageCommands(const CommandGroup& root);
void AddBookingCommands(const CommandGroup& root);
void AddAttributionCommands(const CommandGroup& root);
void AddDisputeCommands(const CommandGroup& root);
void AddCorrectionCommands(const CommandGroup& root);
void AddPeriodCommands(const CommandGroup& root);
void AddPlanCommands(const CommandGroup& root);
void AddStatementCommands(const CommandGroup& root);
void AddReportCommands(const CommandGroup& root);
void AddOutboxCommands(const CommandGroup& root);
void AddConnectionCommands(const CommandGroup& root);
void AddMappingCommands(const CommandGroup& root);
void AddAuditCommands(const CommandGroup& root);
void AddPrivacyCommands(const CommandGroup& root);
void AddPolicyCommands(const CommandGroup& root);
void AddCalendarCommands(const CommandGroup& root);
void AddRateCommands(const CommandGroup& root);
void AddDemoCommands(const CommandGroup& root);

// All of them.
void AddAllCommands(const CommandGroup& root);

}  // namespace baton::cli
