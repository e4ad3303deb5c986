// The floor under P2: the statements of one filing with SQLite's C interface alone, in batches and
// with synchronous=FULL as the store commits them. No gRPC, no rules, no protobuf; what Baton can
// reach lies below this.
//
//   rpc_bench --only P2 --folder DIR      makes the records to work on
//   filing_sql_bench DIR [BATCH...]       a line for each batch size; works on a copy of them
//
// A second line for each batch size leaves out all that a list or a check needs: every lookup,
// every secondary index but the request ids', and the foreign keys. No schema can be cheaper.
#include <sqlite3.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"

namespace baton::bench {
namespace {

constexpr int kFilings = 30'000;
constexpr int kAccounts = 5'000;
constexpr char kTenant[] = "main";
constexpr int64_t kFirstMicros = 1'900'000'000'000'000;  // later than anything in the folder

void Check(int code, sqlite3* db) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  std::fprintf(stderr, "%s\n", sqlite3_errmsg(db));
  std::exit(1);
}

class Statement {
 public:
  Statement(sqlite3* db, const std::string& sql) : db_(db) {
    Check(sqlite3_prepare_v3(db, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr),
          db);
  }
  ~Statement() { sqlite3_finalize(handle_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Binds from the first parameter on; texts must outlive the run.
  template <typename... Values>
  void Run(const Values&... values) {
    int parameter = 0;
    (Bind(++parameter, values), ...);
    int code;
    while ((code = sqlite3_step(handle_)) == SQLITE_ROW) continue;
    Check(code, db_);
    sqlite3_reset(handle_);
  }

  void Bind(int parameter, std::string_view text) {
    sqlite3_bind_text(handle_, parameter, text.data(), static_cast<int>(text.size()),
                      SQLITE_STATIC);
  }
  void Bind(int parameter, int64_t number) { sqlite3_bind_int64(handle_, parameter, number); }
  void BindNull(int parameter) { sqlite3_bind_null(handle_, parameter); }
  sqlite3_stmt* handle() { return handle_; }

 private:
  sqlite3* const db_;
  sqlite3_stmt* handle_ = nullptr;
};

// A signal of the folder, whose values every filing repeats but for its ids and times.
struct Example {
  explicit Example(sqlite3* db) {
    Statement last(db, "SELECT * FROM signals ORDER BY rowid DESC LIMIT 1");
    Check(sqlite3_step(last.handle()), db);
    for (int i = 0; i < sqlite3_column_count(last.handle()); ++i) {
      columns.push_back(sqlite3_column_name(last.handle(), i));
      types.push_back(sqlite3_column_type(last.handle(), i));
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(last.handle(), i));
      texts.push_back(text == nullptr ? "" : text);
    }
    Statement delivery(db, "SELECT body FROM deliveries LIMIT 1");
    Check(sqlite3_step(delivery.handle()), db);
    body = reinterpret_cast<const char*>(sqlite3_column_text(delivery.handle(), 0));
  }

  std::vector<std::string> columns;
  std::vector<int> types;
  std::vector<std::string> texts;
  std::string body;
};

std::string InsertSignal(const Example& example) {
  return absl::StrCat("INSERT INTO signals (", absl::StrJoin(example.columns, ", "), ") VALUES (",
                      absl::StrJoin(std::vector<std::string>(example.columns.size(), "?"), ", "),
                      ")");
}

int64_t LastSequence(sqlite3* db) {
  Statement last(db, "SELECT max(seq) FROM audit_events");
  Check(sqlite3_step(last.handle()), db);
  return sqlite3_column_int64(last.handle(), 0);
}

// How much of a filing is run: as the store does it, or its six inserts alone.
enum class Extent { kWhole, kInsertsOnly };

void DropWhatInsertsDoWithout(sqlite3* db) {
  std::vector<std::string> drops = {"PRAGMA foreign_keys = OFF"};
  {
    Statement indexes(db,
                      "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
                      "AND name <> 'request_ids_by_request'");
    while (sqlite3_step(indexes.handle()) == SQLITE_ROW) {
      drops.push_back(absl::StrCat(
          "DROP INDEX ", reinterpret_cast<const char*>(sqlite3_column_text(indexes.handle(), 0))));
    }
  }
  for (const std::string& drop : drops) {
    Check(sqlite3_exec(db, drop.c_str(), nullptr, nullptr, nullptr), db);
  }
}

class Filings {
 public:
  Filings(sqlite3* db, Extent extent)
      : db_(db), extent_(extent), example_(db), sequence_(LastSequence(db)) {}

