// Deadlines are rows: S-2, R5.
#include "store/deadlines.h"

#include <algorithm>

#include "domain/status_macros.h"
#include "tests/store/core_test_base.h"

namespace baton::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;

constexpr char kSubject[] = "tenants/acme/signals/s1";

class DeadlinesTest : public CoreTest {
 protected:
  static Deadline Make(const std::string& what, int64_t seconds, const std::string& leg = "1") {
    return {"", "", what, leg, At(seconds)};
  }

  absl::Status Set(const std::vector<Deadline>& deadlines, const std::string& subject = kSubject,
                   const std::string& tenant = "acme") {
    return Write([&](Transaction& t) { return SetDeadlines(t, subject, deadlines); }, tenant);
  }

  // "what@leg+seconds" of what is due at that second.
  std::vector<std::string> Due(absl::Time now, int limit = 100) {
    std::vector<std::string> texts;
    EXPECT_THAT(Read([&](Session& session) -> absl::Status {
                  BATON_ASSIGN_OR_RETURN(const auto due, DueDeadlines(session, now, limit));
                  for (const Deadline& deadline : due) {
                    texts.push_back(deadline.tenant + " " + deadline.what + "@" + deadline.leg +
                                    "+" +
                                    std::to_string(absl::ToInt64Seconds(deadline.due - At(0))));
                  }
                  return absl::OkStatus();
                }),
                IsOk());
    return texts;
  }

  std::optional<absl::Time> Next() {
    std::optional<absl::Time> next;
    EXPECT_THAT(Read([&](Session& session) -> absl::Status {
                  BATON_ASSIGN_OR_RETURN(next, NextDeadline(session));
                  return absl::OkStatus();
                }),
                IsOk());
    return next;
  }
};

TEST_F(DeadlinesTest, S2_ExactlyAtTheDeadlineIsWithin) {
  ASSERT_THAT(Set({Make("acknowledge", 10)}), IsOk());
  EXPECT_THAT(Due(At(10) - absl::Microseconds(1)), IsEmpty());
  EXPECT_THAT(Due(At(10)), IsEmpty());
  EXPECT_THAT(Due(At(10) + absl::Microseconds(1)), ElementsAre("acme acknowledge@1+10"));
}

TEST_F(DeadlinesTest, R5_AreDueInOrderOverAllTenantsWithinALimit) {
  ASSERT_THAT(Set({Make("contact", 30), Make("acknowledge", 10)}), IsOk());
  ASSERT_THAT(Set({Make("review", 20)}, "tenants/globex/signals/s1", "globex"), IsOk());
  EXPECT_THAT(Due(At(31)),
              ElementsAre("acme acknowledge@1+10", "globex review@1+20", "acme contact@1+30"));
  EXPECT_THAT(Due(At(31), 2), ElementsAre("acme acknowledge@1+10", "globex review@1+20"));
  EXPECT_THAT(Due(At(30)), ElementsAre("acme acknowledge@1+10", "globex review@1+20"));
}

TEST_F(DeadlinesTest, SettingReplacesTheSubjectsOwnAlone) {
  ASSERT_THAT(Set({Make("acknowledge", 10), Make("contact", 20)}), IsOk());
  ASSERT_THAT(Set({Make("review", 5)}, "tenants/acme/signals/s2"), IsOk());
  ASSERT_THAT(Set({Make("contact", 25, "2"), Make("escalate", 30)}), IsOk());
  EXPECT_THAT(Due(At(100)),
              ElementsAre("acme review@1+5", "acme contact@2+25", "acme escalate@1+30"));
  ASSERT_THAT(Set({}), IsOk());
  EXPECT_THAT(Due(At(100)), ElementsAre("acme review@1+5"));
}

