// What the contract can't say of PostgreSQL alone: its dialect, its errors, several servers on one
// database, lost connections.
#include "store/postgres/postgres_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "baton/v1/error_reason.pb.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/deadlines.h"
#include "store/migrations.h"
#include "store/outbox.h"
#include "store/postgres/array_text.h"
#include "store/postgres/commit_word.h"
#include "store/postgres/postgres_dialect.h"
#include "store/postgres/postgres_errors.h"
#include "store/postgres/postgres_session.h"
#include "tests/postgres/test_database.h"
#include "tests/status_matchers.h"

namespace baton::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::IsOkAndHolds;
using ::testing::Not;
using testing::StatusIs;
using ::testing::UnorderedElementsAre;

TEST(PostgresDialect, TypesAreTranslatedAndQuotedWordsAreNot) {
  EXPECT_EQ(ToPostgresDialect("CREATE TABLE a (\n  x TEXT NOT NULL, -- an INTEGER's friend\n"
                              "  y INTEGER, z BLOB, w REAL\n) STRICT, WITHOUT ROWID;"),
            "CREATE TABLE a (\n  x TEXT COLLATE \"C\" NOT NULL, \n"
            "  y BIGINT, z BYTEA, w DOUBLE PRECISION\n)");
  EXPECT_EQ(ToPostgresDialect("SELECT CAST(:p1 AS BLOB), 'INTEGER', \"TEXT\", INTEGERS"),
            "SELECT CAST(:p1 AS BYTEA), 'INTEGER', \"TEXT\", INTEGERS");
  EXPECT_EQ(ToPostgresDialect("BEGIN IMMEDIATE"), "BEGIN");
}

TEST(PostgresErrors, AreClassifiedByTheirState) {
  EXPECT_EQ(ClassifyPostgresError("23505").status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_FALSE(ClassifyPostgresError("23505").lost);
  for (const char* conflict : {"40001", "40P01"}) {
    EXPECT_TRUE(ClassifyPostgresError(conflict).conflict) << conflict;
    EXPECT_TRUE(ClassifyPostgresError(conflict).lost) << conflict;
  }
  EXPECT_EQ(ClassifyPostgresError("53100").status.code(), absl::StatusCode::kResourceExhausted);
  for (const char* outage : {"", "08006", "57P01", "57P03", "53300", "25006", "55P03", "58030"}) {
    const Failure failure = ClassifyPostgresError(outage);
    EXPECT_EQ(failure.status.code(), absl::StatusCode::kUnavailable) << outage;
    EXPECT_EQ(domain::ReasonOf(failure.status), v1::ERROR_REASON_STORE_UNAVAILABLE) << outage;
    EXPECT_TRUE(failure.lost) << outage;
  }
  EXPECT_EQ(ClassifyPostgresError("42601").status.code(), absl::StatusCode::kInternal);
}

TEST(CommitWord, IsReadAsItWasSaid) {
  Commit commit;
  commit.tenants = {"acme", "globex"};
  commit.record_types = {"baton.v1.Signal"};
  const std::optional<Commit> read = ReadCommitWord("other", CommitWord("one", commit));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->tenants, commit.tenants);
  EXPECT_EQ(read->record_types, commit.record_types);
  EXPECT_TRUE(read->elsewhere);
  EXPECT_FALSE(read->unknown);
  EXPECT_FALSE(ReadCommitWord("one", CommitWord("one", commit)).has_value());
}

