// P13: no served path scans a table. Every statement that the functions of the nouns run is
// explained on the way; one that SQLite would answer by a scan fails the test.
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "store/account_ledger.h"
#include "store/account_team.h"
#include "store/accounts.h"
#include "store/activities.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/calendars.h"
#include "store/counters.h"
#include "store/dead_letters.h"
#include "store/health.h"
#include "store/opportunities.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/plan_versions.h"
#include "store/plans.h"
#include "store/policies.h"
#include "store/query.h"
#include "store/signals.h"
#include "store/statement_lines.h"
#include "store/statements.h"
#include "store/tenants.h"
#include "store/tokens.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using ::testing::AllOf;
using testing::At;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::kTenant;
using testing::Parse;

// Explains each statement to a log before it hands it on.
class ExplainingSession : public Session {
 public:
  ExplainingSession(Session& session, std::map<std::string, std::string>* plans)
      : session_(session), plans_(plans) {}

  absl::StatusOr<Statement*> Prepare(const Sql& sql, int parameter_count) override {
    if (plans_->count(sql.text) == 0) {
      std::string& plan = (*plans_)[sql.text];
      const auto rows = session_.Query({absl::StrCat("EXPLAIN QUERY PLAN ", sql.text), "iiit"},
                                       std::vector<Value>(static_cast<size_t>(parameter_count)));
      while (rows->Next()) absl::StrAppend(&plan, rows->Text(3), "\n");
      EXPECT_THAT(rows->status(), IsOk()) << sql.text;
    }
    return session_.Prepare(sql, parameter_count);
  }

 private:
  Session& session_;
  std::map<std::string, std::string>* plans_;
};

class ExplainingTransaction : public Transaction {
 public:
  ExplainingTransaction(Transaction& transaction, std::map<std::string, std::string>* plans)
      : transaction_(transaction), session_(transaction.session(), plans) {}
  Session& session() override { return session_; }
  const WriteOptions& options() const override { return transaction_.options(); }
  void Changed(absl::string_view record, const google::protobuf::Message* before,
               const google::protobuf::Message* after) override {
    transaction_.Changed(record, before, after);
  }

 private:
  Transaction& transaction_;
  ExplainingSession session_;
};

class QueryPlans : public testing::RecordsTest {
 protected:
  // What the recursion of PeopleOf reads is its own result, not a table.
  static bool IsScan(absl::string_view line) {
    return absl::StartsWith(line, "SCAN ") && line != "SCAN b" && line != "SCAN below";
  }

  // The plans of all that `function` ran, one line a step; fails for each scan.
  template <typename Function>
  std::string PlansOf(const Function& function) {
    std::map<std::string, std::string> plans;
    const auto result = Read([&](Session& session) {
      ExplainingSession explaining(session, &plans);
      return function(explaining);
    });
    EXPECT_THAT(result, IsOk());
    return CheckPlans(plans);
  }

  std::string WritePlansOf(const std::function<absl::Status(Transaction&)>& function) {
    std::map<std::string, std::string> plans;
    EXPECT_THAT(Write([&](Transaction& tx) {
                  ExplainingTransaction explaining(tx, &plans);
                  return function(explaining);
                }),
                IsOk());
    return CheckPlans(plans);
  }

  std::string PlanOfList(const ListSpec& spec, std::string filter, std::string order = "",
                         Scope scope = {}) {
    ListQuery query;
    query.tenant = kTenant;
    query.filter = std::move(filter);
    query.order_by = std::move(order);
    query.scope = std::move(scope);
    std::unique_ptr<google::protobuf::Message> message(
        google::protobuf::MessageFactory::generated_factory()
            ->GetPrototype(spec.table->message())
            ->New());
    return PlansOf([&](Session& session) {
      return RunListQuery(session, spec, query, [&] { return message.get(); });
    });
  }

