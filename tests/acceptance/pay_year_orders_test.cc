// C-14, R10: the same year gives the same statements, byte for byte, whatever came first: told as
// it happened, or customer by customer; with drafts computed on the way, or only as a quarter
// closes; computed once or twice, the last payee first; on SQLite or PostgreSQL.
//
// Shown to catch: see the end of pay_year_test.cc's comment.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/fiscal.h"
#include "domain/status_macros.h"
#include "form/statement_form.h"
#include "server/statement_desk.h"
#include "tests/acceptance/pay_company.h"

namespace baton::testing {
namespace {

// What each statement says, by its id; of a published one its digest, too.
using Forms = std::map<std::string, std::string>;

// The first line of two forms that isn't the same.
std::string Difference(const std::string& one, const std::string& other) {
  const std::vector<std::string> lines = absl::StrSplit(one, '\n');
  const std::vector<std::string> others = absl::StrSplit(other, '\n');
  size_t i = 0;
  while (i < lines.size() && i < others.size() && lines[i] == others[i]) ++i;
  return absl::StrCat("line ", i + 1, ": \"", i < lines.size() ? lines[i] : "", "\" and \"",
                      i < others.size() ? others[i] : "", "\"");
}

void ExpectTheSame(const Forms& one, const Forms& other, const std::string& what) {
  EXPECT_EQ(one.size(), other.size()) << what;
  for (const auto& [id, form] : one) {
    const auto found = other.find(id);
    if (found == other.end()) {
      ADD_FAILURE() << what << ": there is no " << id;
    } else if (form != found->second) {
      ADD_FAILURE() << what << ": " << id << ", " << Difference(form, found->second);
    }
  }
}

// The company on an engine of its own, whatever the environment says.
class EngineOf {
 public:
  explicit EngineOf(const char* engine) { setenv("BATON_TEST_ENGINE", engine, 1); }
  ~EngineOf() { unsetenv("BATON_TEST_ENGINE"); }
};

class Year final : private EngineOf, public PayCompany {
 public:
  Year(const char* engine, Telling telling) : EngineOf(engine), PayCompany(telling) {}
  void TestBody() override {}

  Forms Live() {
    SetUp();
    LiveTheYear();
    Forms published;
    for (const char* period : {"2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"}) {
      for (auto& [id, form] : Look(period)) published[id] = form;
    }
    Stop();
    return published;
  }

 private:
  Forms Look(const std::string& period) {
    Forms forms;
    for (const std::string& payee : Payees()) {
      const std::string id = absl::StrCat(period, "-", payee);
      const auto statement = Statement(camille(), id);
      if (!statement.ok()) continue;  // no plan yet, or left before
      forms[id] = form::CanonicalForm(*statement);
      if (statement->state() != v1::STATEMENT_STATE_PUBLISHED) continue;
      EXPECT_EQ(statement->digest(), form::StatementDigest(*statement)) << id;
      absl::StrAppend(&forms[id], statement->digest());
    }
    return forms;
  }

  // Twice, and by themselves with the last payee first.
  void LookAtDrafts(const std::string& period) override {
    const Forms once = Look(period);
    EXPECT_GE(once.size(), 7u) << period;
    ASSERT_THAT(Compute(period).status, IsOk());
    ExpectTheSame(once, Look(period), "computed twice");
    ASSERT_THAT(server().store().ReadAndWait([&](store::Session& session) {
      return ComputeBackwards(session, period, once);
    }),
                IsOk());
  }

  absl::Status ComputeBackwards(store::Session& session, const std::string& period,
                                const Forms& drafts) {
    BATON_ASSIGN_OR_RETURN(const domain::Quarter quarter,
                           server::QuarterOfCode(session, "main", period));
    Forms forms;
    for (auto draft = drafts.rbegin(); draft != drafts.rend(); ++draft) {
      const std::string payee = Person(draft->first.substr(period.size() + 1));
      BATON_ASSIGN_OR_RETURN(const v1::CompStatement statement,
                             server::ComputeNow(session, "main", payee, quarter, Now()));
      forms[draft->first] = form::CanonicalForm(statement);
    }
    ExpectTheSame(drafts, forms, "the last payee first");
    return absl::OkStatus();
  }
};

Forms LiveOn(const char* engine, Telling telling) { return Year(engine, telling).Live(); }

// As it happened, each draft from scratch as its quarter closes.
const Forms& AsItHappened() {
  static const auto& forms = *new Forms(LiveOn("sqlite", {}));
  return forms;
}

TEST(PayYearOrders, C14_FactsInAnyOrderGiveTheSameBytes) {
  EXPECT_GE(AsItHappened().size(), 30u);
  ExpectTheSame(AsItHappened(), LiveOn("sqlite", {Telling::Order::kByCustomer}),
                "customer by customer");
}

TEST(PayYearOrders, C14_DraftsOnTheWayLeaveNoTrace) {
  ExpectTheSame(AsItHappened(), LiveOn("sqlite", {Telling::Order::kByCustomerBackwards, 33}),
                "the last customer first, drafts after every 33 events");
}

TEST(PayYearOrders, C14_R10_BothEnginesGiveTheSameBytes) {
  ExpectTheSame(AsItHappened(), LiveOn("postgresql", {Telling::Order::kByTime, 200}),
                "on PostgreSQL, drafts after every 200 events");
}

}  // namespace
}  // namespace baton::testing
