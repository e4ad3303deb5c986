// P8 and P9 of the speed figures: ComputeStatements. Prints a table.
//
//   statement_bench [--lines N] [--payees N] [--changes N] [--folder DIR]
//                   [--store postgresql://...]
//
// Fills a quarter with --lines (a million) booking lines, four to a booking, of --payees (5,000),
// half of them AEs, half of them CSMs. Then
// - P8: computes every draft twice, first with none there, then with all of them, beside reading
//   the same lines in payee order: by SQLite's C interface, or by a session on PostgreSQL;
// - P9: changes one booking after the other (--changes, 50), has the drafts of its two payees
//   computed anew, and compares them byte by byte with those of a whole run at the end.
// Memory is the whole process's: client, server and store.
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "baton/v1/account_service.grpc.pb.h"
#include "baton/v1/attribution_service.grpc.pb.h"
#include "baton/v1/comp_statement_service.grpc.pb.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "domain/fiscal_history.h"
#include "domain/instant.h"
#include "domain/policy.h"
#include "domain/status_macros.h"
#include "grpcpp/create_channel.h"
#include "store/attributions.h"
#include "store/statements.h"
#include "tests/bench/bench_server.h"
#include "tests/bench/options.h"
#include "tests/bench/quarter.h"

namespace baton::bench {
namespace {

constexpr char kTenant[] = "tenants/main";

struct Settings {
  int64_t lines = 1'000'000;
  int64_t payees = 5'000;
  int64_t changes = 50;
  std::string folder;
  std::string store;
};

[[noreturn]] void End(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

template <class T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) End(value.status().ToString());
  return *std::move(value);
}

void Must(const absl::Status& status) {
  if (!status.ok()) End(status.ToString());
}

void Must(const grpc::Status& status) {
  if (!status.ok()) End(status.error_message());
}

double ResidentMib() {
  std::ifstream file("/proc/self/statm");
  int64_t size = 0;
  int64_t resident = 0;
  file >> size >> resident;
  return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / (1 << 20);
}

// The most that the process had resident since this was made, looked at fifty times a second.
class PeakMemory {
 public:
  PeakMemory() : thread_([this] { Watch(); }) {}
  ~PeakMemory() {
    done_ = true;
    thread_.join();
  }
  double mib() const { return peak_; }

 private:
  void Watch() {
    while (!done_) {
      peak_ = std::max(peak_.load(), ResidentMib());
      absl::SleepFor(absl::Milliseconds(20));
    }
  }

  std::atomic<bool> done_ = false;
  std::atomic<double> peak_ = 0;
  std::thread thread_;
};

// A caller with a token of the role.
class Caller {
 public:
  Caller(const BenchServer& server, const std::string& authorization)
      : channel_(grpc::CreateChannel(server.address(), grpc::InsecureChannelCredentials())),
        authorization_(authorization) {}

  template <class Stub, class Req, class Res>
  Res Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Res*),
          const Req& request) const {
    Stub stub(channel_);
    grpc::ClientContext context;
    context.AddMetadata("authorization", authorization_);
    Res response;
    Must((stub.*method)(&context, request, &response));
    return response;
  }

  // Answers how many drafts there were.
  int Compute(const v1::ComputeStatementsRequest& request) const {
    v1::CompStatementService::Stub stub(channel_);
    grpc::ClientContext context;
    context.AddMetadata("authorization", authorization_);
    const auto reader = stub.ComputeStatements(&context, request);
    v1::ComputeStatementsResponse message;
    while (reader->Read(&message)) continue;
    Must(reader->Finish());
    return message.done_count();
  }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  const std::string authorization_;
};

Caller CompAdmin(const BenchServer& server, const std::string& folder) {
  std::string secret;
  std::ifstream(folder + "/admin.token") >> secret;
  const Caller admin(server, "Bearer " + secret);
  v1::UpsertPersonRequest person;
  person.mutable_person()->set_name(absl::StrCat(kTenant, "/people/pay"));
  person.mutable_person()->set_display_name("Pay");
  person.mutable_person()->set_role(v1::ROLE_COMP_ADMIN);
  admin.Ask(&v1::AccountService::Stub::UpsertPerson, person);
  v1::CreateTokenRequest token;
  token.set_parent(kTenant);
  token.mutable_token()->set_role(v1::ROLE_COMP_ADMIN);
  token.mutable_token()->set_person(person.person().name());
  return Caller(server,
                "Bearer " + admin.Ask(&v1::TokenService::Stub::CreateToken, token).secret());
}

void AddLine(v1::BookingLineKind kind, const char* product_line, int64_t prior, int64_t now,
             v1::Booking* booking) {
  v1::BookingLine& line = *booking->add_lines();
  line.set_kind(kind);
  line.set_product(absl::StrCat(product_line, "-pro"));
  line.set_product_line(product_line);
  line.set_prior_arr_minor(prior);
  line.set_new_arr_minor(now);
}

