#include "tests/admin/quarter.h"

namespace baton::testing {

void Quarter::SetUp() {
  Revenue::SetUp();
  const std::string opportunity = OpenOpportunity(FileFor("harborline").name());
  AssignPlan("rosa", v1::ROLE_AE);
  AssignPlan("imogen", v1::ROLE_CSM);
  WinExpansion(opportunity, Day(2, 10));
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  ASSERT_THAT(Publish("2026-Q1"), IsOk());
  open_ = FileFor("harborline").name();
  session_ = OpenSession();
  ASSERT_NE(session_, nullptr);
}

void Quarter::Tamper(const std::string& sql) {
  const auto touched = session_->Run({sql, ""}, {});
  ASSERT_THAT(touched, IsOk()) << sql;
  EXPECT_GT(*touched, 0) << sql;
}

void Quarter::SwitchTriggersOff() {
  const std::vector<const char*> statements =
      on_postgresql() ? std::vector<const char*>{"ALTER TABLE statements DISABLE TRIGGER ALL",
                                                 "ALTER TABLE statement_lines DISABLE TRIGGER ALL"}
                      : std::vector<const char*>{"DROP TRIGGER statements_published_update",
                                                 "DROP TRIGGER statement_lines_published_update"};
  for (const char* sql : statements) ASSERT_THAT(session_->Run({sql, ""}, {}), IsOk()) << sql;
}

std::vector<admin::Check> Quarter::Checks() {
  const auto checks = admin::VerifyStore(*session_);
  EXPECT_THAT(checks, IsOk());
  return checks.value_or(std::vector<admin::Check>());
}

admin::Check Quarter::Of(const std::string& what) {
  for (const admin::Check& check : Checks()) {
    if (check.what == what) return check;
  }
  ADD_FAILURE() << "no check of " << what;
  return {};
}

}  // namespace baton::testing
