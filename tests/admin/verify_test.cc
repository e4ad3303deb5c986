// baton-admin verify over a quarter's records: what was tampered with is found and named.
#include <gtest/gtest.h>

#include "tests/admin/quarter.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Verify : public Quarter {};

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
  Tamper("DELETE FROM deadlines WHERE subject = '" + open() + "'");
  EXPECT_THAT(Of("clocks").faults, ElementsAre(HasSubstr(open())));
}

TEST_F(Verify, S4_AMovedClockIsFoundAndItsSignalNamed) {
  Tamper("UPDATE deadlines SET due_us = due_us + 1 WHERE subject = '" + open() + "'");
  EXPECT_THAT(Of("clocks").faults, ElementsAre(HasSubstr(open())));
}

TEST_F(Verify, ARowWhoseParentIsGoneIsFound) {
  if (on_postgresql()) {
    // It keeps its keys itself: such a row can't come to be.
    const auto touched = session().Run({"DELETE FROM accounts", ""}, {});
    EXPECT_THAT(touched.status(), ::testing::Not(IsOk()));
    return;
  }
  Tamper("DELETE FROM accounts WHERE account_id = 'harborline'");
  EXPECT_THAT(Of("database").faults, Contains(HasSubstr("names no row of accounts")));
}

}  // namespace
}  // namespace baton::testing