 private:
  static std::string CheckPlans(const std::map<std::string, std::string>& plans) {
    std::string all;
    for (const auto& [sql, plan] : plans) {
      for (const absl::string_view line : absl::StrSplit(plan, '\n')) {
        EXPECT_FALSE(IsScan(line)) << line << "\nin " << sql;
      }
      absl::StrAppend(&all, plan);
    }
    EXPECT_FALSE(plans.empty());
    return all;
  }
};

constexpr char kAccount[] = R"(account = "tenants/acme/accounts/a1")";

// Shows that the test can fail: an unindexed condition is reported as a scan.
TEST_F(QueryPlans, P13_AScanWouldBeFound) {
  std::map<std::string, std::string> plans;
  EXPECT_THAT(Read([&](Session& session) {
                ExplainingSession explaining(session, &plans);
                const Sql sql = {"SELECT timeline FROM signals WHERE timeline = :p1", "t"};
                return explaining.Query(sql, {"x"})->status();
              }),
              IsOk());
  ASSERT_EQ(plans.size(), 1u);
  EXPECT_TRUE(IsScan(plans.begin()->second)) << plans.begin()->second;
}

TEST_F(QueryPlans, P13_ListsOfSignals) {
  struct Case {
    const char* filter;
    const char* order;
    const char* plan;
  };
  for (const Case& c : std::vector<Case>{
           {"", "", "signals_by_file_time (tenant=?)"},
           {"", "file_time", "signals_by_file_time (tenant=?)"},
           {"", "next_due_time", "signals_by_next_due (tenant=?"},
           {R"(holder = "tenants/acme/people/ada")", "next_due_time",
            "signals_by_holder_next_due (tenant=? AND holder_id=?"},
           {"next_due_time < now", "next_due_time",
            "signals_by_next_due (tenant=? AND next_due_time_us"},
           {kAccount, "", "signals_by_account (tenant=? AND account_id=?)"},
           {R"(csm = "tenants/acme/people/rosa")", "", "signals_by_csm (tenant=? AND csm_id=?)"},
           {R"(ae = "tenants/acme/people/ada")", "", "signals_by_ae (tenant=? AND ae_id=?)"},
           {R"(holder = "tenants/acme/people/ada")", "",
            "signals_by_holder (tenant=? AND holder_id=?)"},
           {R"(holder = "tenants/acme/people/ada" AND state = routed)", "",
            "signals_by_holder (tenant=? AND holder_id=?)"},
           {"state = unassigned", "", "signals_by_state (tenant=? AND state=?)"},
           {R"(file_time >= "2027-01-01T00:00:00Z")", "",
            "signals_by_file_time (tenant=? AND file_time_us>?)"},
       }) {
    EXPECT_THAT(PlanOfList(SignalList(), c.filter, c.order), HasSubstr(c.plan))
        << c.filter << " " << c.order;
  }
}

// The inbox: neither its order nor its state needs more than the index.
TEST_F(QueryPlans, P13_TheInboxIsNotSorted) {
  for (const char* filter : {R"(holder = "tenants/acme/people/ada")",
                             R"(holder = "tenants/acme/people/ada" AND state = routed)"}) {
    EXPECT_THAT(PlanOfList(SignalList(), filter), ::testing::Not(HasSubstr("B-TREE FOR ORDER BY")))
        << filter;
  }
}

// What a page needs stands in the index's own order: nothing is read but the page.
TEST_F(QueryPlans, P13_PagesAreNotSorted) {
  for (const std::string& plan : {
           PlanOfList(SignalList(), ""),
           PlanOfList(SignalList(), "", "next_due_time"),
           PlanOfList(SignalList(), R"(holder = "tenants/acme/people/ada")", "next_due_time"),
           PlanOfList(OpportunityList(), ""),
           PlanOfList(BookingList(), ""),
           PlanOfList(AttributionList(), ""),
           PlanOfList(StatementList(), ""),
           PlanOfList(AccountList(), ""),
           PlanOfList(PersonList(), ""),
           PlanOfList(TokenList(), ""),
           PlanOfList(DeadLetterList(), ""),
       }) {
    EXPECT_THAT(plan, ::testing::Not(HasSubstr("TEMP B-TREE"))) << plan;
  }
}

