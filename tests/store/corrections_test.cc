#include "store/corrections.h"

#include "absl/strings/str_cat.h"
#include "store/statement_lines.h"
#include "store/statements.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using testing::Difference;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::kTenant;
using testing::Parse;
using testing::StatusIs;

// Entered by mona for ada.
v1::Correction Entered(const std::string& id, const std::string& period = "2027-Q1") {
  v1::Correction correction = Parse<v1::Correction>(R"(
    payee: "acme/people/ada" amount_minor: -2500 currency_code: "USD" reason: "Paid twice"
    reference: "COMP-311" line: "acme/statements/2026-Q4-ada/lines/2026-Q4~ada~t1~1~earning"
    state: CORRECTION_STATE_PENDING creator: "acme/people/mona" create_time: @5)");
  correction.set_name("tenants/acme/corrections/" + id);
  correction.set_period(period);
  return correction;
}

v1::Correction Approved(v1::Correction correction) {
  correction.set_state(v1::CORRECTION_STATE_APPROVED);
  correction.set_decider("tenants/acme/people/carl");
  *correction.mutable_decide_time() = correction.create_time();
  correction.set_decide_note("Seen");
  return correction;
}

class Corrections : public testing::RecordsTest {
 protected:
  absl::Status Keep(const v1::Correction& correction) {
    return Write([&](Transaction& tx) { return InsertCorrection(tx, correction); });
  }
  absl::Status Approve(const v1::Correction& pending) {
    return Write([&](Transaction& tx) { return UpdateCorrection(tx, pending, Approved(pending)); });
  }
  v1::Correction Get(std::string_view id) {
    const auto read = Read([&](Session& session) { return GetCorrection(session, kTenant, id); });
    EXPECT_THAT(read, IsOk());
    return read.ok() ? *read : v1::Correction();
  }
  // Bare ids, for the statement of that quarter.
  std::vector<std::string> Uncarried(const std::string& period) {
    const auto read = Read([&](Session& session) {
      return UncarriedCorrections(session, kTenant, "tenants/acme/people/ada", period,
                                  absl::StrCat("tenants/acme/statements/", period, "-ada"));
    });
    EXPECT_THAT(read, IsOk());
    std::vector<std::string> ids;
    if (!read.ok()) return ids;
    for (const v1::Correction& one : *read) {
      EXPECT_EQ(one.line(), Entered("K1").line());
      ids.push_back(one.name().substr(one.name().rfind('/') + 1));
    }
    return ids;
  }
  std::vector<std::string> Pending(const std::string& period) {
    const auto read =
        Read([&](Session& session) { return PendingCorrections(session, kTenant, period); });
    EXPECT_THAT(read, IsOk());
    return read.value_or(std::vector<std::string>());
  }
  // Keeps and publishes a statement of ada with a line that carries the correction out.
  absl::Status Publish(const std::string& period, const std::string& correction) {
    v1::CompStatement draft = Parse<v1::CompStatement>(
        R"(payee: "acme/people/ada" plan { code: "AE" version: 1 role: ROLE_AE
           currency_code: "USD" } state: STATEMENT_STATE_DRAFT compute_time: @5
           lines { line_no: 1 kind: STATEMENT_LINE_KIND_ADJUSTMENT earning_minor: -2500
                   status: LINE_STATUS_PAYABLE reason_code: "manual_correction" })");
    draft.set_period(period);
    draft.set_name(absl::StrCat("tenants/acme/statements/", period, "-ada"));
    draft.mutable_lines(0)->set_name(draft.name() + "/lines/c");
    draft.mutable_lines(0)->set_correction("tenants/acme/corrections/" + correction);
    const absl::Status kept = Write([&](Transaction& tx) { return ReplaceDraft(tx, draft); });
    if (!kept.ok()) return kept;
    v1::CompStatement published = draft;
    published.set_state(v1::STATEMENT_STATE_PUBLISHED);
    published.mutable_lines(0)->set_export_seq(++export_seq_);
    return Write([&](Transaction& tx) { return PublishStatement(tx, draft, published); });
  }

 private:
  int64_t export_seq_ = 0;
};

