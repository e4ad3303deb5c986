// P13: none of the core's statements scans a table. Every statement is explained before it runs.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "store/audit.h"
#include "store/audit_chain.h"
#include "store/deadlines.h"
#include "store/list.h"
#include "store/outbox.h"
#include "store/requests.h"
#include "tests/store/core_test_base.h"

namespace baton::store {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using ::testing::SizeIs;

// Notes every statement that SQLite would answer by a scan or a sort.
class ExplainingSession : public Session {
 public:
  explicit ExplainingSession(Session* session) : session_(session) {}

  absl::StatusOr<Statement*> Prepare(const Sql& sql, int parameter_count) override {
    if (!absl::StartsWith(sql.text, "INSERT")) Explain(sql, parameter_count);
    return session_->Prepare(sql, parameter_count);
  }

  const std::vector<std::string>& faults() const { return faults_; }
  int explained() const { return explained_; }

 private:
  void Explain(const Sql& sql, int parameter_count) {
    const auto rows =
        session_->Query({absl::StrCat("EXPLAIN QUERY PLAN ", sql.text), "iiit"},
                        std::vector<Value>(static_cast<size_t>(parameter_count), Value(1)));
    ++explained_;
    while (rows->Next()) {
      const std::string& step = rows->Text(3);
      const bool walks_an_index_in_order = absl::StrContains(sql.text, "LIMIT 1");
      if (absl::StrContains(step, "TEMP B-TREE") ||
          (absl::StartsWith(step, "SCAN") && !walks_an_index_in_order)) {
        faults_.push_back(absl::StrCat(step, " in ", sql.text));
      }
    }
  }

  Session* const session_;
  std::vector<std::string> faults_;
  int explained_ = 0;
};

class ExplainingTransaction : public Transaction {
 public:
  ExplainingTransaction(Session* session, const WriteOptions* options)
      : session_(session), options_(options) {}
  Session& session() override { return *session_; }
  const WriteOptions& options() const override { return *options_; }
  void Changed(absl::string_view, const google::protobuf::Message*,
               const google::protobuf::Message*) override {}

 private:
  Session* const session_;
  const WriteOptions* const options_;
};

using CorePlansTest = CoreTest;

TEST_F(CorePlansTest, P13_NoStatementOfTheCoreScans) {
  const absl::Status status = Write([](Transaction& real) -> absl::Status {
    ExplainingSession session(&real.session());
    ExplainingTransaction t(&session, &real.options());
    BATON_RETURN_IF_ERROR(
        SetDeadlines(t, "s", {{"", "", "a", "1", At(1)}, {"", "", "b", "1", At(1)}}));
    BATON_RETURN_IF_ERROR(SetDeadlines(t, "s", {{"", "", "a", "2", At(1)}}));
    BATON_RETURN_IF_ERROR(DueDeadlines(session, At(5), 10).status());
    BATON_RETURN_IF_ERROR(NextDeadline(session).status());
    BATON_RETURN_IF_ERROR(RequestLog(&session).Find(t.options()).status());
    AuditChain chain(&session, &session);
    chain.Add(t.options(), "r", nullptr, nullptr);
    BATON_RETURN_IF_ERROR(chain.Append());
    BATON_RETURN_IF_ERROR(VerifyAuditChain(session, "acme").status());
    BATON_RETURN_IF_ERROR(LastAuditSequence(session, "acme").status());
    AuditQuery audit;
    audit.tenant = "acme";
    for (const char* record : {"", "r"}) {
      for (const bool newest_first : {false, true}) {
        audit.record = record;
        audit.newest_first = newest_first;
        BATON_RETURN_IF_ERROR(ReadAuditEvents(session, audit).status());
      }
    }
    ListQuery query;
    query.tenant = "acme";
    v1::Delivery delivery;
    BATON_RETURN_IF_ERROR(
        RunListQuery(session, DeliveryListSpec(), query, [&] { return &delivery; }).status());
    EXPECT_THAT(session.faults(), ::testing::IsEmpty());
    EXPECT_GE(session.explained(), 14);
    return absl::OkStatus();
  });
  EXPECT_THAT(status, IsOk());
}

// The check itself finds a scan.
TEST_F(CorePlansTest, P13_AScanIsFound) {
  EXPECT_THAT(Read([](Session& real) {
                ExplainingSession session(&real);
                session.Query({"SELECT rule FROM deliveries WHERE body = :p1", "t"}, {"x"});
                EXPECT_THAT(session.faults(), SizeIs(1));
                return absl::OkStatus();
              }),
              IsOk());
}

}  // namespace
}  // namespace baton::store
