// Tables: how messages lie in columns.
#include "store/record.h"

#include "baton/v1/account_service.pb.h"
#include "baton/v1/error_reason.pb.h"
#include "baton/v1/integration_service.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/store/core_test_base.h"

namespace baton::store {
namespace {

using google::protobuf::TextFormat;
using google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

// One column of every kind, at several depths.
const Table& SampleTable() {
  static const Table& table =
      *new Table(v1::Signal::descriptor(), "samples",
                 {
                     Key("signal_id", "name", "signals"),
                     Ref("account_id", "account", "accounts"),
                     Text("evidence", "evidence"),
                     Text("buyer_name", "buyer.name"),
                     Text("currency", "estimated_expansion.currency_code"),
                     Int("estimated_minor", "estimated_expansion.amount_minor"),
                     Int("policy_version", "policy_version"),
                     Bool("routable", "routable"),
                     Bool("cross_sell", "cross_sell"),
                     Enum("urgency", "urgency"),
                     Time("route_time_us", "route_time"),
                     Time("start_time_us", "clock.start_time"),
                     Json("product_lines", "product_lines"),
                     Json("explanation", "explanation"),
                     Json("notes", "notes"),
                     Json("outcome", "outcome"),
                 });
  return table;
}

constexpr char kSchema[] =
    "CREATE TABLE samples (tenant TEXT NOT NULL, signal_id TEXT NOT NULL, account_id TEXT, "
    "evidence TEXT, buyer_name TEXT, currency TEXT, estimated_minor INTEGER, "
    "policy_version INTEGER, routable INTEGER, cross_sell INTEGER, urgency TEXT, "
    "route_time_us INTEGER, start_time_us INTEGER, product_lines TEXT, explanation TEXT, "
    "notes TEXT, outcome TEXT, PRIMARY KEY (tenant, signal_id)) STRICT, WITHOUT ROWID";

v1::Signal Parse(const std::string& text) {
  v1::Signal signal;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &signal)) << text;
  return signal;
}

class RecordTest : public CoreTest {
 protected:
  void SetUp() override {
    CoreTest::SetUp();
    RunSql(kSchema);
  }

  absl::Status Insert(const v1::Signal& signal, const std::string& tenant = "acme") {
    return Write([&](Transaction& t) { return SampleTable().Insert(t.session(), tenant, signal); });
  }
  absl::Status Update(const v1::Signal& signal) {
    return Write([&](Transaction& t) { return SampleTable().Update(t.session(), "acme", signal); });
  }
  absl::Status Get(const std::string& id, v1::Signal* signal) {
    return Read([&](Session& session) { return SampleTable().Get(session, "acme", id, signal); });
  }

  void ExpectRoundTrip(const std::string& text) {
    const v1::Signal written = Parse(text);
    ASSERT_THAT(Insert(written), IsOk());
    v1::Signal read = Parse(R"(timeline: "cleared by the read")");
    ASSERT_THAT(Get("s1", &read), IsOk());
    EXPECT_TRUE(MessageDifferencer::Equals(read, written)) << read.DebugString();
  }
};

TEST_F(RecordTest, EveryKindComesBack) {
  ExpectRoundTrip(R"(
    name: "tenants/acme/signals/s1" account: "tenants/acme/accounts/a1"
    evidence: "Seat \"utilization\" at 89% \303\251" buyer { name: "Ann" }
    estimated_expansion { amount_minor: -9223372036854775808 currency_code: "USD" }
    policy_version: 3 routable: true cross_sell: true urgency: URGENCY_HOT
    route_time { seconds: 1800000000 nanos: 123456000 }
    clock { start_time { seconds: -5 nanos: 1000 } }
    product_lines: "core" product_lines: "add \"on\"\n"
    explanation { rule: "H-4" text: "three of four" }
    notes { time { seconds: 1800000000 } author: "system/x" text: "\001\t\\" }
    outcome { kind: OUTCOME_KIND_LOST reason: "price" })");
}

TEST_F(RecordTest, AnEmptyMessageComesBackEmpty) {
  ExpectRoundTrip(R"(name: "tenants/acme/signals/s1")");
}

TEST_F(RecordTest, PresenceComesBack) {
  ExpectRoundTrip(R"(
    name: "tenants/acme/signals/s1" cross_sell: false estimated_expansion {} buyer {}
    route_time {} outcome {})");
}

