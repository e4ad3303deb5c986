#include "tools/cli/commands.h"

#include <utility>

#include "CLI/CLI.hpp"

namespace baton::cli {

CommandGroup CommandGroup::AddGroup(const std::string& name, const std::string& description) const {
  CLI::App* group = app_->add_subcommand(name, description);
  group->require_subcommand(1);
  return CommandGroup(*group, *chosen_);
}

Options CommandGroup::AddCommand(const std::string& name, const std::string& description,
                                 const std::string& example, Chosen chosen) const {
  CLI::App* command = app_->add_subcommand(name, description);
  command->footer("Example:\n  " + example);
  command->callback([to = chosen_, chosen = std::move(chosen)] { *to = chosen; });
  return Options(*command);
}

void AddAllCommands(const CommandGroup& root) {
  AddInboxCommand(root);
  AddSignalCommands(root);
  AddIngestCommand(root);
  AddImportCommand(root);
  AddOpportunityCommands(root);
  AddUsageCommands(root);
  AddBookingCommands(root);
  AddAttributionCommands(root);
  AddDisputeCommands(root);
  AddStatementCommands(root);
  AddCorrectionCommands(root);
  AddPeriodCommands(root);
  AddPlanCommands(root);
  AddReportCommands(root);
  AddAccountCommands(root);
  AddPersonCommands(root);
  AddTokenCommands(root);
  AddOutboxCommands(root);
  AddConnectionCommands(root);
  AddMappingCommands(root);
  AddAuditCommands(root);
  AddPrivacyCommands(root);
  AddPolicyCommands(root);
  AddCalendarCommands(root);
  AddRateCommands(root);
  AddDemoCommands(root);
}

}  // namespace baton::cli
