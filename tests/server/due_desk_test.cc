#include "server/due_desk.h"

#include <gtest/gtest.h>

namespace baton::server {
namespace {

store::Deadline DeadlineOf(const std::string& subject) {
  store::Deadline deadline;
  deadline.tenant = "acme";
  deadline.subject = subject;
  return deadline;
}

// Were it another key than that of the calls, the sweeper of one server could handle a signal while
// a call steps it on the other: ScriptedDay found the same delivery made by both.
TEST(DueDesk, S4_ADeadlineIsHandledUnderTheKeyOfTheCallsOnItsRecord) {
  EXPECT_EQ(KeyOf(DeadlineOf("tenants/acme/signals/s1")), "s1");
  EXPECT_EQ(KeyOf(DeadlineOf("tenants/acme/disputes/d1")), "d1");
  // What may touch any record of the tenant.
  EXPECT_EQ(KeyOf(DeadlineOf("tenants/acme/people/p1")), "");
  EXPECT_EQ(KeyOf(DeadlineOf("tenants/acme/deadLetters/l1")), "");
}

}  // namespace
}  // namespace baton::server