// A renewal with a higher price, an expansion and two cross-sells, as the server takes it apart.
v1::RecordBookingResponse Sample(const Caller& caller) {
  v1::RecordBookingRequest request;
  request.set_parent(kTenant);
  v1::Booking& booking = *request.mutable_booking();
  booking.set_account(absl::StrCat(kTenant, "/accounts/a0"));
  booking.set_currency_code("USD");
  *booking.mutable_booked_time() = domain::ToTimestamp(absl::Now());
  AddLine(v1::BOOKING_LINE_KIND_RENEWAL, "core", 12'000'000, 12'600'000, &booking);
  AddLine(v1::BOOKING_LINE_KIND_ADD_ON, "core", 12'600'000, 15'000'000, &booking);
  AddLine(v1::BOOKING_LINE_KIND_ADD_ON, "analytics", 0, 3'600'000, &booking);
  AddLine(v1::BOOKING_LINE_KIND_ADD_ON, "archive", 0, 1'200'000, &booking);
  return caller.Ask(&v1::AttributionService::Stub::RecordBooking, request);
}

// What a statement's lines are made of, of one payee after the other.
std::string RowsByPayee(const std::string& role) {
  return absl::StrCat(
      "SELECT a.", role,
      "_id, a.attribution_id, a.booking_id, a.account_id, a.booked_time_us, "
      "a.state, a.currency_code, a.policy_version, p.part, p.line, p.category, p.amount_minor, "
      "p.ae_credit_minor, p.csm_credit_minor, p.flags, p.explanation FROM attributions a "
      "JOIN attribution_parts p ON p.tenant = a.tenant AND p.attribution_id = a.attribution_id "
      "WHERE a.tenant = 'main' AND a.",
      role, "_id IS NOT NULL ORDER BY a.", role, "_id, a.booked_time_us");
}

// Reads all rows and columns; answers how many rows there were.
int64_t ReadBySqlite(const std::string& file, const std::string& sql) {
  sqlite3* db = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK ||
      sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    End(sqlite3_errmsg(db));
  }
  int64_t rows = 0;
  int64_t bytes = 0;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    ++rows;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      if (sqlite3_column_type(statement, i) == SQLITE_TEXT) {
        bytes += sqlite3_column_text(statement, i)[0];
      } else {
        bytes += sqlite3_column_int64(statement, i);
      }
    }
  }
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return bytes == 0 ? 0 : rows;
}

int64_t ReadBySession(store::Store& store, const std::string& sql) {
  int64_t rows = 0;
  Must(store.ReadAndWait([&](store::Session& session) {
    const auto read = session.Query({sql, "ttttittiittiiitt"}, {});
    while (read->Next()) ++rows;
    return read->status();
  }));
  return rows;
}

struct Timed {
  double seconds = 0;
  double peak_mib = 0;
};

Timed Measure(const std::function<void()>& run) {
  Timed timed;
  const PeakMemory memory;
  const absl::Time start = absl::Now();
  run();
  timed.seconds = absl::ToDoubleSeconds(absl::Now() - start);
  timed.peak_mib = std::max(memory.mib(), ResidentMib());
  return timed;
}

class Bench {
 public:
  Bench(const Settings& settings, const std::string& folder)
      : settings_(settings),
        folder_(folder),
        server_(folder, settings.store, 1),
        pay_(CompAdmin(server_, folder)),
        quarter_(Must(domain::FiscalHistory({domain::DefaultPolicy("main")}).At(absl::Now()))),
        size_({settings.lines / kLinesPerBooking, settings.payees}) {}

  void Run() {
    const v1::RecordBookingResponse sample = Sample(Caller(server_, server_.authorization()));
    const Timed filled = Measure([&] {
      FillQuarter(server_.store(), sample.attribution(), sample.booking(), quarter_, absl::Now(),
                  size_);
    });
    std::fprintf(stderr, "filled in %.0f s, %.0f MiB resident\n", filled.seconds, ResidentMib());
    const double read = ReadAll();
    Whole("every draft for the first time", read);
    const double again = Whole("every draft again", read);
    Changes(again);
  }

 private:
  double ReadAll() {
    int64_t rows = 0;
    const Timed timed = Measure([&] {
      for (const char* role : {"ae", "csm"}) {
        const std::string sql = RowsByPayee(role);
        rows += settings_.store.empty() ? ReadBySqlite(folder_ + "/baton.db", sql)
                                        : ReadBySession(server_.store(), sql);
      }
    });
    std::fprintf(stderr, "%ld rows read in payee order\n", static_cast<long>(rows));
    return timed.seconds;
  }

