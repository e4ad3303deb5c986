// What holds for every table of records at once.
#include <set>

#include "store/absences.h"
#include "store/account_team.h"
#include "store/accounts.h"
#include "store/activities.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/calendars.h"
#include "store/comp_periods.h"
#include "store/corrections.h"
#include "store/dead_letters.h"
#include "store/health.h"
#include "store/opportunities.h"
#include "store/payouts.h"
#include "store/people.h"
#include "store/plan_versions.h"
#include "store/plans.h"
#include "store/policies.h"
#include "store/reconciliation.h"
#include "store/signals.h"
#include "store/statement_lines.h"
#include "store/statements.h"
#include "store/tokens.h"
#include "store/usage.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using ::testing::IsEmpty;
using testing::IsOk;

struct Record {
  const Table* table;
  std::set<std::string> elsewhere;  // fields that other tables keep, or that are computed
};

// The fields of a plan that a statement or an assignment leaves to the plan's version.
std::set<std::string> PlanBeyond(const std::set<std::string>& kept, std::set<std::string> others) {
  const Descriptor& plan = *v1::CompPlan::descriptor();
  for (int i = 0; i < plan.field_count(); ++i) {
    if (kept.count(plan.field(i)->name()) == 0) others.insert("plan." + plan.field(i)->name());
  }
  return others;
}

std::vector<Record> Records() {
  return {
      {&AbsenceTable(), {}},
      {&AccountTable(),
       {"external_ids", "opening_lines", "team", "arr", "owned_lines", "health_tier", "aliases"}},
      {&AccountTeamTable(), {}},
      {&ActivityTable(), {}},
      {&AttributionPartTable(), {}},
      {&AttributionTable(), {"parts", "signatures", "team_shares", "credit_shares", "save_shares"}},
      {&TeamShareTable(), {}},
      {&CreditShareTable(), {}},
      {&BookingLineTable(), {}},
      {&BookingTable(), {"lines"}},
      {&CalendarTable(), {}},
      {&CorrectionTable(), {"statement_line"}},
      {&DeadLetterTable(), {}},
      {&HealthTable(), {}},
      {&OpportunityTable(), {}},
      {&PersonTable(), {"external_ids", "absences", "aliases"}},
      {&PlanAssignmentTable(), PlanBeyond({"code"}, {})},
      {&PlanVersionTable(), {"state", "warnings"}},
      {&PolicyTable(), {"business_calendar"}},
      {&SignalTable(), {}},
      {&SignatureTable(), {}},
      {&StatementLineTable(), {}},
      {&PayoutTable(), {"statement"}},
      {&PeriodTable(), {"checklist"}},
      {&ReconciliationTable(), {}},
      {&StatementTable(),
       PlanBeyond({"code", "version", "role", "currency_code", "expansion_rate_bp",
                   "new_business_rate_bp", "renewal_rate_bp"},
                  {"lines", "pay_time", "change_seq"})},
      {&TokenTable(), {}},
      {&UsageTable(), {}},
  };
}

// Adds every field under `message` that no column feeds on.
void FindLost(const Descriptor* message, const std::string& prefix, const Record& record,
              std::vector<std::string>* lost) {
  for (int i = 0; i < message->field_count(); ++i) {
    const FieldDescriptor* field = message->field(i);
    const std::string path = prefix + field->name();
    if (record.elsewhere.count(path) > 0) continue;
    bool kept = false;
    bool within = false;
    for (const Column& column : record.table->columns()) {
      kept = kept || column.path == path;
      within = within || column.path.rfind(path + ".", 0) == 0;
    }
    if (within) {
      FindLost(field->message_type(), path + ".", record, lost);
    } else if (!kept) {
      lost->push_back(record.table->name() + ": " + path);
    }
  }
}

using Tables = testing::RecordsTest;

TEST_F(Tables, KeepEveryFieldOfTheirRecord) {
  std::vector<std::string> lost;
  for (const Record& record : Records()) FindLost(record.table->message(), "", record, &lost);
  EXPECT_THAT(lost, IsEmpty());
}

TEST_F(Tables, BeginTheirKeyWithTheTenant) {
  EXPECT_THAT(Texts("SELECT t.name FROM sqlite_schema t WHERE t.type = 'table' "
                    "AND t.name NOT LIKE 'sqlite_%' "
                    "AND t.name NOT IN ('schema_version', 'request_ids') AND NOT EXISTS ("
                    "SELECT 1 FROM pragma_table_info(t.name) c "
                    "WHERE c.name = 'tenant' AND c.pk = 1)"),
              IsEmpty());
}

TEST_F(Tables, AreStrict) {
  EXPECT_THAT(Texts("SELECT name FROM sqlite_schema WHERE type = 'table' "
                    "AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE '%) STRICT%'"),
              IsEmpty());
}

TEST_F(Tables, ReferToRowsOfTheirOwnTenantOnly) {
  EXPECT_THAT(Texts("SELECT t.name || ' -> ' || f.\"table\" FROM sqlite_schema t "
                    "JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table' "
                    "GROUP BY t.name, f.id HAVING sum(f.\"from\" = 'tenant') = 0"),
              IsEmpty());
}

TEST_F(Tables, P13_PlannerHasAHintForEveryIndexOfATenant) {
  EXPECT_THAT(Texts("SELECT i.name FROM sqlite_schema i JOIN pragma_index_info(i.name) c "
                    "ON c.seqno = 0 AND c.name = 'tenant' WHERE i.type = 'index' "
                    "AND i.name NOT IN (SELECT idx FROM sqlite_stat1)"),
              IsEmpty());
}

// The views are a contract: their columns are only ever added to.
TEST_F(Tables, ViewsForReportsCanBeRead) {
  for (const char* view :
       {"report_signals", "report_attribution_parts", "report_statement_lines"}) {
    EXPECT_EQ(Count(std::string("SELECT count(*) FROM ") + view), 0) << view;
  }
  EXPECT_THAT(Texts("SELECT name FROM pragma_table_info('report_statement_lines') "
                    "WHERE name IN ('earning_minor', 'earning_currency', 'rate_bp', "
                    "'published_at_us')"),
              ::testing::SizeIs(4));
}

}  // namespace
}  // namespace baton::store