TEST(CommitWord, ThatWouldBeTooLongMeansAnything) {
  Commit commit;
  for (int i = 0; i < 2'000; ++i) commit.tenants.push_back("tenant-" + std::to_string(i));
  const std::string word = CommitWord("one", commit);
  EXPECT_LE(word.size(), kMaxWordBytes);
  EXPECT_TRUE(ReadCommitWord("other", word)->unknown);
}

class PostgresStoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<Store> OpenOne() {
    PostgresOptions options;
    options.url = database_.url();
    auto opened = OpenPostgresStore(options);
    EXPECT_THAT(opened, IsOk());
    return opened.ok() ? *std::move(opened) : nullptr;
  }

  std::unique_ptr<PostgresSession> OpenSession() {
    PostgresSession::Options options;
    options.url = database_.url();
    return PostgresSession::Open(options).value();
  }

  static WriteOptions Options() {
    WriteOptions options;
    options.tenant = "acme";
    options.actor = "system/test";
    options.method = "Test";
    options.now = absl::FromUnixSeconds(1'700'000'000);
    return options;
  }

  static WriteBody Put(const std::string& id, const std::string& body = "") {
    return [id, body](Transaction& transaction) -> absl::StatusOr<std::string> {
      v1::Delivery delivery;
      delivery.set_name(domain::ResourceName("acme", "deliveries", id));
      delivery.set_kind(v1::DELIVERY_KIND_DIRECT_MESSAGE);
      delivery.set_state(v1::DELIVERY_STATE_PENDING);
      delivery.set_recipient("queues/revops");
      delivery.set_body(body);
      *delivery.mutable_create_time() = domain::ToTimestamp(transaction.now());
      BATON_RETURN_IF_ERROR(AddDelivery(transaction, delivery));
      transaction.Changed(delivery.name(), nullptr, &delivery);
      return id;
    };
  }

  // -1 when they can't be counted.
  static int64_t CountRows(Store& store, const std::string& table) {
    int64_t count = -1;
    EXPECT_THAT(store.ReadAndWait([&](Session& session) {
      const auto rows = session.Query({"SELECT count(*) FROM " + table, "i"}, {});
      if (rows->Next()) count = rows->Int(0);
      return rows->status();
    }),
                IsOk());
    return count;
  }

  // Ends every other connection to the database, as a failing network or an administrator would.
  void CutConnections() {
    const auto session = OpenSession();
    const auto rows =
        session->Query({"SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
                        "i"},
                       {});
    ASSERT_TRUE(rows->Next());
    EXPECT_GT(rows->Int(0), 0);
  }

  tests::TestDatabase database_;
};

TEST_F(PostgresStoreTest, AnotherServersCommitIsHeardOf) {
  const auto here = OpenOne();
  const auto there = OpenOne();
  absl::Mutex mutex;
  std::optional<Commit> heard;
  absl::Notification told;
  here->OnCommit([&](const Commit& commit) {
    absl::MutexLock lock(&mutex);
    if (heard.has_value() || !commit.elsewhere || commit.unknown) return;
    heard = commit;
    told.Notify();
  });
  ASSERT_THAT(there->WriteAndWait(Options(), Put("a")), IsOk());
  ASSERT_TRUE(told.WaitForNotificationWithTimeout(absl::Seconds(20)));
  absl::MutexLock lock(&mutex);
  EXPECT_THAT(heard->tenants, ElementsAre("acme"));
  EXPECT_THAT(heard->record_types, ElementsAre("baton.v1.Delivery"));
}

TEST_F(PostgresStoreTest, R26_CutConnectionsAreMadeAnewWithoutARefusal) {
  const auto store = OpenOne();
  for (int i = 0; i < 5; ++i) {
    CutConnections();
    ASSERT_THAT(store->WriteAndWait(Options(), Put(std::to_string(i))), IsOk());
    CutConnections();
    EXPECT_EQ(CountRows(*store, "deliveries"), i + 1);
  }
}

TEST_F(PostgresStoreTest, R14_ATextWithANulIsRefusedAndNothingOfItKept) {
  const auto store = OpenOne();
  const auto refused = store->WriteAndWait(Options(), Put("a", std::string("cut\0off", 7)));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(store->WriteAndWait(Options(), Put("b", "whole")), IsOk());
  EXPECT_EQ(CountRows(*store, "deliveries"), 1);
}

// Changes, removals and inserts of the same rows take effect in the order in which they were given,
// though each kind of them is run together.
TEST_F(PostgresStoreTest, WhatIsKeptOfOneRowIsRunInItsOrder) {
  const auto store = OpenOne();
  const auto set = [](Transaction& tx, const std::string& subject, const Deadline* held,
                      const Deadline* next) {
    const auto list = [](const Deadline* one) {
      return one == nullptr ? std::vector<Deadline>() : std::vector<Deadline>{*one};
    };
    return ChangeDeadlines(tx, subject, list(held), list(next));
  };
  const Deadline a = {"", "", "a", "1", absl::FromUnixSeconds(1)};
  const Deadline b = {"", "", "b", "1", absl::FromUnixSeconds(2)};
  ASSERT_THAT(store->WriteAndWait(Options(),
                                  [&](Transaction& tx) -> absl::StatusOr<std::string> {
                                    for (const char* subject : {"s1", "s2", "s3"}) {
                                      BATON_RETURN_IF_ERROR(set(tx, subject, nullptr, &a));
                                      BATON_RETURN_IF_ERROR(set(tx, subject, &a, &b));
                                    }
                                    BATON_RETURN_IF_ERROR(set(tx, "s1", &b, &a));
                                    BATON_RETURN_IF_ERROR(set(tx, "s2", &b, nullptr));
                                    BATON_RETURN_IF_ERROR(set(tx, "s2", nullptr, &a));
                                    BATON_RETURN_IF_ERROR(set(tx, "s3", &b, nullptr));
                                    return std::string();
                                  }),
              IsOk());
  std::vector<std::string> rows;
  ASSERT_THAT(store->ReadAndWait([&](Session& session) -> absl::Status {
    BATON_ASSIGN_OR_RETURN(const auto held, DeadlinesOf(session, "acme", {"s1", "s2", "s3"}));
    for (const Deadline& each : held) rows.push_back(each.subject + each.what);
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(rows, UnorderedElementsAre("s1a", "s2a"));
}

// The body that changed it is refused, and no other one of its batch.
TEST_F(PostgresStoreTest, AKeptChangeOfARowThatIsNotThereIsRefused) {
  const auto store = OpenOne();
  const auto move = [](Transaction& tx) -> absl::StatusOr<std::string> {
    const Deadline held = {"", "", "a", "1", absl::FromUnixSeconds(1)};
    const Deadline next = {"", "", "b", "1", absl::FromUnixSeconds(2)};
    BATON_RETURN_IF_ERROR(ChangeDeadlines(tx, "nowhere", {held}, {next}));
    return std::string();
  };
  EXPECT_THAT(store->WriteAndWait(Options(), move).status(), StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(store->WriteAndWait(Options(), Put("a")), IsOk());
  EXPECT_EQ(CountRows(*store, "deliveries"), 1);
}

TEST_F(PostgresStoreTest, AnArraysElementsAreReadAsTheyWereWritten) {
  const auto session = OpenSession();
  const std::vector<std::string> texts = {"",        "NULL",       "null",        "a,b",
                                          "{}",      "\"quoted\"", "back\\slash", "\\\"",
                                          " space ", "line\nline", "größer"};
  std::string array = "{";
  for (const std::string& text : texts) AppendElement(text, /*bytes=*/false, &array);
  AppendElement(Value(), /*bytes=*/false, &array);
  array += "}";
  const auto rows = session->Query({"", "t", "SELECT unnest(CAST(:p1 AS TEXT[]))"}, {array});
  for (const std::string& text : texts) {
    ASSERT_TRUE(rows->Next()) << rows->status();
    EXPECT_FALSE(rows->IsNull(0)) << text;
    EXPECT_EQ(rows->Text(0), text);
  }
  ASSERT_TRUE(rows->Next()) << rows->status();
  EXPECT_TRUE(rows->IsNull(0));
  EXPECT_FALSE(rows->Next());
}

TEST_F(PostgresStoreTest, AnArraysNumbersAndBytesAreReadAsTheyWereWritten) {
  const auto session = OpenSession();
  std::string bytes(256, 0);
  for (int i = 0; i < 256; ++i) bytes[static_cast<size_t>(i)] = static_cast<char>(i);
  std::string integers = "{";
  std::string doubles = "{";
  std::string blobs = "{";
  AppendElement(std::numeric_limits<int64_t>::min(), false, &integers);
  AppendElement(0.1 + 0.2, false, &doubles);
  AppendElement(bytes, true, &blobs);
  const auto rows = session->Query(
      {"SELECT * FROM unnest(CAST(:p1 AS BIGINT[]), CAST(:p2 AS DOUBLE PRECISION[]), "
       "CAST(:p3 AS BYTEA[]))",
       "idb"},
      {integers + "}", doubles + "}", blobs + "}"});
  ASSERT_TRUE(rows->Next()) << rows->status();
  EXPECT_EQ(rows->Int(0), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(rows->Double(1), 0.1 + 0.2);
  EXPECT_EQ(rows->Text(2), bytes);
}

// Whoever leads does so until it is gone; a lead that is lost with its connection can be had again.
TEST_F(PostgresStoreTest, R26_OneServerLeadsAndAnotherTakesOver) {
  auto here = OpenOne();
  const auto there = OpenOne();
  EXPECT_THAT(here->Leads("sweeper"), IsOkAndHolds(true));
  EXPECT_THAT(there->Leads("sweeper"), IsOkAndHolds(false));
  EXPECT_THAT(here->Leads("sweeper"), IsOkAndHolds(true));
  EXPECT_THAT(there->Leads("courier"), IsOkAndHolds(true));
  CutConnections();
  EXPECT_THAT(there->Leads("sweeper"), IsOkAndHolds(true));
  EXPECT_THAT(here->Leads("sweeper"), IsOkAndHolds(false));
  there->Close();
  EXPECT_THAT(here->Leads("sweeper"), IsOkAndHolds(true));
  EXPECT_EQ(there->Leads("sweeper").status().code(), absl::StatusCode::kUnavailable);
}

// P13: with sequential scans made dear, PostgreSQL walks an index for whatever an index can answer.
TEST_F(PostgresStoreTest, P13_NoListSortsOrScansATenant) {
  const auto store = OpenOne();
  const auto session = OpenSession();
  ASSERT_THAT(session->Run({"SET enable_seqscan = off", ""}, {}), IsOk());
  for (const char* sql :
       {"SELECT 1 FROM signals WHERE tenant = 'a' ORDER BY file_time_us DESC, signal_id DESC LIMIT "
        "9",
        "SELECT 1 FROM signals WHERE tenant = 'a' ORDER BY acknowledge_due_time_us ASC NULLS "
        "FIRST, "
        "signal_id ASC LIMIT 9",
        "SELECT 1 FROM deadlines WHERE due_us < 5 ORDER BY due_us, tenant, subject, what LIMIT 9",
        "SELECT 1 FROM deliveries WHERE tenant = 'a' ORDER BY delivery_id DESC LIMIT 9",
        "SELECT 1 FROM audit_events WHERE tenant = 'a' ORDER BY seq DESC LIMIT 1"}) {
    std::string plan;
    const auto rows = session->Query({std::string("EXPLAIN (COSTS OFF) ") + sql, "t"}, {});
    while (rows->Next()) plan += rows->Text(0) + "\n";
    ASSERT_THAT(rows->status(), IsOk()) << sql;
    EXPECT_THAT(plan, HasSubstr("Index")) << sql;
    EXPECT_THAT(plan, Not(HasSubstr("Seq Scan"))) << sql << "\n" << plan;
    EXPECT_THAT(plan, Not(HasSubstr("Sort"))) << sql << "\n" << plan;
  }
}

TEST_F(PostgresStoreTest, EveryPrimaryKeyBeginsWithTheTenant) {
  const auto store = OpenOne();
  const auto session = OpenSession();
  const auto rows = session->Query(
      {"SELECT c.relname, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
       "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] "
       "WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname",
       "tt"},
      {});
  int tables = 0;
  while (rows->Next()) {
    if (rows->Text(0) == "schema_version") continue;
    ++tables;
    EXPECT_EQ(rows->Text(1), "tenant") << rows->Text(0);
  }
  EXPECT_THAT(rows->status(), IsOk());
  EXPECT_GT(tables, 20);
}

// Two servers that start on an empty database at once make one schema.
TEST_F(PostgresStoreTest, TwoThatOpenAtOnceMakeOneSchema) {
  std::unique_ptr<Store> left;
  std::thread other([&] { left = OpenOne(); });
  const auto right = OpenOne();
  other.join();
  ASSERT_NE(left, nullptr);
  ASSERT_NE(right, nullptr);
  EXPECT_EQ(CountRows(*right, "schema_version"), static_cast<int64_t>(BuiltInMigrations().size()));
}

}  // namespace
}  // namespace baton::store