TEST_F(Corrections, AreReadBackWholeAndLeaveAnAuditEventEach) {
  const int64_t events = Count("SELECT count(*) FROM audit_events");
  ASSERT_THAT(Keep(Entered("K1")), IsOk());
  EXPECT_EQ(Difference(Entered("K1"), Get("K1")), "");
  ASSERT_THAT(Approve(Entered("K1")), IsOk());
  EXPECT_EQ(Difference(Approved(Entered("K1")), Get("K1")), "");
  EXPECT_EQ(Count("SELECT count(*) FROM audit_events"), events + 2);
  EXPECT_THAT(Read([](Session& session) { return GetCorrection(session, kTenant, "K2"); }),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(Corrections, C23_OnlyApprovedOnesThatNoLineCarriesAreDue) {
  for (const char* id : {"K1", "K2", "K3"}) ASSERT_THAT(Keep(Entered(id)), IsOk());
  ASSERT_THAT(Keep(Entered("K4", "2027-Q2")), IsOk());
  EXPECT_THAT(Uncarried("2027-Q2"), IsEmpty());
  for (const char* id : {"K1", "K2"}) ASSERT_THAT(Approve(Entered(id)), IsOk());
  ASSERT_THAT(Approve(Entered("K4", "2027-Q2")), IsOk());
  EXPECT_THAT(Uncarried("2026-Q4"), IsEmpty());
  EXPECT_THAT(Uncarried("2027-Q1"), ElementsAre("K1", "K2"));
  EXPECT_THAT(Uncarried("2027-Q2"), ElementsAre("K1", "K2", "K4"));

  ASSERT_THAT(Publish("2027-Q1", "K1"), IsOk());
  // Its own statement would still come out the same.
  EXPECT_THAT(Uncarried("2027-Q1"), ElementsAre("K1", "K2"));
  EXPECT_THAT(Uncarried("2027-Q2"), ElementsAre("K2", "K4"));
  EXPECT_EQ(Get("K1").statement_line(), "tenants/acme/statements/2027-Q1-ada/lines/c");
  EXPECT_EQ(Get("K2").statement_line(), "");
}

TEST_F(Corrections, C24_WhatWaitsIsFoundByItsPeriod) {
  ASSERT_THAT(Keep(Entered("K1")), IsOk());
  ASSERT_THAT(Keep(Entered("K2", "2027-Q2")), IsOk());
  EXPECT_THAT(Pending("2026-Q4"), IsEmpty());
  EXPECT_THAT(Pending("2027-Q1"), ElementsAre("tenants/acme/corrections/K1"));
  EXPECT_THAT(Pending("2027-Q2"),
              ElementsAre("tenants/acme/corrections/K1", "tenants/acme/corrections/K2"));
  ASSERT_THAT(Approve(Entered("K1")), IsOk());
  EXPECT_THAT(Pending("2027-Q2"), ElementsAre("tenants/acme/corrections/K2"));
}

TEST_F(Corrections, C23_NoTwoPublishedLinesCarryTheSameOne) {
  ASSERT_THAT(Keep(Entered("K1")), IsOk());
  ASSERT_THAT(Publish("2027-Q1", "K1"), IsOk());
  EXPECT_THAT(Publish("2027-Q2", "K1"), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(Corrections, X11_WhatIsDecidedNeverChangesForAnybodyWhoOpensTheDatabase) {
  ASSERT_THAT(Keep(Entered("K1")), IsOk());
  EXPECT_THAT(RunSql("UPDATE corrections SET amount_minor = 1"), IsOk());
  ASSERT_THAT(Approve(Entered("K1")), IsOk());
  for (const char* sql :
       {"UPDATE corrections SET amount_minor = 2", "UPDATE corrections SET state = 'pending'",
        "DELETE FROM corrections",
        "INSERT OR REPLACE INTO corrections SELECT tenant, correction_id, payee_person_id, 9, "
        "currency_code, reason, reference, about_line, period, state, creator_id, create_time_us, "
        "decider_id, decide_time_us, decide_note FROM corrections"}) {
    EXPECT_FALSE(RunSql(sql).ok()) << sql;
  }
  EXPECT_EQ(Get("K1").amount_minor(), -2'500);
}

TEST_F(Corrections, ListsFilterByPayeeAndState) {
  ASSERT_THAT(Keep(Entered("K1")), IsOk());
  v1::Correction later = Entered("K2");
  later.mutable_create_time()->set_seconds(later.create_time().seconds() + 1);
  later.set_payee("tenants/acme/people/rosa");
  ASSERT_THAT(Keep(later), IsOk());
  const auto listed = [&](const std::string& filter) {
    ListQuery query;
    query.tenant = kTenant;
    query.filter = filter;
    google::protobuf::RepeatedPtrField<v1::Correction> found;
    EXPECT_THAT(Read([&](Session& session) { return ListCorrections(session, query, &found); }),
                IsOk());
    std::vector<std::string> ids;
    for (const v1::Correction& one : found) {
      EXPECT_EQ(one.line(), later.line());
      ids.push_back(one.name().substr(one.name().rfind('/') + 1));
    }
    return ids;
  };
  EXPECT_THAT(listed(""), ElementsAre("K2", "K1"));
  EXPECT_THAT(listed("payee = \"tenants/acme/people/ada\""), ElementsAre("K1"));
  EXPECT_THAT(listed("state = pending"), ElementsAre("K2", "K1"));
  EXPECT_THAT(listed("state = approved"), IsEmpty());
}

}  // namespace
}  // namespace baton::store