  void RunAll(int batch) {
    for (int number = 0; number < kFilings;) {
      begin_.Run();
      for (int i = 0; i < batch && number < kFilings; ++i) File(number++);
      commit_.Run();
    }
  }

 private:
  void File(int number) {
    const int64_t now = kFirstMicros + 100 * int64_t{number};
    const std::string request = absl::StrCat("floor-", number);
    const std::string id = absl::StrCat("01ZZZZZZZZZZZZZZZZZ", absl::Dec(number, absl::kZeroPad7));
    const std::string name = absl::StrCat("tenants/main/signals/", id);
    const std::string account = absl::StrCat("a", number % kAccounts);
    if (extent_ == Extent::kWhole) LookUp(request, account, now);
    AddSignal(id, request, account, now);
    deadline_.Run(kTenant, name, "acknowledge", "1", now + 14'400'000'000);
    deadline_.Run(kTenant, name, "contact", "1", now + 86'400'000'000);
    delivery_.Run(kTenant, id, name, example_.body, now);
    remember_.Run(kTenant, request, hash_, answer_, now);
    audit_.Run(kTenant, ++sequence_, now, "tokens/01M80GWFWGAAQ47JWNVQQN3ENY", request, name,
               answer_, hash_);
  }

  void LookUp(const std::string& request, const std::string& account, int64_t now) {
    request_.Run(kTenant, request);
    source_.Run(kTenant, "bench", request);
    account_.Run(kTenant, account);
    team_.Run(kTenant, account, now);
    ledger_.Run(kTenant, account, now);
    health_.Run(kTenant, account, now);
    policy_.Run(kTenant, now);
    recent_.Run(kTenant, account, "m_and_a", now - absl::ToInt64Microseconds(absl::Hours(14 * 24)));
  }

  void AddSignal(const std::string& id, const std::string& source_key, const std::string& account,
                 int64_t now) {
    for (size_t i = 0; i < example_.columns.size(); ++i) {
      const std::string& column = example_.columns[i];
      const int parameter = static_cast<int>(i) + 1;
      int64_t number = 0;
      if (column == "signal_id") {
        signal_.Bind(parameter, std::string_view(id));
      } else if (column == "source_key" || column == "source_record_id") {
        signal_.Bind(parameter, std::string_view(source_key));
      } else if (column == "account_id") {
        signal_.Bind(parameter, std::string_view(account));
      } else if (column == "file_time_us" || column == "acknowledge_due_time_us") {
        signal_.Bind(parameter, now);
      } else if (example_.types[i] == SQLITE_NULL) {
        signal_.BindNull(parameter);
      } else if (example_.types[i] == SQLITE_INTEGER &&
                 absl::SimpleAtoi(example_.texts[i], &number)) {
        signal_.Bind(parameter, number);
      } else {
        signal_.Bind(parameter, std::string_view(example_.texts[i]));
      }
    }
    signal_.Run();
  }

  sqlite3* const db_;
  const Extent extent_;
  const Example example_;
  int64_t sequence_;
  const std::string hash_ = std::string(32, 'h');
  const std::string answer_ = std::string(1036, 'a');  // as long as the usual answer
  Statement begin_{db_, "BEGIN IMMEDIATE"};
  Statement commit_{db_, "COMMIT"};
  Statement request_{db_,
                     "SELECT fingerprint, answer FROM request_ids "
                     "WHERE tenant = ? AND request_id = ?"};
  Statement source_{db_,
                    "SELECT * FROM signals "
                    "WHERE tenant = ? AND source_system = ? AND source_key = ?"};
  Statement account_{db_, "SELECT * FROM accounts WHERE tenant = ? AND account_id = ?"};
  Statement team_{db_,
                  "SELECT role, person_id, start_time_us FROM account_team WHERE tenant = ? "
                  "AND account_id = ? AND start_time_us <= ? ORDER BY role, start_time_us"};
  Statement ledger_{db_,
                    "SELECT product_line, product, currency_code, delta_minor "
                    "FROM account_arr_ledger "
                    "WHERE tenant = ? AND account_id = ? AND effective_time_us < ?"};
  Statement health_{db_,
                    "SELECT tier FROM health_observations WHERE tenant = ? AND account_id = ? "
                    "AND observe_time_us <= ? ORDER BY observe_time_us DESC LIMIT 1"};
  Statement policy_{db_,
                    "SELECT * FROM policies WHERE tenant = ? AND approve_time_us IS NOT NULL "
                    "AND effective_time_us <= ? "
                    "ORDER BY effective_time_us DESC, version DESC LIMIT 1"};
  Statement recent_{db_,
                    "SELECT signal_id, state, product_lines FROM signals WHERE tenant = ? AND "
                    "account_id = ? AND trigger = ? AND file_time_us >= ? "
                    "ORDER BY file_time_us, signal_id"};
  Statement signal_{db_, InsertSignal(example_)};
  Statement deadline_{db_, "INSERT INTO deadlines VALUES (?, ?, ?, ?, ?)"};
  Statement delivery_{db_,
                      "INSERT INTO deliveries (tenant, delivery_id, kind, state, recipient, "
                      "record, subject, body, rule, created_us) VALUES (?1, ?2, "
                      "'crm_handoff', 'pending', 'crm', ?3, 'hot signal', ?4, 'H-15', ?5)"};
  Statement remember_{db_,
                      "INSERT INTO request_ids (tenant, request_id, fingerprint, answer, "
                      "time_us) VALUES (?, ?, CAST(? AS BLOB), CAST(? AS BLOB), ?)"};
  Statement audit_{db_,
                   "INSERT INTO audit_events (tenant, seq, time_us, actor, method, request_id, "
                   "record_type, record, after, salt, content_digest, hash) VALUES (?1, ?2, "
                   "?3, ?4, 'FileSignal', ?5, 'baton.v1.Signal', ?6, CAST(?7 AS BLOB), "
                   "CAST(?8 AS BLOB), CAST(?8 AS BLOB), CAST(?8 AS BLOB))"};
};

sqlite3* Open(const std::filesystem::path& path) {
  sqlite3* db = nullptr;
  Check(sqlite3_open(path.c_str(), &db), db);
  // As sqlite_session.cc sets them.
  for (const char* pragma :
       {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
        "PRAGMA temp_store = MEMORY", "PRAGMA cache_size = -32768", "PRAGMA mmap_size = 1073741824",
        "PRAGMA wal_autocheckpoint = 1000"}) {
    Check(sqlite3_exec(db, pragma, nullptr, nullptr, nullptr), db);
  }
  return db;
}

double CpuMicros() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return 1e6 * static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

void Measure(const std::filesystem::path& folder, int batch, Extent extent) {
  const std::filesystem::path copy = folder / "floor";
  std::filesystem::remove_all(copy);
  std::filesystem::create_directory(copy);
  for (const char* file : {"baton.db", "baton.db-wal"}) {
    if (std::filesystem::exists(folder / file)) {
      std::filesystem::copy(folder / file, copy / file);
    }
  }
  sqlite3* db = Open(copy / "baton.db");
  if (extent == Extent::kInsertsOnly) DropWhatInsertsDoWithout(db);
  {
    Filings filings(db, extent);
    const double cpu = CpuMicros();
    const auto begin = std::chrono::steady_clock::now();
    filings.RunAll(batch);
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::printf("%4d a commit, %s: %6.0f filings/s, %5.1f µs of CPU each\n", batch,
                extent == Extent::kWhole ? "as the store does it" : "six inserts alone   ",
                kFilings / seconds, (CpuMicros() - cpu) / kFilings);
  }
  sqlite3_close(db);
  std::filesystem::remove_all(copy);
}

}  // namespace
}  // namespace baton::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: filing_sql_bench FOLDER [BATCH...]\n");
    return 2;
  }
  sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  std::vector<int> batches;
  for (int i = 2; i < argc; ++i) {
    int batch = 0;
    if (!absl::SimpleAtoi(argv[i], &batch) || batch < 1) return 2;
    batches.push_back(batch);
  }
  if (batches.empty()) batches = {1, 32, 128, 256};
  for (const int batch : batches) {
    for (const auto extent : {baton::bench::Extent::kWhole, baton::bench::Extent::kInsertsOnly}) {
      baton::bench::Measure(argv[1], batch, extent);
    }
  }
  return 0;
}