TEST_F(QueryPlans, P13_ListsOfWhatOnePersonMaySee) {
  EXPECT_THAT(PlanOfList(SignalList(), "", "", {"ae_id = :s1", {"ada"}}),
              HasSubstr("signals_by_ae (tenant=? AND ae_id=?)"));
  const std::string plan = PlanOfList(
      SignalList(), "", "", {"csm_id IN (:s1) OR ae_id IN (:s1) OR holder_id IN (:s1)", {"ada"}});
  EXPECT_THAT(plan, HasSubstr("signals_by_ae (tenant=? AND ae_id=?)"));
  EXPECT_THAT(PlanOfList(SignalList(), "", "", OpenSignals()),
              HasSubstr("signals_by_state (tenant=? AND state=?)"));
}

TEST_F(QueryPlans, P13_OtherLists) {
  struct Case {
    const ListSpec* spec;
    const char* filter;
    const char* plan;
  };
  for (const Case& c : std::vector<Case>{
           {&OpportunityList(), kAccount, "(tenant=? AND account_id=?)"},
           {&OpportunityList(), "state = open", "(tenant=? AND state=?)"},
           {&OpportunityList(), R"(owner = "tenants/acme/people/ada")",
            "(tenant=? AND owner_id=?)"},
           {&OpportunityList(), R"(signal = "tenants/acme/signals/s1")",
            "(tenant=? AND signal_id=?)"},
           {&BookingList(), kAccount, "(tenant=? AND account_id=?)"},
           {&BookingList(), R"(opportunity = "tenants/acme/opportunities/o1")",
            "(tenant=? AND opportunity_id=?)"},
           {&BookingList(), R"(booked_time < "2027-01-01T00:00:00Z")",
            "(tenant=? AND booked_time_us<?)"},
           {&AttributionList(), kAccount, "(tenant=? AND account_id=?)"},
           {&AttributionList(), R"(booking = "tenants/acme/bookings/b1")",
            "(tenant=? AND booking_id=?)"},
           {&AttributionList(), "state = proposed", "(tenant=? AND state=?)"},
           {&AttributionList(), R"(ae = "tenants/acme/people/ada")", "(tenant=? AND ae_id=?)"},
           {&AttributionList(), R"(csm = "tenants/acme/people/ada")", "(tenant=? AND csm_id=?)"},
           {&StatementList(), "period = 2027-Q1", "(tenant=? AND period=?)"},
           {&StatementList(), R"(payee = "tenants/acme/people/ada")",
            "(tenant=? AND payee_person_id=?)"},
           // Paid is no state of its row (C-18), so this walks in the list's own order.
           {&StatementList(), "state = draft", "statements USING PRIMARY KEY (tenant=?)"},
           {&PlanAssignmentList(), "", "plan_assignments_by_payee (tenant=?)"},
           {&PlanVersionList(), "", "comp_plans_by_code (tenant=?)"},
           {&PlanVersionList(), "code = A", "comp_plans_by_code (tenant=? AND plan_code=?)"},
       }) {
    EXPECT_THAT(PlanOfList(*c.spec, c.filter), HasSubstr(c.plan)) << c.filter;
  }
}

TEST_F(QueryPlans, P13_ListsOfAnAccount) {
  ListQuery query;
  query.tenant = kTenant;
  google::protobuf::RepeatedPtrField<v1::HealthObservation> observations;
  EXPECT_THAT(PlansOf([&](Session& session) {
                return ListHealthObservations(session, "a1", query, &observations);
              }),
              HasSubstr("health_observations_by_account (tenant=? AND account_id=?)"));
  google::protobuf::RepeatedPtrField<v1::Activity> activities;
  EXPECT_THAT(
      PlansOf([&](Session& session) { return ListActivities(session, "a1", query, &activities); }),
      HasSubstr("activities_by_account (tenant=? AND account_id=?)"));
}

