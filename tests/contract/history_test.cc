// "History" of the store's contract: the audit chain, R20.
#include <random>

#include "domain/resource_name.h"
#include "store/audit.h"
#include "tests/contract/store_contract.h"

namespace baton::store {
namespace {

using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

AuditVerdict Verify(Store& store, const std::string& tenant) {
  AuditVerdict verdict;
  const absl::Status status = store.ReadAndWait([&](Session& session) -> absl::Status {
    absl::StatusOr<AuditVerdict> found = VerifyAuditChain(session, tenant);
    if (found.ok()) verdict = *found;
    return found.status();
  });
  EXPECT_TRUE(status.ok()) << status;
  return verdict;
}

std::vector<AuditRow> Events(Store& store, const AuditQuery& query) {
  std::vector<AuditRow> events;
  const absl::Status status = store.ReadAndWait([&](Session& session) -> absl::Status {
    absl::StatusOr<std::vector<AuditRow>> found = ReadAuditEvents(session, query);
    if (found.ok()) events = *found;
    return found.status();
  });
  EXPECT_TRUE(status.ok()) << status;
  return events;
}

std::vector<int64_t> Sequences(const std::vector<AuditRow>& events) {
  std::vector<int64_t> sequences;
  for (const AuditRow& event : events) sequences.push_back(event.sequence);
  return sequences;
}

void PutMany(Store& store, int count, const WriteOptions& options,
             const std::function<WriteBody(const std::string&)>& put) {
  for (int i = 0; i < count; ++i) {
    ASSERT_TRUE(store.WriteAndWait(options, put("d" + std::to_string(i))).ok());
  }
}

TEST_P(StoreContract, EveryChangeIsOneEventInTheSameTransaction) {
  WriteOptions options = Request("r1", "f1");
  const auto body = [](Transaction& t) -> absl::StatusOr<std::string> {
    v1::Delivery before = MakeDelivery("acme", "a");
    v1::Delivery after = before;
    after.set_subject("changed");
    t.Changed(after.name(), &before, &after);
    after.set_subject("copied at once, so this is not seen");
    t.Changed(before.name(), &before, nullptr);
    return "";
  };
  ASSERT_TRUE(store().WriteAndWait(options, body).ok());
  const std::vector<AuditRow> events = Events(store(), {.tenant = "acme"});
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].sequence, 1);
  EXPECT_EQ(events[0].time, options.now);
  EXPECT_EQ(events[0].actor, options.actor);
  EXPECT_EQ(events[0].method, "Put");
  EXPECT_EQ(events[0].request_id, "r1");
  EXPECT_EQ(events[0].record, "tenants/acme/deliveries/a");
  const v1::AuditEvent shown = ToAuditEvent(events[0]);
  EXPECT_EQ(shown.name(), "tenants/acme/auditEvents/1");
  EXPECT_EQ(shown.record_type(), "Delivery");
  EXPECT_THAT(shown.after_json(), HasSubstr("\"subject\":\"changed\""));
  EXPECT_EQ(shown.hash().size(), 64U);
  EXPECT_EQ(ToAuditEvent(events[1]).after_json(), "");
}

TEST_P(StoreContract, ChainsAreNumberedPerTenantWithoutGapsInCommitOrder) {
  Answers answers(5);
  {
    Gate gate(&store());
    store().Write(Options("acme"), Put("a"), answers.Done(0));
    store().Write(Options("acme"), PutAndFail("b"), answers.Done(1));
    store().Write(Options("globex"), Put("c"), answers.Done(2));
    store().Write(Options("acme"), Put("a"), answers.Done(3));
    store().Write(Options("acme"), Put("e"), answers.Done(4));
  }
  answers.Wait();
  Reopen();
  ASSERT_TRUE(store().WriteAndWait(Options("acme"), Put("f")).ok());
  EXPECT_THAT(Sequences(Events(store(), {.tenant = "acme"})), ElementsAre(1, 2, 3));
  EXPECT_THAT(Sequences(Events(store(), {.tenant = "globex"})), ElementsAre(1));
  const AuditVerdict verdict = Verify(store(), "acme");
  EXPECT_TRUE(verdict.intact()) << verdict.fault;
  EXPECT_EQ(verdict.event_count, 3);
  EXPECT_EQ(verdict.head_hash, Events(store(), {.tenant = "acme"}).back().hash);
}