TEST_F(DeadlinesTest, ARowThatGoesBecomesOneThatComes) {
  ASSERT_THAT(Set({Make("acknowledge", 10), Make("assign", 15)}), IsOk());
  RunSql("CREATE TRIGGER no_row BEFORE INSERT ON deadlines BEGIN SELECT RAISE(ABORT, 'x'); END");
  RunSql("CREATE TRIGGER no_loss BEFORE DELETE ON deadlines BEGIN SELECT RAISE(ABORT, 'x'); END");
  ASSERT_THAT(Set({Make("contact", 20), Make("ask", 30, "2")}), IsOk());
  EXPECT_THAT(Due(At(100)), ElementsAre("acme contact@1+20", "acme ask@2+30"));
}

TEST_F(DeadlinesTest, ThoseOfManySubjectsComeTogether) {
  constexpr int kSubjects = 120;  // more than one statement asks for
  std::vector<std::string> subjects;
  for (int i = 0; i < kSubjects; ++i) {
    subjects.push_back("tenants/acme/signals/s" + std::to_string(i));
    ASSERT_THAT(Set({Make("acknowledge", i)}, subjects.back()), IsOk());
  }
  ASSERT_THAT(Set({Make("contact", 5)}, "tenants/acme/signals/other"), IsOk());
  std::vector<Deadline> found;
  ASSERT_THAT(Read([&](Session& session) -> absl::Status {
                BATON_ASSIGN_OR_RETURN(found, DeadlinesOf(session, "acme", subjects));
                return absl::OkStatus();
              }),
              IsOk());
  ASSERT_EQ(found.size(), subjects.size());
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.due < b.due; });
  for (int i = 0; i < kSubjects; ++i) {
    EXPECT_EQ(found[i].subject, subjects[i]);
    EXPECT_EQ(found[i].due, At(i));
  }
}

TEST_F(DeadlinesTest, SettingTheSameWritesNothing) {
  ASSERT_THAT(Set({Make("acknowledge", 10), Make("contact", 20)}), IsOk());
  RunSql("CREATE TRIGGER no_change BEFORE UPDATE ON deadlines BEGIN SELECT RAISE(ABORT, 'x'); END");
  RunSql("CREATE TRIGGER no_row BEFORE INSERT ON deadlines BEGIN SELECT RAISE(ABORT, 'x'); END");
  RunSql("CREATE TRIGGER no_loss BEFORE DELETE ON deadlines BEGIN SELECT RAISE(ABORT, 'x'); END");
  EXPECT_THAT(Set({Make("contact", 20), Make("acknowledge", 10)}), IsOk());
  EXPECT_THAT(Set({Make("contact", 21), Make("acknowledge", 10)}),
              StatusIs(absl::StatusCode::kInternal));
}

TEST_F(DeadlinesTest, AddingIsForNewSubjects) {
  const auto add = [&](const std::vector<Deadline>& deadlines) {
    return Write([&](Transaction& t) { return AddDeadlines(t, kSubject, deadlines); });
  };
  EXPECT_THAT(add({Make("acknowledge", 10), Make("contact", 20)}), IsOk());
  EXPECT_THAT(add({Make("contact", 20)}), StatusIs(absl::StatusCode::kAlreadyExists));
  std::vector<Deadline> held;
  ASSERT_THAT(Read([&](Session& session) -> absl::Status {
                BATON_ASSIGN_OR_RETURN(held, GetDeadlines(session, "acme", kSubject));
                return absl::OkStatus();
              }),
              IsOk());
  ASSERT_EQ(held.size(), 2U);
  EXPECT_EQ(held[0].tenant, "acme");
  EXPECT_EQ(held[0].subject, kSubject);
  EXPECT_EQ(held[1].what, "contact");
  EXPECT_EQ(held[1].due, At(20));
}

TEST_F(DeadlinesTest, TheNextIsTheEarliestOfAll) {
  EXPECT_EQ(Next(), std::nullopt);
  ASSERT_THAT(Set({Make("contact", 20)}), IsOk());
  ASSERT_THAT(Set({Make("review", 5)}, "tenants/globex/signals/s1", "globex"), IsOk());
  EXPECT_EQ(Next(), At(5));
}

}  // namespace
}  // namespace baton::store