TEST_F(QueryPlans, P13_LookupsOfPeopleAndAccounts) {
  const auto plans = [&](const auto& function) { return PlansOf(function); };
  EXPECT_THAT(plans([](Session& s) { return FindPersonByEmail(s, kTenant, "x"); }),
              HasSubstr("people_by_email (tenant=? AND <expr>=?)"));
  EXPECT_THAT(plans([](Session& s) { return PeopleOf(s, kTenant, "mona"); }),
              HasSubstr("people_by_manager (tenant=? AND manager_id=?)"));
  plans([](Session& s) { return GetPerson(s, kTenant, "rosa"); });
  plans([](Session& s) { return FindPersonByExternalId(s, kTenant, "gainsight", "1P01"); });
  plans([](Session& s) { return ManagerOf(s, kTenant, "rosa"); });
  plans([](Session& s) { return LoadAccountView(s, kTenant, "a1", At(1)); });
  plans([](Session& s) { return FindAccountByExternalId(s, kTenant, "salesforce", "001A"); });
  plans([](Session& s) { return TeamHolder(s, kTenant, "a1", v1::ROLE_AE, At(1)); });
  plans([](Session& s) { return OwnedLines(s, kTenant, "a1", At(1)); });
  EXPECT_THAT(plans([](Session& s) { return ListHealth(s, kTenant, "a1", At(1)); }),
              HasSubstr("(tenant=? AND account_id=? AND observe_time_us<?)"));
  EXPECT_THAT(plans([](Session& s) { return FindHealthBySource(s, kTenant, "x", "1"); }),
              HasSubstr("health_observations_by_source"));
  EXPECT_THAT(plans([](Session& s) { return FindActivityBySource(s, kTenant, "x", "1"); }),
              HasSubstr("activities_by_source"));
  EXPECT_THAT(plans([](Session& s) { return ActivitiesInWindow(s, kTenant, "a1", At(0), At(1)); }),
              HasSubstr("(tenant=? AND account_id=? AND occur_time_us>? AND occur_time_us<?)"));
}

TEST_F(QueryPlans, P13_LookupsOfSignalsAndBookings) {
  const auto plans = [&](const auto& function) { return PlansOf(function); };
  EXPECT_THAT(plans([](Session& s) { return FindSignalBySource(s, kTenant, "x", "1"); }),
              HasSubstr("signals_by_source (tenant=? AND source_system=? AND source_key=?)"));
  EXPECT_THAT(plans([](Session& s) {
                return FindRecentSignal(s, kTenant, "a1", v1::TRIGGER_M_AND_A, At(0),
                                        [](const v1::Signal&) { return true; });
              }),
              HasSubstr("signals_by_account (tenant=? AND account_id=? AND file_time_us>?)"));
  EXPECT_THAT(plans([](Session& s) { return FindOpportunityBySource(s, kTenant, "x", "1"); }),
              HasSubstr("opportunities_by_source"));
  EXPECT_THAT(plans([](Session& s) { return FindOpportunityBySignal(s, kTenant, "s1"); }),
              HasSubstr("opportunities_by_signal (tenant=? AND signal_id=?)"));
  EXPECT_THAT(plans([](Session& s) { return FindBookingBySource(s, kTenant, "x", "1"); }),
              HasSubstr("bookings_by_source"));
  EXPECT_THAT(plans([](Session& s) { return AttributionsInPeriod(s, kTenant, At(0), At(1)); }),
              HasSubstr("(tenant=? AND booked_time_us>? AND booked_time_us<?)"));
  EXPECT_THAT(
      plans([](Session& s) { return AttributionsOfPayee(s, kTenant, "ada", At(0), At(1)); }),
      HasSubstr("(tenant=? AND ae_id=? AND booked_time_us>? AND booked_time_us<?)"));
  const auto by_when =
      AllOf(HasSubstr("attributions_by_create_time (tenant=? AND create_time_us>?)"),
            HasSubstr("attributions_by_concur_time (tenant=? AND concur_time_us>?)"),
            HasSubstr("attributions_by_state (tenant=? AND state=? AND booked_time_us<?)"));
  EXPECT_THAT(plans([](Session& s) { return LateAttributions(s, kTenant, "", At(0), At(1)); }),
              by_when);
  plans([](Session& s) { return LateAttributions(s, kTenant, "ada", At(0), At(1)); });
}

