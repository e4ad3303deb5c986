// ingest: vendors' payloads from files.
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/integration_service.grpc.pb.h"
#include "tools/cli/applied_view.h"
#include "tools/cli/commands.h"
#include "tools/cli/file_io.h"
#include "tools/cli/json.h"
#include "tools/cli/names.h"

namespace baton::cli {
namespace {

struct IngestFlags {
  std::vector<std::string> files;
  std::string vendor;
  std::string connection;
};

void DeclareIngest(Options& options, IngestFlags& flags) {
  options.Add("FILE", flags.files, "Payloads as the vendor sent them; - is standard input")
      .Required();
  options.Add("--vendor", flags.vendor,
              "captivateiq, catalyst, churnzero, gainsight, generic, hubspot, performio, "
              "salesforce, spiff, "
              "totango, vitally or xactly; a connection says it, too");
  options.Add("--connection", flags.connection, "The connection that they came through");
}

absl::Status IngestFile(const IngestFlags& flags, const std::string& file, Session& session) {
  BATON_ASSIGN_OR_RETURN(const std::string payload, ReadFile(file));
  v1::IngestPayloadRequest request;
  request.set_parent(session.tenant());
  request.set_vendor(flags.vendor);
  request.set_connection(session.Name("connections", flags.connection));
  request.set_payload(payload);
  BATON_ASSIGN_OR_RETURN(const v1::IngestPayloadResponse response,
                         session.Call(&v1::IntegrationService::Stub::IngestPayload, request));
  if (session.json()) {
    session.out() << (flags.files.size() == 1 ? JsonDocument(response) : JsonLine(response));
    return absl::OkStatus();
  }
  if (flags.files.size() > 1) session.out() << file << "\n";
  session.out() << AppliedTable(response.facts(), session.view());
  return absl::OkStatus();
}

// A payload that is refused does not stop the others; the first refusal's code is the command's.
absl::Status RunIngest(const IngestFlags& flags, Session& session) {
  if (flags.files.size() == 1) return IngestFile(flags, flags.files.front(), session);
  if (!session.client().request_id().empty()) {
    return UsageError("--request-id names one change; ingest one file at a time with it");
  }
  absl::Status first;
  int refused = 0;
  for (const std::string& file : flags.files) {
    const absl::Status status = IngestFile(flags, file, session);
    if (status.ok()) continue;
    session.out().flush();
    session.notes() << file << "\n" << (session.json() ? ErrorJson(status) : ErrorText(status));
    if (++refused == 1) first = status;
  }
  if (refused == 0) return absl::OkStatus();
  return absl::Status(first.code(),
                      absl::StrCat(refused, " of ", flags.files.size(), " payloads were refused"));
}

}  // namespace

void AddIngestCommand(const CommandGroup& root) {
  root.Add("ingest", "Take in payloads of another system",
           "baton ingest cta.json rule.json --vendor gainsight", DeclareIngest, RunIngest);
}

}  // namespace baton::cli
