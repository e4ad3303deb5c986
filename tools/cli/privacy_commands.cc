// privacy export | erase.
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/audit_service.grpc.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tools/cli/commands.h"
#include "tools/cli/file_io.h"
#include "tools/cli/json.h"
#include "tools/cli/names.h"
#include "tools/cli/render.h"

namespace baton::cli {
namespace {

using Audit = v1::AuditService::Stub;

// What is kept about somebody is nobody else's to read.
constexpr int kExportFileMode = 0600;

struct SubjectFlags {
  std::string person;
  std::string email;
  std::vector<std::string> names;
};

void DeclareSubject(Options& options, SubjectFlags& flags) {
  options.Add("--person", flags.person, "One of ours, with every name they had here");
  options.Add("--email", flags.email, "Anybody, by this mail address");
  options.Add("--name", flags.names, "Anybody, by this name as it was written; may be repeated");
}

v1::PersonalDataSubject Subject(const SubjectFlags& flags, const Session& session) {
  v1::PersonalDataSubject subject;
  if (!flags.person.empty()) subject.set_person(session.Name("people", flags.person));
  subject.set_email(flags.email);
  for (const std::string& name : flags.names) subject.add_names(name);
  return subject;
}

struct ExportFlags {
  SubjectFlags subject;
  std::string output;
};

void DeclareExport(Options& options, ExportFlags& flags) {
  DeclareSubject(options, flags.subject);
  options.Add("-o,--output", flags.output,
              "Write to this file, whole or not at all; default standard output");
}

// One line of JSON: {"kind":"signals","record":"01JB2Q","content":{...}}.
absl::StatusOr<std::string> Line(const v1::ExportPersonalDataResponse& message) {
  v1::ExportPersonalDataResponse head = message;
  head.clear_content_json();
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(head, &json).ok()) {
    return absl::InternalError("a record can't be written as JSON");
  }
  json.pop_back();
  return absl::StrCat(json, ",\"content\":", message.content_json(), "}\n");
}

absl::Status RunExport(const ExportFlags& flags, Session& session) {
  v1::ExportPersonalDataRequest request;
  request.set_parent(session.tenant());
  *request.mutable_subject() = Subject(flags.subject, session);
  std::optional<NewFile> file;
  if (!flags.output.empty()) {
    BATON_ASSIGN_OR_RETURN(file, NewFile::Create(flags.output, kExportFileMode));
  }
  int64_t records = 0;
  BATON_RETURN_IF_ERROR(
      session.client().Stream(&Audit::ExportPersonalData, request,
                              [&](const v1::ExportPersonalDataResponse& message) -> absl::Status {
                                ++records;
                                BATON_ASSIGN_OR_RETURN(const std::string line, Line(message));
                                if (file) return file->Write(line);
                                session.out() << line;
                                return absl::OkStatus();
                              }));
  if (file) BATON_RETURN_IF_ERROR(file->Commit());
  session.notes() << records << " records\n";
  return absl::OkStatus();
}

struct EraseFlags {
  SubjectFlags subject;
  bool yes = false;
};

void DeclareErase(Options& options, EraseFlags& flags) {
  DeclareSubject(options, flags.subject);
  options.AddFlag("--yes", flags.yes, "Really: it can't be undone");
}

std::string ErasureText(const v1::Erasure& erasure) {
  std::string text = absl::StrCat("erased: ", ShortName(erasure.name()), "\n");
  if (erasure.counts().empty()) return absl::StrCat(text, "nothing was left to replace\n");
  for (const v1::ErasedCount& count : erasure.counts()) {
    absl::StrAppend(&text, "  ", count.kind(), " ", count.record_count(), "\n");
  }
  return text;
}

absl::Status RunErase(const EraseFlags& flags, Session& session) {
  if (!flags.yes) {
    return absl::InvalidArgumentError("an erasure can't be undone: say --yes to go on");
  }
  v1::ErasePersonalDataRequest request;
  request.set_parent(session.tenant());
  *request.mutable_subject() = Subject(flags.subject, session);
  return session.Show(session.Call(&Audit::ErasePersonalData, request),
                      [](const v1::ErasePersonalDataResponse& response) {
                        return ErasureText(response.erasure());
                      });
}

}  // namespace

void AddPrivacyCommands(const CommandGroup& root) {
  const CommandGroup privacy = root.AddGroup("privacy", "What is kept about a person");
  privacy.Add("export", "Export what is kept about a person, one line of JSON a record",
              "baton privacy export --person rosa -o rosa.jsonl", DeclareExport, RunExport);
  privacy.Add("erase", "Replace a person's names and addresses for good",
              "baton privacy erase --email jamie@customer.example --name \"Jamie Reyes\" --yes",
              DeclareErase, RunErase);
}

}  // namespace baton::cli