TEST_F(QueryPlans, P13_LookupsOfPay) {
  const auto plans = [&](const auto& function) { return PlansOf(function); };
  plans([](Session& s) { return PlanAt(s, kTenant, "ada", At(1)); });
  plans([](Session& s) { return PayeesWithPlan(s, kTenant, At(1)); });
  plans([](Session& s) { return PlanPeriodsOf(s, kTenant, "ada", At(0), At(1)); });
  EXPECT_THAT(plans([](Session& s) { return VersionsOfCode(s, kTenant, "A"); }),
              HasSubstr("comp_plans_by_version (tenant=? AND plan_code=?)"));
  EXPECT_THAT(plans([](Session& s) { return PayeesOfPlan(s, kTenant, "A"); }),
              HasSubstr("plan_assignments_by_code (tenant=? AND plan_code=?)"));
  EXPECT_THAT(plans([](Session& s) { return PolicyAt(s, kTenant, At(1)); }),
              HasSubstr("policies_in_force (tenant=? AND effective_time_us<?)"));
  EXPECT_THAT(plans([](Session& s) { return LastApprovedPolicy(s, kTenant); }),
              HasSubstr("policies_in_force (tenant=?)"));
  EXPECT_THAT(plans([](Session& s) { return LastPolicyVersion(s, kTenant); }),
              HasSubstr("policies_by_version (tenant=?)"));
  plans([](Session& s) { return LastDecisionTime(s, kTenant); });
  plans([](Session& s) {
    const auto calendar = GetCalendar(s, kTenant, "berlin");
    return absl::IsNotFound(calendar.status()) ? absl::OkStatus() : calendar.status();
  });
  plans([](Session& s) { return StatementsOfPeriod(s, kTenant, "2027-Q1"); });
  EXPECT_THAT(plans([](Session& s) { return PublishTimeOf(s, kTenant, "2027-Q1"); }),
              HasSubstr("statements_by_period (tenant=? AND period=?)"));
  EXPECT_THAT(plans([](Session& s) { return LinesAfter(s, kTenant, 0, 10); }),
              HasSubstr("statement_lines_by_export_seq (tenant=? AND export_seq>?)"));
  plans([](Session& s) { return PublishedHeldLines(s, kTenant, "ada"); });
  plans([](Session& s) { return HeldLinesBefore(s, kTenant, "ada", "2027-Q1"); });
  EXPECT_THAT(plans([](Session& s) { return FindTokenByHash(s, "x"); }),
              HasSubstr("tokens_by_secret_hash (secret_hash=?)"));
}

TEST_F(QueryPlans, P13_WhatTheCourierAsksFor) {
  const auto due = [&](const std::string& recipient) {
    return PlansOf([&](Session& s) {
      return DueDeliveries(s, {kTenant, v1::DELIVERY_KIND_CS_UPDATE, recipient}, At(1), 10);
    });
  };
  EXPECT_THAT(due(""), AllOf(HasSubstr("deliveries_by_next_attempt (tenant=? AND kind=? AND "
                                       "next_attempt_us<?)"),
                             HasSubstr("deliveries_by_record (tenant=? AND record=?")));
  EXPECT_THAT(due("gainsight"), HasSubstr("deliveries_by_recipient (tenant=? AND kind=? AND "
                                          "recipient=? AND next_attempt_us<?)"));
  EXPECT_THAT(PlansOf([](Session& s) { return HandoffAnswerId(s, kTenant, "signals/1"); }),
              HasSubstr("deliveries_by_record (tenant=? AND record=?"));
}

