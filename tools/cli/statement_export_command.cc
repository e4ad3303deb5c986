#include "tools/cli/statement_export_command.h"

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/comp_statement_service.grpc.pb.h"
#include "tools/cli/file_io.h"
#include "tools/cli/option.h"

namespace baton::cli {
namespace {

// Statements say what people earn.
constexpr int kExportFileMode = 0600;

struct ExportFlags {
  std::string period;
  v1::ExportFormat format = v1::EXPORT_FORMAT_UNSPECIFIED;
  std::string import_target;
  std::string output;
};

void DeclareExport(Options& options, ExportFlags& flags) {
  options.Add("PERIOD", flags.period, "Fiscal quarter, as 2027-Q1").Required();
  AddEnum(options, "--format", flags.format, "The tool's own form").Required();
  options.Add("--import-target", flags.import_target,
              "Id of the object in Spiff that the records are for; with --format spiff");
  options.Add("-o,--output", flags.output,
              "Write to this file, whole or not at all; default standard output");
}

// C-18. Names the statements that stayed behind; what could leave has left.
absl::Status StayedBehind(const std::vector<v1::RefusedExport>& refused, Session& session) {
  if (refused.empty()) return absl::OkStatus();
  for (const v1::RefusedExport& statement : refused) {
    session.notes() << "stayed behind: " << statement.reason() << "\n";
  }
  return absl::FailedPreconditionError(
      absl::StrCat(refused.size(), " statements stayed behind; the rest was exported"));
}

absl::Status RunExport(const ExportFlags& flags, Session& session) {
  v1::ExportStatementsRequest request;
  request.set_parent(session.tenant());
  request.set_period(flags.period);
  request.set_format(flags.format);
  request.set_import_target(flags.import_target);
  std::optional<NewFile> file;
  if (!flags.output.empty()) {
    BATON_ASSIGN_OR_RETURN(file, NewFile::Create(flags.output, kExportFileMode));
  }
  int64_t rows = 0;
  std::vector<v1::RefusedExport> refused;
  BATON_RETURN_IF_ERROR(session.client().Stream(
      &v1::CompStatementService::Stub::ExportStatements, request,
      [&](const v1::ExportStatementsResponse& response) {
        rows += response.row_count();
        refused.insert(refused.end(), response.refused().begin(), response.refused().end());
        if (file) return file->Write(response.chunk());
        session.out() << response.chunk();
        return absl::OkStatus();
      }));
  if (file) BATON_RETURN_IF_ERROR(file->Commit());
  session.notes() << rows << " rows" << (file ? absl::StrCat(" in ", flags.output) : "") << "\n";
  return StayedBehind(refused, session);
}

}  // namespace

void AddStatementExport(const CommandGroup& statement) {
  statement.Add("export", "Export a quarter's published, payable lines",
                "baton statement export 2027-Q1 --format captivateiq -o 2027-Q1.json",
                DeclareExport, RunExport);
}

}  // namespace baton::cli
