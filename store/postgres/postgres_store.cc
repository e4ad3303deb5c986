#include "store/postgres/postgres_store.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/strings/escaping.h"
#include "domain/status_macros.h"
#include "openssl/rand.h"
#include "store/migrations.h"
#include "store/postgres/postgres_errors.h"
#include "store/postgres/postgres_guard.h"
#include "store/postgres/postgres_lead.h"
#include "store/postgres/postgres_listener.h"
#include "store/postgres/postgres_session.h"
#include "store/reader_pool.h"
#include "store/writer.h"

namespace baton::store {
namespace {

using Writers = std::vector<std::unique_ptr<Writer>>;

class PostgresStore : public Store {
 public:
  PostgresStore(Writers writers, std::vector<std::unique_ptr<SociSession>> readers,
                std::unique_ptr<PostgresListener> listener, std::unique_ptr<PostgresSession> lead)
      : writers_(std::move(writers)),
        readers_(std::move(readers)),
        listener_(std::move(listener)),
        lead_(std::move(lead)) {
    listener_->Start();
  }
  ~PostgresStore() override { PostgresStore::Close(); }

  void Write(WriteOptions options, WriteBody body, WriteDone done) override {
    Writer& writer = *writers_[WriterOf(options)];
    writer.Write({std::move(options), std::move(body), std::move(done)});
  }
  void Read(ReadBody body) override { readers_.Read(std::move(body)); }
  void OnCommit(CommitListener listener) override {
    for (const auto& writer : writers_) writer->OnCommit(listener);
    listener_->OnCommit(std::move(listener));
  }
  absl::StatusOr<bool> Leads(absl::string_view duty) override { return lead_.Leads(duty); }
  absl::Status Ping() override {
    absl::Status worst =
        listener_->connected() ? absl::OkStatus() : ClassifyPostgresError("").status;
    for (const auto& writer : writers_) {
      const absl::Status status = writer->Ping();
      if (!status.ok()) worst = status;
    }
    return worst;
  }
  void Close() override {
    listener_->Close();
    for (const auto& writer : writers_) writer->Close();
    readers_.Close();
    lead_.Close();
  }

 private:
  // The same for the same key, so that its bodies keep their order.
  size_t WriterOf(const WriteOptions& options) const {
    return absl::HashOf(options.tenant, options.key) % writers_.size();
  }

  Writers writers_;
  ReaderPool readers_;
  std::unique_ptr<PostgresListener> listener_;
  PostgresLead lead_;
};

// One server at a time: a lock of the connection, which is closed behind it.
absl::Status BringUpToDate(const PostgresSession::Options& options) {
  static const Sql& lock =
      *new Sql{"SELECT pg_advisory_lock(hashtextextended('baton/migrations', 0))", "t"};
  BATON_ASSIGN_OR_RETURN(std::unique_ptr<PostgresSession> session, PostgresSession::Open(options));
  BATON_RETURN_IF_ERROR(CheckSchema(*session, BuiltInMigrations()));
  {
    const auto held = session->Query(lock, {});
    while (held->Next()) continue;
    BATON_RETURN_IF_ERROR(held->status());
  }
  return Migrate(*session, BuiltInMigrations());
}

std::string RandomName() {
  unsigned char bytes[8];
  RAND_bytes(bytes, sizeof bytes);
  return absl::BytesToHexString({reinterpret_cast<const char*>(bytes), sizeof bytes});
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenPostgresStore(const PostgresOptions& options) {
  PostgresSession::Options session_options;
  session_options.url = options.url;
  session_options.lock_timeout = options.lock_timeout;
  session_options.log = options.log;
  const std::string server = RandomName();
  BATON_RETURN_IF_ERROR(BringUpToDate(session_options));
  Writers writers;
  for (int i = 0; i < std::max(options.writer_threads, 1); ++i) {
    BATON_ASSIGN_OR_RETURN(std::unique_ptr<PostgresSession> locks,
                           PostgresSession::Open(session_options));
    BATON_ASSIGN_OR_RETURN(std::unique_ptr<PostgresSession> session,
                           PostgresSession::Open(session_options));
    writers.push_back(
        std::make_unique<Writer>(std::move(session), options.batched_writes,
                                 std::make_unique<PostgresGuard>(std::move(locks), server)));
  }
  std::vector<std::unique_ptr<SociSession>> readers;
  for (int i = 0; i < std::max(options.reader_threads, 1); ++i) {
    BATON_ASSIGN_OR_RETURN(std::unique_ptr<PostgresSession> reader,
                           PostgresSession::Open(session_options));
    readers.push_back(std::move(reader));
  }
  BATON_ASSIGN_OR_RETURN(std::unique_ptr<PostgresSession> ears,
                         PostgresSession::Open(session_options));
  BATON_ASSIGN_OR_RETURN(std::unique_ptr<PostgresSession> lead,
                         PostgresSession::Open(session_options));
  return std::make_unique<PostgresStore>(
      std::move(writers), std::move(readers),
      std::make_unique<PostgresListener>(std::move(ears), server), std::move(lead));
}

}  // namespace baton::store
