// import: a company's records from a CSV file.
#include <algorithm>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "baton/v1/integration_service.grpc.pb.h"
#include "form/sha256.h"
#include "tools/cli/commands.h"
#include "tools/cli/csv_chunks.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/errors.h"
#include "tools/cli/file_io.h"
#include "tools/cli/names.h"
#include "tools/cli/progress_bar.h"
#include "tools/cli/render.h"

namespace baton::cli {
namespace {

using Integration = v1::IntegrationService::Stub;

// Payloads of one call.
constexpr size_t kPiecesPerCall = 32;

struct ImportFlags {
  std::string file;
  std::string vendor = "generic";
  std::string connection;
  int rows = 200;
  bool dry_run = false;
};

void DeclareImport(Options& options, ImportFlags& flags) {
  options.Add("FILE", flags.file, "CSV with a header; - is standard input").Required();
  options.Add("--vendor", flags.vendor, "Whose mapping reads the columns").ShowDefault();
  options.Add("--connection", flags.connection,
              "The connection whose mapping reads the columns; it says the vendor, too");
  options
      .Add("--rows", flags.rows,
           "Rows that stand or fall together: one that can't be read refuses its piece of the file")
      .AtLeastOne()
      .ShowDefault();
  options.AddFlag("--dry-run", flags.dry_run,
                  "Only read it, and say what is wrong; change nothing");
}

// What came of the pieces so far.
struct Outcome {
  std::map<std::pair<std::string, std::string>, int> counts;  // by fact and result
  std::vector<std::string> refused;                           // with their rows
  int refused_rows = 0;
};

std::string RowsText(const CsvChunk& chunk) {
  if (chunk.rows == 1) return absl::StrCat("row ", chunk.first_row);
  return absl::StrCat("rows ", chunk.first_row, " to ", chunk.first_row + chunk.rows - 1);
}

void Refuse(const CsvChunk& chunk, const std::string& why, Outcome* outcome) {
  outcome->refused.push_back(absl::StrCat(RowsText(chunk), ": ", why));
  outcome->refused_rows += chunk.rows;
}

void Count(const CsvChunk& chunk, const v1::IngestResult& result, Outcome* outcome) {
  if (result.has_error()) {
    return Refuse(chunk, result.error().message(), outcome);
  }
  for (const v1::AppliedFact& applied : result.facts()) {
    ++outcome->counts[{EnumText(applied.fact().kind()), applied.result()}];
  }
}

// The same piece of the same file is the same request, so that an import that was broken off can be
// run again and goes on where it stopped.
std::string RequestId(const CsvChunk& chunk, const ImportFlags& flags) {
  const std::string content = absl::StrCat(flags.vendor, "\n", flags.connection, "\n", chunk.text);
  return absl::StrCat("import-", form::Sha256Hex(content).substr(0, 40));
}

absl::Status SendPieces(const ImportFlags& flags, const std::vector<CsvChunk>& chunks, size_t from,
                        size_t to, Session& session, Outcome* outcome) {
  Integration stub(session.client().channel());
  grpc::ClientContext context;
  session.client().Prepare(context, false);
  v1::StreamPayloadsResponse response;
  const auto writer = stub.StreamPayloads(&context, &response);
  for (size_t i = from; i < to; ++i) {
    v1::StreamPayloadsRequest message;
    v1::IngestPayloadRequest& request = *message.mutable_request();
    request.set_parent(session.tenant());
    if (flags.connection.empty()) request.set_vendor(flags.vendor);
    request.set_connection(session.Name("connections", flags.connection));
    request.set_payload(chunks[i].text);
    request.set_request_id(RequestId(chunks[i], flags));
    if (!writer->Write(message)) break;
  }
  writer->WritesDone();
  BATON_RETURN_IF_ERROR(FromGrpc(writer->Finish()));
  for (const v1::IngestResult& result : response.results()) {
    Count(chunks[from + static_cast<size_t>(result.index())], result, outcome);
  }
  return absl::OkStatus();
}

absl::Status TryPiece(const ImportFlags& flags, const CsvChunk& chunk, Session& session,
                      Outcome* outcome) {
  v1::TestMappingRequest request;
  request.set_name(session.Name(
      "mappings", flags.connection.empty() ? flags.vendor : ShortName(flags.connection)));
  request.set_payload(chunk.text);
  BATON_ASSIGN_OR_RETURN(const v1::TestMappingResponse response,
                         session.Call(&Integration::TestMapping, request));
  if (!response.faults().empty()) {
    Refuse(chunk, absl::StrJoin(response.faults(), "; "), outcome);
  }
  for (const v1::Fact& fact : response.facts()) {
    ++outcome->counts[{EnumText(fact.kind()), "can be read"}];
  }
  return absl::OkStatus();
}

std::string OutcomeText(const Outcome& outcome, const View& view) {
  Table table({{"FACT"}, {"RESULT", Column::kShrink}, {"ROWS", Column::kRight}});
  for (const auto& [what, count] : outcome.counts) {
    table.AddRow({what.first, what.second, absl::StrCat(count)});
  }
  return table.empty() ? "nothing was taken\n" : table.Render(view.terminal);
}

absl::Status Tell(const ImportFlags& flags, const Outcome& outcome, Session& session) {
  session.out() << OutcomeText(outcome, session.view());
  session.out().flush();
  if (outcome.refused.empty()) return absl::OkStatus();
  for (const std::string& refused : outcome.refused) session.notes() << refused << "\n";
  return absl::InvalidArgumentError(
      absl::StrCat(flags.dry_run ? "would be refused: " : "refused: ", outcome.refused_rows,
                   outcome.refused_rows == 1 ? " row" : " rows"));
}

absl::Status RunImport(const ImportFlags& flags, Session& session) {
  BATON_ASSIGN_OR_RETURN(const std::string text, ReadFile(flags.file));
  const std::vector<CsvChunk> chunks = SplitCsv(text, flags.rows);
  if (chunks.empty()) return UsageError(absl::StrCat(flags.file, " has no rows behind its header"));
  const int total = chunks.back().first_row + chunks.back().rows - 1;
  Outcome outcome;
  {
    ProgressBar bar(session.notes(), session.view().terminal);
    for (size_t from = 0; from < chunks.size();) {
      const size_t to = flags.dry_run ? from + 1 : std::min(from + kPiecesPerCall, chunks.size());
      bar.Show(chunks[from].first_row - 1, total, "rows");
      BATON_RETURN_IF_ERROR(flags.dry_run ? TryPiece(flags, chunks[from], session, &outcome)
                                          : SendPieces(flags, chunks, from, to, session, &outcome));
      from = to;
    }
  }
  return Tell(flags, outcome, session);
}

}  // namespace

void AddImportCommand(const CommandGroup& root) {
  root.Add("import", "Take in a company's accounts, people, health and signals from CSV",
           "baton import accounts.csv --dry-run", DeclareImport, RunImport);
}

}  // namespace baton::cli