TEST_F(RecordTest, ColumnsSpeakToPeople) {
  ASSERT_THAT(Insert(Parse(R"(
    name: "tenants/acme/signals/s1" account: "tenants/acme/accounts/a1" urgency: URGENCY_HOT
    route_time { seconds: 1800000000 } explanation { rule: "H-4" text: "three of four" })")),
              IsOk());
  EXPECT_THAT(Texts("SELECT signal_id || ' ' || account_id || ' ' || urgency FROM samples"),
              ElementsAre("s1 a1 hot"));
  EXPECT_THAT(Texts("SELECT route_time_us FROM samples"), ElementsAre("1800000000000000"));
  EXPECT_THAT(Texts("SELECT explanation FROM samples"),
              ElementsAre(R"([{"rule":"H-4","text":"three of four"}])"));
  EXPECT_THAT(Texts("SELECT evidence FROM samples"), ElementsAre(""));
  EXPECT_THAT(Texts("SELECT outcome FROM samples"), ElementsAre("null"));
  EXPECT_THAT(Texts("SELECT estimated_minor FROM samples"), ElementsAre("null"));
}

TEST_F(RecordTest, ATakenKeyIsAlreadyExists) {
  const v1::Signal signal = Parse(R"(name: "tenants/acme/signals/s1")");
  ASSERT_THAT(Insert(signal), IsOk());
  const absl::Status status = Insert(signal);
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(domain::ReasonOf(status), v1::ERROR_REASON_ALREADY_EXISTS);
}

TEST_F(RecordTest, UpdateChangesEveryColumnButTheKey) {
  ASSERT_THAT(Insert(Parse(R"(name: "tenants/acme/signals/s1" evidence: "old" policy_version: 1)")),
              IsOk());
  ASSERT_THAT(Insert(Parse(R"(name: "tenants/acme/signals/s2" evidence: "other")")), IsOk());
  const v1::Signal changed = Parse(R"(name: "tenants/acme/signals/s1" urgency: URGENCY_WARM)");
  ASSERT_THAT(Update(changed), IsOk());
  v1::Signal read;
  ASSERT_THAT(Get("s1", &read), IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(read, changed)) << read.DebugString();
  ASSERT_THAT(Get("s2", &read), IsOk());
  EXPECT_EQ(read.evidence(), "other");
}

TEST_F(RecordTest, WhatIsMissingIsNamed) {
  v1::Signal signal = Parse(R"(name: "tenants/acme/signals/s9")");
  for (const absl::Status& status : {Get("s9", &signal), Update(signal)}) {
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound,
                                 HasSubstr("signal \"tenants/acme/signals/s9\"")));
    EXPECT_EQ(domain::ReasonOf(status), v1::ERROR_REASON_NOT_FOUND);
  }
}