TEST_P(StoreContract, AFailedCommitLeavesNoNumberOut) {
  ASSERT_TRUE(store().WriteAndWait(Options(), Put("a")).ok());
  const std::function<void()> release = factory().Obstruct();
  EXPECT_FALSE(store().WriteAndWait(Options(), Put("b")).ok());
  release();
  ASSERT_TRUE(store().WriteAndWait(Options(), Put("c")).ok());
  EXPECT_THAT(Sequences(Events(store(), {.tenant = "acme"})), ElementsAre(1, 2));
  EXPECT_TRUE(Verify(store(), "acme").intact());
}

TEST_P(StoreContract, EventsAreReadByRecordActorAndRange) {
  PutMany(store(), 4, Options(), Put);
  WriteOptions other = Options();
  other.actor = "system/sweeper";
  ASSERT_TRUE(store().WriteAndWait(other, Put("x")).ok());
  EXPECT_THAT(Sequences(Events(store(), {.tenant = "acme", .after_sequence = 2, .limit = 2})),
              ElementsAre(3, 4));
  EXPECT_THAT(
      Sequences(Events(store(), {.tenant = "acme", .before_sequence = 3, .newest_first = true})),
      ElementsAre(2, 1));
  EXPECT_THAT(
      Sequences(Events(store(), {.tenant = "acme", .record = "tenants/acme/deliveries/d2"})),
      ElementsAre(3));
  EXPECT_THAT(Sequences(Events(store(), {.tenant = "acme", .actor = "system/sweeper"})),
              ElementsAre(5));
  EXPECT_THAT(Events(store(), {.tenant = "globex"}), IsEmpty());
}

TEST_P(StoreContract, AnEmptyChainIsIntact) {
  const AuditVerdict verdict = Verify(store(), "nobody");
  EXPECT_TRUE(verdict.intact());
  EXPECT_EQ(verdict.event_count, 0);
  EXPECT_EQ(verdict.head_hash, "");
}

// Tampers with one event through another connection and expects it to be found and named.
class Tamper {
 public:
  explicit Tamper(SociSession* session) : session_(session) {}
  void Run(const std::string& sql) {
    const auto touched = session_->Run({sql, ""}, {});
    ASSERT_TRUE(touched.ok()) << sql;
    ASSERT_EQ(*touched, 1) << sql;
  }

 private:
  SociSession* const session_;
};

TEST_P(StoreContract, R20_EveryAlteredColumnIsFoundAndNamed) {
  PutMany(store(), 5, Options(), Put);
  const auto session = factory().OpenSession();
  ASSERT_TRUE(session.ok());
  const std::vector<std::pair<std::string, std::string>> alterations = {
      {"time_us", "time_us + 1"},
      {"actor", "actor || 'x'"},
      {"method", "'Pay'"},
      {"request_id", "'r9'"},
      {"record_type", "'baton.v1.Signal'"},
      {"record", "record || '0'"},
      {"before", "CAST('a' AS BLOB)"},
      {"after", "CAST('b' AS BLOB)"},
      {"after", "NULL"},
      {"salt", "CAST('a' AS BLOB)"},
      {"salt", "NULL"},
      {"content_digest", "CAST('a' AS BLOB)"},
      {"hash", "CAST('a' AS BLOB)"},
  };
  for (const auto& [column, value] : alterations) {
    SCOPED_TRACE(column + " = " + value);
    ASSERT_TRUE((*session)->Run({"BEGIN", ""}, {}).ok());
    Tamper(session->get())
        .Run("UPDATE audit_events SET " + column + " = " + value + " WHERE seq = 3");
    const absl::StatusOr<AuditVerdict> verdict = VerifyAuditChain(**session, "acme");
    ASSERT_TRUE(verdict.ok()) << verdict.status();
    EXPECT_EQ(verdict->first_broken_sequence, 3);
    EXPECT_FALSE(verdict->fault.empty());
    ASSERT_TRUE((*session)->Run({"ROLLBACK", ""}, {}).ok());
  }
  EXPECT_TRUE(Verify(store(), "acme").intact());
}

