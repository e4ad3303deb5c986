#include "store/postgres/postgres_session.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "soci/postgresql/soci-postgresql.h"
#include "store/postgres/postgres_dialect.h"
#include "store/postgres/postgres_errors.h"
#include "store/postgres/postgres_row.h"

namespace baton::store {
namespace {

constexpr unsigned kByteaType = 17;  // its oid, the same in every database

soci::postgresql_statement_backend* Backend(soci::statement& statement) {
  return static_cast<soci::postgresql_statement_backend*>(statement.get_backend());
}

PGconn* Handle(soci::session& connection) {
  return static_cast<soci::postgresql_session_backend*>(connection.get_backend())->conn_;
}

void Ignore(void*, const char*) {}

// The result's current row; SOCI counts from 0.
const PGresult* Result(soci::statement& statement, int* row) {
  soci::postgresql_statement_backend* backend = Backend(statement);
  *row = backend->currentRow_;
  return backend->result_;
}

absl::string_view Field(soci::statement& statement, int column) {
  int row = 0;
  const PGresult* result = Result(statement, &row);
  return {PQgetvalue(result, row, column), static_cast<size_t>(PQgetlength(result, row, column))};
}

// A lost peer is noticed within seconds on both sides. Plans are made once for a statement, and not
// anew for its first values; compiling them would cost more than it saves.
std::vector<std::string> Settings(const PostgresSession::Options& options) {
  return {
      "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED",
      "SET client_encoding = 'UTF8'",
      "SET synchronous_commit = 'on'",
      absl::StrCat("SET lock_timeout = ", absl::ToInt64Milliseconds(options.lock_timeout)),
      "SET idle_in_transaction_session_timeout = '60s'",
      "SET tcp_keepalives_idle = 3",
      "SET tcp_keepalives_interval = 2",
      "SET tcp_keepalives_count = 3",
      "SET plan_cache_mode = force_generic_plan",
      "SET jit = off",
  };
}

std::unique_ptr<soci::session> Connect(const PostgresSession::Options& options) {
  const absl::string_view separator =
      absl::string_view(options.url).find('?') == absl::string_view::npos ? "?" : "&";
  const std::string url = absl::StrCat(
      options.url, separator, "connect_timeout=", absl::ToInt64Seconds(options.connect_timeout),
      "&keepalives_idle=3&keepalives_interval=2&keepalives_count=3"
      "&tcp_user_timeout=9000&application_name=baton");
  auto connection = std::make_unique<soci::session>(soci::postgresql, url);
  PQsetErrorVerbosity(Handle(*connection), PQERRORS_TERSE);  // without values
  PQsetNoticeProcessor(Handle(*connection), Ignore, nullptr);
  for (const std::string& setting : Settings(options)) *connection << setting;
  return connection;
}

// Empty when the server had no say: it is out of reach. SOCI's own complaints, such as a missing
// parameter, are like a wrong statement.
std::string StateOf(const soci::soci_error& error) {
  const auto* own = dynamic_cast<const soci::postgresql_soci_error*>(&error);
  if (own == nullptr) return "42000";
  return std::string(absl::StripAsciiWhitespace(own->sqlstate()));
}

}  // namespace

PostgresSession::PostgresSession(std::unique_ptr<soci::session> connection, const Options& options)
    : SociSession(std::move(connection)), options_(options) {}

PostgresSession::~PostgresSession() = default;

absl::StatusOr<std::unique_ptr<PostgresSession>> PostgresSession::Open(const Options& options) {
  try {
    return std::unique_ptr<PostgresSession>(new PostgresSession(Connect(options), options));
  } catch (const soci::soci_error& error) {
    if (options.log) options.log(error.get_error_message());
    return ClassifyPostgresError("").status;
  }
}

pg_conn* PostgresSession::handle() { return Handle(connection()); }

bool PostgresSession::InTransaction() {
  const PGTransactionStatusType status = PQtransactionStatus(handle());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

bool PostgresSession::TransactionFailed() {
  return PQtransactionStatus(handle()) == PQTRANS_INERROR;
}

bool PostgresSession::connected() { return !lost_ && PQstatus(handle()) == CONNECTION_OK; }

absl::Status PostgresSession::PlanAnew() {
  static const Sql& discard = *new Sql{"DISCARD PLANS", ""};
  const auto now = std::chrono::steady_clock::now();
  if (now - planned_ < absl::ToChronoNanoseconds(kPlansKept)) return absl::OkStatus();
  planned_ = now;
  return Run(discard, {}).status();
}

absl::Status PostgresSession::Recover() {
  if (connected()) {
    const absl::Status planned = PlanAnew();
    if (connected()) return planned;
    ClearFailure();  // it found the connection lost
  }
  try {
    ReplaceConnection(Connect(options_));
    lost_ = false;
    ++reconnections_;
    return absl::OkStatus();
  } catch (...) {
    return Fail();
  }
}

absl::StatusOr<Statement*> PostgresSession::PrepareInsert(const InsertSql& insert) {
  if (!failure().status.ok()) return failure().status;
  if (KeptRows* known = FindKept(insert.one_row()); known != nullptr) return known;
  return kept_.emplace_back(std::make_unique<KeptRows>(insert, this)).get();
}

absl::StatusOr<Statement*> PostgresSession::PrepareChange(const ChangeSql& change) {
  if (!failure().status.ok()) return failure().status;
  if (KeptRows* known = FindKept(change.one_row()); known != nullptr) return known;
  if (kept_.size() >= kMaxKeptKinds) {
    BATON_RETURN_IF_ERROR(RunKept());
    kept_.erase(kept_.begin());
  }
  return kept_.emplace_back(std::make_unique<KeptRows>(change, this)).get();
}

KeptRows* PostgresSession::FindKept(const Sql& one_row) {
  for (const auto& rows : kept_) {
    if (rows->one_row() == one_row.text) return rows.get();
  }
  return nullptr;
}

absl::Status PostgresSession::RunBefore(const KeptRows& rows, const std::string& key) {
  for (const auto& other : kept_) {
    if (other->table() != rows.table() || !other->ComeBefore(key)) continue;
    BATON_RETURN_IF_ERROR(other->RunKept());
  }
  return absl::OkStatus();
}

absl::Status PostgresSession::CheckTouched(int64_t touched, int64_t rows) {
  if (touched == rows) return absl::OkStatus();
  try {
    throw soci::soci_error("a row to be changed is not there");
  } catch (...) {
    return Fail();
  }
}

absl::Status PostgresSession::RunKept() {
  for (const auto& rows : kept_) {
    if (!rows->empty()) BATON_RETURN_IF_ERROR(rows->RunKept());
  }
  return absl::OkStatus();
}

void PostgresSession::ForgetKept() {
  for (const auto& rows : kept_) rows->Forget();
}

absl::Status PostgresSession::BeforeRun(const Sql& sql) {
  for (const auto& rows : kept_) {
    if (rows->empty() || sql.text.find(rows->table()) == std::string::npos) continue;
    BATON_RETURN_IF_ERROR(rows->RunKept());
  }
  return absl::OkStatus();
}

absl::Status PostgresSession::CheckText(const Value& value) {
  if (value.kind != Value::Kind::kText) return absl::OkStatus();
  if (value.text.find('\0') == std::string::npos) return absl::OkStatus();
  try {
    throw NulInText();
  } catch (...) {
    return Fail();
  }
}

std::string PostgresSession::TextOf(const Sql& sql) {
  return sql.postgresql.empty() ? ToPostgresDialect(sql.text) : sql.postgresql;
}

Failure PostgresSession::Classify(const soci::soci_error& error) {
  if (dynamic_cast<const NulInText*>(&error) != nullptr) {
    return {domain::Refuse(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_FIELDS,
                           "a text holds a NUL character, which can't be kept"),
            /*lost=*/false};
  }
  const std::string state = connected() ? StateOf(error) : "";
  // 57P01 to 57P03: the server ends the connection as it stops.
  lost_ |= state.empty() || state.rfind("57P", 0) == 0 || state.rfind("08", 0) == 0;
  const Failure failure = ClassifyPostgresError(state);
  const bool routine =
      failure.status.code() == absl::StatusCode::kAlreadyExists || failure.conflict;
  if (options_.log && !routine) {
    options_.log(absl::StrCat("postgresql ", state, ": ", error.get_error_message()));
  }
  return failure;
}

void PostgresSession::Reset(soci::statement& statement) { Backend(statement)->result_.reset(); }

void PostgresSession::Exchange(const std::vector<Value>* parameters, int result_columns,
                               soci::statement* statement) {
  if (!parameters->empty()) {
    statement->exchange(soci::details::use_type_ptr(new PostgresParameters(parameters)));
  }
  if (result_columns > 0) statement->exchange(soci::details::into_type_ptr(new ResultRow()));
}

bool PostgresSession::IsNull(soci::statement& statement, int column) {
  int row = 0;
  const PGresult* result = Result(statement, &row);
  return PQgetisnull(result, row, column) != 0;
}

int64_t PostgresSession::ReadInt(soci::statement& statement, int column) {
  int64_t value = 0;
  return absl::SimpleAtoi(Field(statement, column), &value) ? value : 0;
}

double PostgresSession::ReadDouble(soci::statement& statement, int column) {
  double value = 0;
  return absl::SimpleAtod(Field(statement, column), &value) ? value : 0;
}

void PostgresSession::ReadText(soci::statement& statement, int column, std::string* text) {
  int row = 0;
  const PGresult* result = Result(statement, &row);
  const absl::string_view field = Field(statement, column);
  if (PQftype(result, column) == kByteaType) {
    *text = absl::HexStringToBytes(absl::StripPrefix(field, "\\x"));
  } else {
    text->assign(field.data(), field.size());
  }
}

}  // namespace baton::store