  double Whole(const char* what, double read) {
    const double before = ResidentMib();
    int drafts = 0;
    const Timed timed = Measure([&] { drafts = pay_.Compute(Request()); });
    const int64_t lines = CountLines();
    std::printf(
        "| P8 | %s: %ld booking lines, %d payees, %ld statement lines | %.1f s, %.0f "
        "lines/s | %.2f s (%.1f x) | %.0f, at most %.0f MiB |\n",
        what, static_cast<long>(settings_.lines), drafts, static_cast<long>(lines), timed.seconds,
        static_cast<double>(lines) / timed.seconds, read, timed.seconds / read, before,
        timed.peak_mib);
    std::fflush(stdout);
    return timed.seconds;
  }

  int64_t CountLines() {
    int64_t lines = 0;
    Must(server_.store().ReadAndWait([&](store::Session& session) {
      const auto rows = session.Query({"SELECT count(*) FROM statement_lines", "i"}, {});
      if (rows->Next()) lines = rows->Int(0);
      return rows->status();
    }));
    return lines;
  }

  v1::ComputeStatementsRequest Request() const {
    v1::ComputeStatementsRequest request;
    request.set_parent(kTenant);
    request.set_period(quarter_.code);
    return request;
  }

  // Makes the booking's third line worth a little more.
  void Change(int64_t booking) {
    store::WriteOptions options;
    options.tenant = "main";
    options.actor = "system/bench";
    options.method = "Change";
    options.now = absl::Now();
    Must(server_.store().WriteAndWait(
        std::move(options), [&](store::Transaction& tx) -> absl::StatusOr<std::string> {
          BATON_ASSIGN_OR_RETURN(
              const v1::Attribution before,
              store::GetAttribution(tx.session(), "main", AttributionOf(booking)));
          v1::Attribution after = before;
          v1::AttributionPart& part = *after.mutable_parts(after.parts_size() - 1);
          part.set_amount_minor(part.amount_minor() + 100);
          part.set_ae_credit_minor(part.ae_credit_minor() + 100);
          BATON_RETURN_IF_ERROR(store::UpdateAttribution(tx, before, after));
          return std::string();
        }));
  }

  // Without the time, which every computation has its own of.
  std::string BytesOf(const std::string& payee) {
    std::string bytes;
    Must(server_.store().ReadAndWait([&](store::Session& session) -> absl::Status {
      BATON_ASSIGN_OR_RETURN(v1::CompStatement statement,
                             store::GetStatement(session, "main",
                                                 absl::StrCat(quarter_.code, "-",
                                                              payee.substr(payee.rfind('/') + 1))));
      statement.clear_compute_time();
      bytes = statement.SerializeAsString();
      return absl::OkStatus();
    }));
    return bytes;
  }

  void Changes(double whole) {
    std::vector<double> seconds;
    std::vector<std::pair<std::string, std::string>> drafts;
    for (int64_t i = 0; i < settings_.changes; ++i) {
      const int64_t booking = size_.bookings / settings_.changes * i;
      Change(booking);
      v1::ComputeStatementsRequest request = Request();
      request.add_payees(AeOf(booking, size_));
      request.add_payees(CsmOf(booking, size_));
      const absl::Time start = absl::Now();
      pay_.Compute(request);
      seconds.push_back(absl::ToDoubleSeconds(absl::Now() - start));
      for (const std::string& payee : request.payees()) drafts.emplace_back(payee, BytesOf(payee));
    }
    pay_.Compute(Request());
    // A payee of several changed bookings is compared by the last of their drafts.
    std::reverse(drafts.begin(), drafts.end());
    size_t equal = 0;
    std::vector<std::string> seen;
    for (const auto& [payee, bytes] : drafts) {
      if (std::find(seen.begin(), seen.end(), payee) != seen.end()) continue;
      seen.push_back(payee);
      if (BytesOf(payee) == bytes) ++equal;
    }
    std::sort(seconds.begin(), seconds.end());
    std::printf(
        "| P9 | the two drafts of one changed booking, %zu times | p50 %.2f ms, p99 %.2f "
        "ms | %.1f s, all of them | %zu of %zu byte-equal |\n",
        seconds.size(), seconds[seconds.size() / 2] * 1e3, seconds[seconds.size() * 99 / 100] * 1e3,
        whole, equal, seen.size());
  }

  const Settings& settings_;
  const std::string folder_;
  BenchServer server_;
  const Caller pay_;
  const domain::Quarter quarter_;
  const QuarterSize size_;
};

int Main(int argc, char** argv) {
  Settings settings;
  if (!ReadOptions(argc, argv,
                   {Number("--lines", &settings.lines), Number("--payees", &settings.payees),
                    Number("--changes", &settings.changes), Text("--folder", &settings.folder),
                    Text("--store", &settings.store)})) {
    return 2;
  }
  const Folder folder(settings.folder);
  std::printf("| id | what | figure | beside it | memory, or bytes |\n|---|---|---|---|---|\n");
  Bench(settings, folder.path()).Run();
  return 0;
}

}  // namespace
}  // namespace baton::bench

int main(int argc, char** argv) { return baton::bench::Main(argc, argv); }