TEST_F(RecordTest, RowsOfOtherTenantsAreNotSeen) {
  ASSERT_THAT(Insert(Parse(R"(name: "tenants/globex/signals/s1")"), "globex"), IsOk());
  v1::Signal read;
  EXPECT_THAT(Get("s1", &read), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(RecordTest, NamesOfOtherTenantsOrCollectionsAreRefused) {
  for (const char* account :
       {"tenants/globex/accounts/a1", "tenants/acme/people/a1", "tenants/acme/accounts/", "a1"}) {
    v1::Signal signal = Parse(R"(name: "tenants/acme/signals/s1")");
    signal.set_account(account);
    EXPECT_THAT(Insert(signal), StatusIs(absl::StatusCode::kInternal)) << account;
  }
  EXPECT_THAT(Texts("SELECT signal_id FROM samples"), ::testing::IsEmpty());
}

TEST_F(RecordTest, LeadAndExtraColumnsStandBesideTheMessage) {
  RunSql(
      "CREATE TABLE steps (tenant TEXT NOT NULL, signal_id TEXT NOT NULL, position INTEGER NOT "
      "NULL, rule TEXT, text TEXT, PRIMARY KEY (tenant, signal_id, position)) STRICT");
  static const Table& table =
      *new Table(v1::ExplanationStep::descriptor(), "steps",
                 {Text("rule", "rule"), Text("text", "text")}, {"signal_id", "position"});
  static const Sql& select = *new Sql(table.Select(
      "WHERE tenant = :p1 AND signal_id = :p2 ORDER BY position DESC", "position, rule", "it"));
  ASSERT_THAT(Write([&](Transaction& t) {
                for (int i = 0; i < 2; ++i) {
                  v1::ExplanationStep step;
                  step.set_rule("H-" + std::to_string(i));
                  const absl::Status status = table.Insert(t.session(), "acme", step, {"s1", i});
                  if (!status.ok()) return status;
                }
                return absl::OkStatus();
              }),
              IsOk());
  std::vector<std::string> read;
  ASSERT_THAT(Read([&](Session& session) {
                const auto rows = session.Query(select, {"acme", "s1"});
                v1::ExplanationStep step;
                while (rows->Next()) {
                  table.Read(*rows, "acme", &step);
                  read.push_back(step.rule() + "@" + std::to_string(rows->Int(2)) + rows->Text(3));
                }
                return rows->status();
              }),
              IsOk());
  EXPECT_THAT(read, ElementsAre("H-1@1H-1", "H-0@0H-0"));
}

TEST_F(RecordTest, DoublesComeBackExactly) {
  RunSql("CREATE TABLE facts (tenant TEXT NOT NULL, vendor TEXT, score REAL) STRICT");
  static const Table& table =
      *new Table(v1::FactHealth::descriptor(), "facts", {Double("score", "score")});
  for (const double score : {0.1, -1e300, 0.0}) {
    v1::FactHealth health;
    health.set_score(score);
    ASSERT_THAT(Write([&](Transaction& t) { return table.Insert(t.session(), "acme", health); }),
                IsOk());
    v1::FactHealth read;
    ASSERT_THAT(Read([&](Session& session) {
                  static const Sql& select = *new Sql(table.Select("ORDER BY rowid DESC LIMIT 1"));
                  const auto rows = session.Query(select, {});
                  EXPECT_TRUE(rows->Next());
                  table.Read(*rows, "acme", &read);
                  return rows->status();
                }),
                IsOk());
    EXPECT_TRUE(read.has_score());
    EXPECT_EQ(read.score(), score);
  }
}

TEST_F(RecordTest, BytesComeBackExactly) {
  RunSql(
      "CREATE TABLE letters (tenant TEXT NOT NULL, letter_id TEXT NOT NULL, payload BLOB NOT "
      "NULL, PRIMARY KEY (tenant, letter_id)) STRICT, WITHOUT ROWID");
  static const Table& table =
      *new Table(v1::DeadLetter::descriptor(), "letters",
                 {Key("letter_id", "name", "deadLetters"), Bytes("payload", "payload")});
  v1::DeadLetter letter;
  letter.set_name("tenants/acme/deadLetters/d1");
  for (const std::string& payload : {std::string("\0\xFF\xFE{", 4), std::string()}) {
    letter.set_payload(payload);
    ASSERT_THAT(Write([&](Transaction& t) {
                  return payload.empty() ? table.Update(t.session(), "acme", letter)
                                         : table.Insert(t.session(), "acme", letter);
                }),
                IsOk());
    v1::DeadLetter read;
    ASSERT_THAT(Read([&](Session& s) { return table.Get(s, "acme", "d1", &read); }), IsOk());
    EXPECT_EQ(read.payload(), payload);
  }
}

TEST(Enums, AreKeptWithoutTheirPrefix) {
  const auto* type = v1::SignalState_descriptor();
  EXPECT_EQ(EnumText(type->FindValueByName("SIGNAL_STATE_NOT_READY")), "not_ready");
  EXPECT_EQ(EnumText(type->FindValueByName("SIGNAL_STATE_UNSPECIFIED")), "");
}

TEST(TableDeathTest, AColumnWithoutAFieldEndsTheProgram) {
  EXPECT_DEATH(Table(v1::Signal::descriptor(), "t", {Text("x", "no_such_field")}), "no_such_field");
  EXPECT_DEATH(Table(v1::Signal::descriptor(), "t", {Text("x", "evidence.name")}), "submessage");
  EXPECT_DEATH(Table(v1::Signal::descriptor(), "t", {Int("x", "evidence")}), "does not suit");
  EXPECT_DEATH(Table(v1::Signal::descriptor(), "t", {Text("x", "product_lines")}), "does not suit");
}

}  // namespace
}  // namespace baton::store
