// baton-admin verify over a quarter's records: what was tampered with is found and named.
#include "tools/admin/verify.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/acceptance/revenue.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Verify : public Revenue {
 protected:
  // An open signal with its clock, and a published quarter of two people.
  void SetUp() override {
    Revenue::SetUp();
    const std::string opportunity = OpenOpportunity(FileFor("harborline").name());
    AssignPlan("rosa", v1::ROLE_AE);
    AssignPlan("imogen", v1::ROLE_CSM);
    SetClock(Day(2, 10));
    v1::RecordBookingRequest won =
        Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'800'000);
    won.mutable_booking()->set_opportunity(opportunity);
    SignBoth(Record(won).attribution().name());
    SetClock(Day(4, 2));
    ASSERT_THAT(Compute("2026-Q1").status, IsOk());
    ASSERT_THAT(Publish("2026-Q1"), IsOk());
    open_ = FileFor("harborline").name();
    session_ = OpenSession();
    ASSERT_NE(session_, nullptr);
  }

  void Tamper(const std::string& sql) {
    const auto touched = session_->Run({sql, ""}, {});
    ASSERT_THAT(touched, IsOk()) << sql;
    EXPECT_GT(*touched, 0) << sql;
  }

  // As somebody would who owns the database.
  void SwitchTriggersOff() {
    if (session_->dialect() == store::Dialect::kPostgresql) {
      ASSERT_THAT(session_->Run({"ALTER TABLE statement_lines DISABLE TRIGGER ALL", ""}, {}),
                  IsOk());
      return;
    }
    ASSERT_THAT(session_->Run({"DROP TRIGGER statement_lines_published_update", ""}, {}), IsOk());
  }

  admin::Check Of(const std::string& what) {
    const auto checks = admin::VerifyStore(*session_);
    EXPECT_THAT(checks, IsOk());
    for (const admin::Check& check : checks.value_or(std::vector<admin::Check>())) {
      if (check.what == what) return check;
    }
    ADD_FAILURE() << "no check of " << what;
    return {};
  }

  std::string open_;
  std::unique_ptr<store::SociSession> session_;
};

TEST_F(Verify, ASoundStoreIsSound) {
  for (const char* what : {"database", "audit chain", "statements", "clocks"}) {
    EXPECT_THAT(Of(what).faults, IsEmpty()) << what;
    EXPECT_GT(Of(what).looked_at, 0) << what;
  }
}

TEST_F(Verify, R20_AnAlteredPublishedLineIsFoundAndItsStatementNamed) {
  SwitchTriggersOff();
  Tamper(
      "UPDATE statement_lines SET earning_minor = earning_minor + 1 "
      "WHERE statement_id = '2026-Q1-rosa' AND line_no = 1");
  EXPECT_THAT(Of("statements").faults, ElementsAre(HasSubstr("statements/2026-Q1-rosa")));
  EXPECT_THAT(Of("audit chain").faults, IsEmpty());
}

TEST_F(Verify, R20_AnAlteredEventIsFoundAndItsTenantNamed) {
  Tamper("UPDATE audit_events SET actor = 'tenants/main/people/nobody' WHERE seq = 3");
  EXPECT_THAT(Of("audit chain").faults, ElementsAre(HasSubstr("tenants/main")));
}

TEST_F(Verify, S4_AMissingClockIsFoundAndItsSignalNamed) {
  Tamper("DELETE FROM deadlines WHERE what = 'contact' AND subject = '" + open_ + "'");
  EXPECT_THAT(Of("clocks").faults, ElementsAre(HasSubstr(open_)));
}

TEST_F(Verify, S4_AMovedClockIsFoundAndItsSignalNamed) {
  Tamper("UPDATE deadlines SET due_us = due_us + 1 WHERE subject = '" + open_ + "'");
  EXPECT_THAT(Of("clocks").faults, ElementsAre(HasSubstr(open_)));
}

TEST_F(Verify, ARowWhoseParentIsGoneIsFound) {
  if (session_->dialect() == store::Dialect::kPostgresql) {
    // It keeps its keys itself: such a row can't come to be.
    const auto touched = session_->Run({"DELETE FROM accounts", ""}, {});
    EXPECT_THAT(touched.status(), ::testing::Not(IsOk()));
    return;
  }
  Tamper("DELETE FROM accounts WHERE account_id = 'harborline'");
  EXPECT_THAT(Of("database").faults, Contains(HasSubstr("names no row of accounts")));
}

}  // namespace
}  // namespace baton::testing