TEST_P(StoreContract, R20_RemovedMovedAndBorrowedEventsAreFound) {
  PutMany(store(), 5, Options("acme"), Put);
  PutMany(store(), 1, Options("globex"), Put);
  const auto session = factory().OpenSession();
  ASSERT_TRUE(session.ok());
  const std::vector<std::pair<std::string, int64_t>> alterations = {
      {"DELETE FROM audit_events WHERE tenant = 'acme' AND seq = 1", 1},
      {"DELETE FROM audit_events WHERE tenant = 'acme' AND seq = 4", 4},
      {"UPDATE audit_events SET seq = 9 WHERE tenant = 'acme' AND seq = 2", 2},
      {"UPDATE audit_events SET tenant = 'acme', seq = 6 WHERE tenant = 'globex'", 6},
  };
  for (const auto& [sql, broken] : alterations) {
    SCOPED_TRACE(sql);
    ASSERT_TRUE((*session)->Run({"BEGIN", ""}, {}).ok());
    Tamper(session->get()).Run(sql);
    EXPECT_EQ(VerifyAuditChain(**session, "acme")->first_broken_sequence, broken);
    ASSERT_TRUE((*session)->Run({"ROLLBACK", ""}, {}).ok());
  }
}

TEST_P(StoreContract, R20_OneFlippedBitIsFoundAndNamed) {
  constexpr int kEvents = 20;
  constexpr int kFlips = 200;
  PutMany(store(), kEvents, Options(), Put);
  const auto session = factory().OpenSession();
  ASSERT_TRUE(session.ok());
  std::mt19937 random(20);  // NOLINT: the same flips at every run
  const std::vector<std::string> columns = {"after", "salt", "content_digest", "hash"};
  for (int i = 0; i < kFlips; ++i) {
    const int64_t sequence = 1 + random() % kEvents;
    const std::string& column = columns[random() % columns.size()];
    const auto rows = (*session)->Query(
        {"SELECT " + column + " FROM audit_events WHERE seq = :p1", "b"}, {sequence});
    ASSERT_TRUE(rows->Next());
    const std::string held = rows->Text(0);
    std::string flipped = held;
    flipped[random() % flipped.size()] ^= static_cast<char>(1 << random() % 8);
    ASSERT_FALSE(rows->Next());
    const std::string update =
        "UPDATE audit_events SET " + column + " = CAST(:p1 AS BLOB) WHERE seq = :p2";
    ASSERT_TRUE((*session)->Run({update, ""}, {flipped, sequence}).ok());
    EXPECT_EQ(VerifyAuditChain(**session, "acme")->first_broken_sequence, sequence) << column;
    ASSERT_TRUE((*session)->Run({update, ""}, {held, sequence}).ok());
  }
  EXPECT_TRUE(Verify(store(), "acme").intact());
}

TEST_P(StoreContract, X10_ErasedContentLeavesTheChainIntact) {
  PutMany(store(), 3, Options(), Put);
  const auto session = factory().OpenSession();
  ASSERT_TRUE(session.ok());
  Tamper(session->get())
      .Run("UPDATE audit_events SET before = NULL, after = NULL, salt = NULL WHERE seq = 2");
  const AuditVerdict verdict = Verify(store(), "acme");
  EXPECT_TRUE(verdict.intact()) << verdict.fault;
  EXPECT_EQ(verdict.event_count, 3);
}

// Another program's events move the head that the store keeps in memory.
TEST_P(StoreContract, EventsOfAnotherProgramAreContinued) {
  ASSERT_TRUE(store().WriteAndWait(Options(), Put("a")).ok());
  {
    const auto other = factory().Open();
    ASSERT_TRUE(other.ok()) << other.status();
    ASSERT_TRUE((*other)->WriteAndWait(Options(), Put("b")).ok());
  }
  ASSERT_TRUE(store().WriteAndWait(Options(), Put("c")).ok());
  EXPECT_THAT(Sequences(Events(store(), {.tenant = "acme"})), ElementsAre(1, 2, 3));
  EXPECT_TRUE(Verify(store(), "acme").intact());
}

}  // namespace
}  // namespace baton::store
