#include "tools/cli/statement_verify_command.h"

#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "baton/v1/comp_statement_service.pb.h"
#include "form/statement_form.h"
#include "google/protobuf/util/json_util.h"
#include "tools/cli/errors.h"
#include "tools/cli/file_io.h"
#include "tools/cli/names.h"
#include "tools/cli/option.h"
#include "tools/cli/status_macros.h"

namespace baton::cli {
namespace {

struct VerifyFlags {
  std::string file;
  bool form = false;
};

void DeclareVerify(Options& options, VerifyFlags& flags) {
  options.Add("FILE", flags.file, "JSON of baton statement show --json; - for standard input")
      .Required();
  options.AddFlag("--form", flags.form, "Print the canonical form, as sha256sum takes it");
}

absl::Status RunVerify(const VerifyFlags& flags, std::ostream& out) {
  BATON_ASSIGN_OR_RETURN(const std::string json, ReadFile(flags.file));
  const absl::StatusOr<v1::CompStatement> statement = ParseStatementFile(json);
  if (!statement.ok()) return UsageError(statement.status().message());
  if (flags.form) {
    out << form::CanonicalForm(*statement);
    return absl::OkStatus();
  }
  BATON_RETURN_IF_ERROR(VerifyDigest(*statement));
  out << "ok: " << ShortName(statement->name()) << " says what was published, sha256 "
      << statement->digest() << "\n";
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::CompStatement> ParseStatementFile(absl::string_view json) {
  const std::string text(json);
  v1::GetCompStatementResponse response;
  if (google::protobuf::util::JsonStringToMessage(text, &response).ok() &&
      response.has_statement()) {
    return response.statement();
  }
  v1::CompStatement statement;
  const auto read = google::protobuf::util::JsonStringToMessage(text, &statement);
  if (read.ok() && !statement.name().empty()) return statement;
  return absl::InvalidArgumentError(
      absl::StrCat("the file is no statement in JSON: ", std::string(read.message())));
}

absl::Status VerifyDigest(const v1::CompStatement& statement) {
  const std::string name = ShortName(statement.name());
  if (statement.digest().empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat(name, " bears no digest: it is a draft, or was cut"));
  }
  const std::string digest = form::StatementDigest(statement);
  if (digest == statement.digest()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(name, " was altered: it bears the digest ",
                                                    statement.digest(),
                                                    ", but what it says digests to ", digest));
}

void AddStatementVerify(const CommandGroup& statement) {
  statement.AddOffline("verify", "Hold a statement's file against its digest, without a server",
                       "baton statement verify 2027-Q1-tom.json", DeclareVerify, RunVerify);
}

}  // namespace baton::cli
