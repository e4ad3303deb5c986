// baton-admin: what an operator does to a store itself: copies of it, and the check of the whole.
#include <cstdio>
#include <filesystem>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/status_macros.h"
#include "store/migrations.h"
#include "store/postgres/postgres_session.h"
#include "store/sqlite/sqlite_session.h"
#include "tools/admin/backup.h"
#include "tools/admin/verify.h"

namespace baton::admin {
namespace {

constexpr int kExitFault = 1;  // it could not be done, or the store is damaged
constexpr int kExitUsage = 2;

// Faults that are printed of one check.
constexpr size_t kFaultsShown = 20;

struct Words {
  std::string data = "data";
  std::string file;
  std::string store;
  std::string tenants;
};

std::string DatabaseOf(const Words& words) {
  return (std::filesystem::path(words.data) / "baton.db").string();
}

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "baton-admin: %s\n", std::string(status.message()).c_str());
  return kExitFault;
}

void ShowPages(int64_t done, int64_t total) {
  if (!isatty(STDERR_FILENO)) return;
  std::fprintf(stderr, "\r%lld of %lld pages", static_cast<long long>(done),
               static_cast<long long>(total));
}

int DoBackUp(const Words& words) {
  const absl::Status status = BackUp(DatabaseOf(words), words.file, ShowPages);
  if (isatty(STDERR_FILENO)) std::fputs("\r\033[K", stderr);
  if (!status.ok()) return Fail(status);
  std::printf("%s: %ju bytes\nnext: baton-admin verify sqlite:%s\n", words.file.c_str(),
              static_cast<uintmax_t>(std::filesystem::file_size(words.file)), words.file.c_str());
  return 0;
}

int DoRestore(const Words& words) {
  const absl::Status status = Restore(words.file, words.data);
  if (!status.ok()) return Fail(status);
  std::printf("%s holds what %s held; start the server on it\n", DatabaseOf(words).c_str(),
              words.file.c_str());
  return 0;
}

absl::StatusOr<std::unique_ptr<store::SociSession>> OpenStore(const Words& words) {
  if (absl::StartsWith(words.store, "postgresql://")) {
    store::PostgresSession::Options options;
    options.url = words.store;
    return store::PostgresSession::Open(options);
  }
  store::SqliteSession::Options options;
  options.path = words.store.empty() ? DatabaseOf(words)
                                     : std::string(absl::StripPrefix(words.store, "sqlite:"));
  options.busy_timeout = absl::Seconds(5);
  // Opening would make an empty one.
  if (!std::filesystem::exists(options.path)) {
    return absl::NotFoundError(absl::StrCat(options.path, ": no such file"));
  }
  return store::SqliteSession::Open(options);
}

int Print(const std::vector<Check>& checks) {
  bool sound = true;
  for (const Check& check : checks) {
    const bool good = check.faults.empty();
    sound &= good;
    std::printf("%-12s %-8s %lld %s\n", check.what.c_str(), good ? "sound" : "DAMAGED",
                static_cast<long long>(check.looked_at), check.unit.c_str());
    for (size_t i = 0; i < check.faults.size() && i < kFaultsShown; ++i) {
      std::printf("  %s\n", check.faults[i].c_str());
    }
    if (check.faults.size() > kFaultsShown) {
      std::printf("  and %zu more\n", check.faults.size() - kFaultsShown);
    }
  }
  return sound ? 0 : kExitFault;
}

int DoVerify(const Words& words) {
  const auto session = OpenStore(words);
  if (!session.ok()) return Fail(session.status());
  const absl::Status schema = store::CheckSchema(**session, store::BuiltInMigrations());
  if (!schema.ok()) return Fail(schema);
  const auto checks = VerifyStore(**session);
  return checks.ok() ? Print(*checks) : Fail(checks.status());
}

int Main(int argc, char** argv) {
  CLI::App app("Copies and checks of a Baton store. A server may run meanwhile, but for restore.");
  app.require_subcommand(1);
  Words words;
  const auto with_data = [&words](CLI::App* command) {
    command->add_option("--data", words.data, "The server's data folder")->capture_default_str();
    return command;
  };
  CLI::App* backup =
      with_data(app.add_subcommand("backup", "Copy the database while it is in use"));
  backup->add_option("FILE", words.file, "The copy; must not be there yet")->required();
  CLI::App* restore =
      with_data(app.add_subcommand("restore", "Put a copy in the database's place"));
  restore->add_option("FILE", words.file, "The copy")->required();
  CLI::App* verify = with_data(app.add_subcommand(
      "verify", "Check the database, the audit chains, published statements and clocks"));
  verify->add_option("STORE", words.store,
                     "sqlite:FILE or postgresql://...; default: the data folder's database");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : kExitUsage;
  }
  if (backup->parsed()) return DoBackUp(words);
  if (restore->parsed()) return DoRestore(words);
  return DoVerify(words);
}

}  // namespace
}  // namespace baton::admin

int main(int argc, char** argv) { return baton::admin::Main(argc, argv); }
