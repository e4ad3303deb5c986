#include "tools/cli/commands.h"

namespace baton::cli {

void AddAllCommands(const CommandGroup& root) {
  AddInboxCommand(root);
  AddSignalCommands(root);
  AddIngestCommand(root);
  AddOpportunityCommands(root);
  AddBookingCommands(root);
  AddAttributionCommands(root);
  AddStatementCommands(root);
  AddPlanCommands(root);
  AddAccountCommands(root);
  AddPersonCommands(root);
  AddTokenCommands(root);
  AddOutboxCommands(root);
  AddAuditCommands(root);
  AddPolicyCommands(root);
  AddDemoCommands(root);
}

}  // namespace baton::cli
