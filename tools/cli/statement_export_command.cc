#include "tools/cli/statement_export_command.h"

#include <optional>
#include <ostream>
#include <string>

#include "absl/strings/match.h"
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
  std::string output;
};

void DeclareExport(Options& options, ExportFlags& flags) {
  options.Add("PERIOD", flags.period, "Fiscal quarter, as 2027-Q1").Required();
  AddEnum(options, "--format", flags.format, "The tool's own form").Required();
  options.Add("-o,--output", flags.output,
              "Write to this file, whole or not at all; default standard output");
}

// The API gives whole batches of CaptivateIQ without line breaks: each has a line of its own here.
std::string Terminated(const v1::ExportStatementsResponse& response, v1::ExportFormat format) {
  const bool open = !response.chunk().empty() && !absl::EndsWith(response.chunk(), "\n");
  return absl::StrCat(response.chunk(),
                      open && format == v1::EXPORT_FORMAT_CAPTIVATEIQ ? "\n" : "");
}

absl::Status RunExport(const ExportFlags& flags, Session& session) {
  v1::ExportStatementsRequest request;
  request.set_parent(session.tenant());
  request.set_period(flags.period);
  request.set_format(flags.format);
  std::optional<NewFile> file;
  if (!flags.output.empty()) {
    BATON_ASSIGN_OR_RETURN(file, NewFile::Create(flags.output, kExportFileMode));
  }
  int64_t rows = 0;
  BATON_RETURN_IF_ERROR(
      session.client().Stream(&v1::CompStatementService::Stub::ExportStatements, request,
                              [&](const v1::ExportStatementsResponse& response) {
                                rows += response.row_count();
                                const std::string bytes = Terminated(response, flags.format);
                                if (file) return file->Write(bytes);
                                session.out() << bytes;
                                return absl::OkStatus();
                              }));
  if (file) BATON_RETURN_IF_ERROR(file->Commit());
  session.notes() << rows << " rows" << (file ? absl::StrCat(" in ", flags.output) : "") << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddStatementExport(const CommandGroup& statement) {
  statement.Add("export", "Export a quarter's published, payable lines",
                "baton statement export 2027-Q1 --format captivateiq -o 2027-Q1.json",
                DeclareExport, RunExport);
}

}  // namespace baton::cli