constexpr char kStatement[] = R"(
  name: "acme/statements/2027-Q1-ada" period: "2027-Q1" payee: "acme/people/ada"
  state: STATEMENT_STATE_DRAFT lines {
    name: "acme/statements/2027-Q1-ada/lines/a" line_no: 1 kind: STATEMENT_LINE_KIND_CREDIT
    status: LINE_STATUS_HELD })";

TEST_F(QueryPlans, P13_HeldLinesOfAPublishedStatement) {
  EXPECT_THAT(WritePlansOf([](Transaction& tx) {
                v1::CompStatement draft = Parse<v1::CompStatement>(kStatement);
                absl::Status status = ReplaceDraft(tx, draft);
                if (status.ok()) status = ReplaceDraft(tx, draft);
                v1::CompStatement after = draft;
                after.set_state(v1::STATEMENT_STATE_PUBLISHED);
                after.mutable_lines(0)->set_export_seq(1);
                if (status.ok()) status = TakeExportSeqs(tx, 1).status();
                return status.ok() ? PublishStatement(tx, draft, after) : status;
              }),
              HasSubstr("SEARCH"));
  const std::string plans =
      PlansOf([](Session& session) { return PublishedHeldLines(session, kTenant, "ada"); });
  EXPECT_THAT(plans, HasSubstr("statement_lines_held (tenant=? AND statement_id=?)"));
  EXPECT_THAT(plans, HasSubstr("statement_lines_released (tenant=? AND adjusts_line=?)"));
  const std::string before =
      PlansOf([](Session& session) { return HeldLinesBefore(session, kTenant, "ada", "2027-Q2"); });
  EXPECT_THAT(before, HasSubstr("statement_lines_held (tenant=? AND statement_id=?)"));
  EXPECT_THAT(before, HasSubstr("statement_lines_released (tenant=? AND adjusts_line=?)"));
}

TEST_F(QueryPlans, P13_Writes) {
  WritePlansOf([](Transaction& tx) {
    const v1::Signal signal = Parse<v1::Signal>(
        R"(name: "acme/signals/s1" account: "acme/accounts/a1" csm: "acme/people/rosa"
           state: SIGNAL_STATE_ROUTED file_time: @1)");
    absl::Status status = InsertSignal(tx, signal, "k");
    if (status.ok()) status = UpdateSignal(tx, signal, signal);
    return status;
  });
  WritePlansOf([](Transaction& tx) {
    const absl::StatusOr<v1::Account> account = GetAccount(tx.session(), kTenant, "a1");
    absl::Status status = UpdateAccount(tx, *account, *account);
    if (status.ok()) {
      status = SetTeamMember(
          tx, "a1",
          Parse<v1::TeamMember>(R"(role: ROLE_AE person: "acme/people/ada" start_time: @1)"));
    }
    if (status.ok()) {
      status = InsertHealth(tx, Parse<v1::HealthObservation>(
                                    R"(name: "acme/accounts/a1/healthObservations/h"
                                       observe_time: @1)"));
    }
    return status;
  });
  WritePlansOf([](Transaction& tx) {
    absl::Status status =
        InsertBooking(tx, Parse<v1::Booking>(R"(name: "acme/bookings/b1" account: "acme/accounts/a1"
                                  booked_time: @1 lines { line: "L1" })"));
    if (status.ok()) status = AddLedgerEntries(tx, "a1", {{At(1), "", "", "core", 1, "USD"}});
    const v1::Attribution attribution = Parse<v1::Attribution>(
        R"(name: "acme/attributions/t1" booking: "acme/bookings/b1" account: "acme/accounts/a1"
           booked_time: @1 state: ATTRIBUTION_STATE_PROPOSED
           parts { part: 1 category: ATTRIBUTION_CATEGORY_CHURN })");
    if (status.ok()) status = InsertAttribution(tx, attribution);
    if (status.ok()) status = UpdateAttribution(tx, attribution, attribution);
    return status;
  });
}

}  // namespace
}  // namespace baton::store
