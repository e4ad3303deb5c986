// P11 of the speed figures: ExportStatements. Prints a table.
//
//   export_bench [--lines N] [--stored N] [--folder DIR] [--store postgresql://...]
//
// - --lines (a million) of generated statements through the CSV exporter's own interface, beside
//   copying the same statements;
// - --stored lines (200,000) of a quarter that a server holds, through the stream of
//   ExportStatements, beside reading the same statements from the store and doing nothing with
//   them;
// - the resident memory before each and after.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "adapters/registry.h"
#include "baton/v1/comp_statement_service.grpc.pb.h"
#include "domain/status_macros.h"
#include "grpcpp/create_channel.h"
#include "store/people.h"
#include "store/statements.h"
#include "tests/bench/bench_server.h"
#include "tests/bench/options.h"

namespace baton::bench {
namespace {

constexpr char kTenant[] = "tenants/main";
constexpr char kPeriod[] = "2026-Q1";
// Of one payee.
constexpr int kLinesPerStatement = 500;

struct Settings {
  int64_t lines = 1'000'000;
  int64_t stored = 200'000;
  std::string folder;
  std::string store;
};

[[noreturn]] void End(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

void Must(const absl::Status& status) {
  if (!status.ok()) End(status.ToString());
}

double ResidentMib() {
  std::ifstream file("/proc/self/statm");
  int64_t size = 0;
  int64_t resident = 0;
  file >> size >> resident;
  return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / (1 << 20);
}

v1::StatementLine NewLine(const std::string& statement, int number) {
  v1::StatementLine line;
  line.set_name(absl::StrCat(statement, "/lines/", absl::StrFormat("L%06d", number)));
  line.set_line_no(number);
  line.set_export_seq(number);
  line.set_kind(v1::STATEMENT_LINE_KIND_EARNING);
  line.set_category(v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION);
  line.set_booking(absl::StrCat(kTenant, "/bookings/01JBENCH", number));
  line.set_booking_line("L1");
  line.set_attribution(absl::StrCat(kTenant, "/attributions/01JBENCH", number));
  line.set_part(1);
  line.set_account_display_name("Harrow Analytics");
  line.set_crm_opportunity_id("006000000000001AAA");
  line.set_booked_date("2026-02-11");
  line.set_part_amount_minor(4'800'000 + number);
  line.set_credit_share_bp(10'000);
  line.set_credited_amount_minor(4'800'000 + number);
  line.set_rate_bp(800);
  line.set_earning_minor(384'000);
  line.set_policy_version(1);
  line.set_status(v1::LINE_STATUS_PAYABLE);
  for (const char* rule : {"A-3", "C-1", "C-4"}) {
    auto& step = *line.add_explanation();
    step.set_rule(rule);
    step.set_text("8% of 48,000.00 USD credited to the payee");
  }
  return line;
}

v1::CompStatement NewStatement(const std::string& person) {
  v1::CompStatement statement;
  statement.set_name(absl::StrCat(kTenant, "/statements/", kPeriod, "-", person));
  statement.set_period(kPeriod);
  statement.set_period_start_date("2026-01-01");
  statement.set_period_end_date("2026-03-31");
  statement.set_payee(absl::StrCat(kTenant, "/people/", person));
  statement.set_payee_display_name(person);
  statement.set_payee_id(person);
  statement.set_payout_date("2026-04-15");
  statement.mutable_plan()->set_code("AE-2026");
  statement.mutable_plan()->set_version(1);
  statement.mutable_plan()->set_role(v1::ROLE_AE);
  statement.mutable_plan()->set_currency_code("USD");
  statement.set_state(v1::STATEMENT_STATE_DRAFT);
  for (int i = 1; i <= kLinesPerStatement; ++i) {
    *statement.add_lines() = NewLine(statement.name(), i);
  }
  return statement;
}

struct Figure {
  int64_t lines = 0;
  int64_t bytes = 0;
  double seconds = 0;
  double mib_before = 0;
  double mib_after = 0;
};

// What `run` takes; it counts lines and bytes.
Figure Measure(const std::function<void(Figure*)>& run) {
  Figure figure;
  figure.mib_before = ResidentMib();
  const absl::Time start = absl::Now();
  run(&figure);
  figure.seconds = absl::ToDoubleSeconds(absl::Now() - start);
  figure.mib_after = ResidentMib();
  return figure;
}

void Print(const char* what, const Figure& figure, const Figure& yardstick) {
  const double rate = static_cast<double>(figure.lines) / figure.seconds;
  const double beside = static_cast<double>(yardstick.lines) / yardstick.seconds;
  std::printf("| P11 | %s | %.0f lines/s, %.0f MiB | %.0f lines/s (%.2f) | %.0f -> %.0f MiB |\n",
              what, rate, static_cast<double>(figure.bytes) / (1 << 20), beside, rate / beside,
              figure.mib_before, figure.mib_after);
  std::fflush(stdout);
}

void RunExporter(int64_t lines) {
  v1::CompStatement statement = NewStatement("p0");
  statement.set_state(v1::STATEMENT_STATE_PUBLISHED);
  const int64_t statements = lines / kLinesPerStatement;
  const Figure copied = Measure([&](Figure* figure) {
    for (int64_t i = 0; i < statements; ++i) {
      const v1::CompStatement copy = statement;
      figure->lines += copy.lines_size();
    }
  });
  const Figure exported = Measure([&](Figure* figure) {
    const auto writer = adapters::FindExporter(v1::EXPORT_FORMAT_CSV)->NewWriter({});
    const auto count = [&](const std::vector<adapters::ExportChunk>& chunks) {
      for (const adapters::ExportChunk& chunk : chunks) {
        figure->lines += chunk.row_count;
        figure->bytes += static_cast<int64_t>(chunk.bytes.size());
      }
    };
    for (int64_t i = 0; i < statements; ++i) {
      auto chunks = writer->Add(statement);
      Must(chunks.status());
      count(*chunks);
    }
    count(writer->Finish());
  });
  Print("the exporter alone", exported, copied);
}

void Write(store::Store& store, const std::function<absl::Status(store::Transaction&)>& body) {
  std::promise<absl::Status> done;
  store::WriteOptions options;
  options.tenant = "main";
  options.actor = "tokens/bench";
  options.now = absl::Now();
  store.Write(
      std::move(options),
      [&](store::Transaction& tx) -> absl::StatusOr<std::string> {
        BATON_RETURN_IF_ERROR(body(tx));
        return std::string();
      },
      [&](const absl::StatusOr<std::string>& written) { done.set_value(written.status()); });
  Must(done.get_future().get());
}

absl::Status AddPublished(store::Transaction& tx, const std::string& id) {
  v1::Person person;
  person.set_name(absl::StrCat(kTenant, "/people/", id));
  person.set_display_name(id);
  person.set_role(v1::ROLE_AE);
  person.set_payee_id(id);
  BATON_RETURN_IF_ERROR(store::InsertPerson(tx, person));
  v1::CompStatement before = NewStatement(id);
  for (v1::StatementLine& line : *before.mutable_lines()) line.clear_export_seq();
  BATON_RETURN_IF_ERROR(store::ReplaceDraft(tx, before));
  v1::CompStatement after = before;
  after.set_state(v1::STATEMENT_STATE_PUBLISHED);
  after.set_digest("bench");
  BATON_ASSIGN_OR_RETURN(int64_t seq, store::TakeExportSeqs(tx, before.lines_size()));
  for (v1::StatementLine& line : *after.mutable_lines()) line.set_export_seq(seq++);
  return store::PublishStatement(tx, before, after);
}

void ReadStatement(store::Store& store, const std::string& id, Figure* figure) {
  std::promise<absl::Status> done;
  store.Read([&](absl::Status status, store::Session* session) {
    if (status.ok()) {
      const auto statement = store::GetStatement(*session, "main", id);
      if (statement.ok()) figure->lines += statement->lines_size();
      status = statement.status();
    }
    done.set_value(status);
  });
  Must(done.get_future().get());
}

void StreamExport(const BenchServer& server, Figure* figure) {
  const auto channel = grpc::CreateChannel(server.address(), grpc::InsecureChannelCredentials());
  const auto stub = v1::CompStatementService::NewStub(channel);
  grpc::ClientContext context;
  context.AddMetadata("authorization", server.authorization());
  v1::ExportStatementsRequest request;
  request.set_parent(kTenant);
  request.set_period(kPeriod);
  request.set_format(v1::EXPORT_FORMAT_CSV);
  const auto reader = stub->ExportStatements(&context, request);
  v1::ExportStatementsResponse message;
  while (reader->Read(&message)) {
    figure->lines += message.row_count();
    figure->bytes += static_cast<int64_t>(message.chunk().size());
  }
  const grpc::Status status = reader->Finish();
  if (!status.ok()) End(status.error_message());
}

void RunServer(const Settings& settings) {
  const Folder folder(settings.folder);
  BenchServer server(folder.path(), settings.store, 1);
  const int64_t statements = settings.stored / kLinesPerStatement;
  for (int64_t i = 0; i < statements; ++i) {
    Write(server.store(),
          [&](store::Transaction& tx) { return AddPublished(tx, absl::StrFormat("p%06d", i)); });
  }
  const Figure read = Measure([&](Figure* figure) {
    for (int64_t i = 0; i < statements; ++i) {
      ReadStatement(server.store(), absl::StrFormat("%s-p%06d", kPeriod, i), figure);
    }
  });
  const Figure streamed = Measure([&](Figure* figure) { StreamExport(server, figure); });
  Print("ExportStatements, CSV", streamed, read);
}

int Main(int argc, char** argv) {
  Settings settings;
  if (!ReadOptions(argc, argv,
                   {Number("--lines", &settings.lines), Number("--stored", &settings.stored),
                    Text("--folder", &settings.folder), Text("--store", &settings.store)})) {
    return 2;
  }
  std::printf("| id | what | figure | beside it | memory |\n|---|---|---|---|---|\n");
  RunExporter(settings.lines);
  RunServer(settings);
  return 0;
}

}  // namespace
}  // namespace baton::bench

int main(int argc, char** argv) { return baton::bench::Main(argc, argv); }
