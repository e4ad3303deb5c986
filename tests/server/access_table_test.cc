#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "server/access.h"
#include "tests/proto_services.h"

namespace baton::server {
namespace {

std::vector<std::string> Methods() {
  std::vector<std::string> names;
  for (const auto* method : testing::AllMethods()) {
    names.push_back(absl::StrCat(method->service()->name(), ".", method->name()));
  }
  return names;
}

TEST(AccessTable, R11_EveryMethodHasExactlyOneRowAndNoRowIsLeftOver) {
  std::multiset<std::string> rows;
  for (const AccessRow& row : AccessTable()) rows.insert(std::string(row.method));
  const std::vector<std::string> methods = Methods();
  EXPECT_EQ(rows, std::multiset<std::string>(methods.begin(), methods.end()));
}

TEST(AccessTable, R11_EveryMethodMayBeCalledBySomebody) {
  for (const AccessRow& row : AccessTable()) {
    int allowed = 0;
    for (int role = 1; role < v1::Role_ARRAYSIZE; ++role) {
      allowed += row.For(static_cast<v1::Role>(role)) != Reach::kNone ? 1 : 0;
    }
    EXPECT_GT(allowed, 0) << row.method;
  }
}

TEST(AccessTable, NoRoleAndUnknownRolesMayNothing) {
  for (const AccessRow& row : AccessTable()) {
    for (const int role : {0, -1, static_cast<int>(v1::Role_ARRAYSIZE), 1'000}) {
      EXPECT_EQ(row.For(static_cast<v1::Role>(role)), Reach::kNone) << row.method;
    }
  }
  EXPECT_EQ(FindAccess("TokenService.NoMethod"), nullptr);
}

TEST(AccessTable, C17_PayIsReadByItsPayeeThoseAboveAndTheOffices) {
  for (const char* method : {"GetCompStatement", "ListCompStatements", "ListStatementLines"}) {
    const AccessRow* row = FindAccess(absl::StrCat("CompStatementService.", method));
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->For(v1::ROLE_CSM), Reach::kOwn);
    EXPECT_EQ(row->For(v1::ROLE_AE), Reach::kOwn);
    EXPECT_EQ(row->For(v1::ROLE_MANAGER), Reach::kPeople);
    EXPECT_EQ(row->For(v1::ROLE_COMP_ADMIN), Reach::kAll);
    EXPECT_EQ(row->For(v1::ROLE_CFO), Reach::kAll);
    EXPECT_EQ(row->For(v1::ROLE_AUDITOR), Reach::kAll);
    EXPECT_EQ(row->For(v1::ROLE_ADMIN), Reach::kNone);
    EXPECT_EQ(row->For(v1::ROLE_REVOPS), Reach::kNone);
  }
}

// A what-if shows everybody's pay.
TEST(AccessTable, C17_AWhatIfIsForWhoeverReadsAllPay) {
  const AccessRow* pay = FindAccess("CompStatementService.GetCompStatement");
  const AccessRow* simulate = FindAccess("CompStatementService.SimulateStatements");
  ASSERT_NE(simulate, nullptr);
  for (int role = 1; role < v1::Role_ARRAYSIZE; ++role) {
    const bool all = pay->For(static_cast<v1::Role>(role)) == Reach::kAll;
    const bool pulls = role == v1::ROLE_INTEGRATION;
    EXPECT_EQ(simulate->For(static_cast<v1::Role>(role)),
              all && !pulls ? Reach::kAll : Reach::kNone)
        << role;
  }
}

TEST(AccessTable, C17_AnAdminReadsNoPay) {
  for (const AccessRow& row : AccessTable()) {
    const bool pay = row.method.find("CompStatementService.") == 0 ||
                     row.method.find("Attribution") != row.method.npos ||
                     row.method == "AuditService.ListAuditEvents";
    if (pay && row.method.find("Booking") == row.method.npos) {
      EXPECT_EQ(row.For(v1::ROLE_ADMIN), Reach::kNone) << row.method;
    }
  }
}

TEST(AccessTable, C23_CompAdminsEnterCorrectionsAndTheyOrTheCfoDecide) {
  for (int number = 1; number < v1::Role_ARRAYSIZE; ++number) {
    const auto role = static_cast<v1::Role>(number);
    const bool enters = role == v1::ROLE_COMP_ADMIN;
    const bool decides = enters || role == v1::ROLE_CFO;
    const auto may = [role](const char* method) {
      return FindAccess(absl::StrCat("CompStatementService.", method))->For(role);
    };
    EXPECT_EQ(may("EnterCorrection"), enters ? Reach::kAll : Reach::kNone) << number;
    EXPECT_EQ(may("ApproveCorrection"), decides ? Reach::kAll : Reach::kNone) << number;
    EXPECT_EQ(may("RejectCorrection"), decides ? Reach::kAll : Reach::kNone) << number;
  }
}

// The reports on the handoff are granted alike, and an export of them. Those on attribution are for
// who sees the company; ExportReport asks for the grant of the report that it exports.
TEST(AccessTable, H13_EveryReportIsGrantedAlike) {
  const AccessRow* first = FindAccess("ReportService.SlaCompliance");
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->For(v1::ROLE_CSM), Reach::kOwn);
  EXPECT_EQ(first->For(v1::ROLE_AE), Reach::kOwn);
  EXPECT_EQ(first->For(v1::ROLE_MANAGER), Reach::kPeople);
  EXPECT_EQ(first->For(v1::ROLE_REVOPS), Reach::kAll);
  EXPECT_EQ(first->For(v1::ROLE_AUDITOR), Reach::kAll);
  EXPECT_EQ(first->For(v1::ROLE_INTEGRATION), Reach::kNone);
  for (const char* method : {"SignalQuality", "OpenLoops", "HandoffImpact"}) {
    EXPECT_EQ(FindAccess(absl::StrCat("ReportService.", method))->reach, first->reach) << method;
  }
  // Of an export comp admin has the files on pay, below.
  for (int number = 1; number < v1::Role_ARRAYSIZE; ++number) {
    const auto role = static_cast<v1::Role>(number);
    const Reach expected = role == v1::ROLE_COMP_ADMIN ? Reach::kAll : first->For(role);
    EXPECT_EQ(FindAccess("ReportService.ExportReport")->For(role), expected) << number;
  }
  for (const char* method : {"ArrByCategory", "TeamCredit", "CsLedGrowth", "EngagementCohorts",
                             "RetentionRates", "Forecast", "RecommendationAgreement"}) {
    const AccessRow* row = FindAccess(absl::StrCat("ReportService.", method));
    ASSERT_NE(row, nullptr) << method;
    for (const v1::Role role :
         {v1::ROLE_CSM, v1::ROLE_AE, v1::ROLE_MANAGER, v1::ROLE_INTEGRATION, v1::ROLE_ADMIN}) {
      EXPECT_EQ(row->For(role), Reach::kNone) << method;
    }
    EXPECT_EQ(row->For(v1::ROLE_CRO), Reach::kAll);
    EXPECT_EQ(row->For(v1::ROLE_AUDITOR), Reach::kAll);
  }
}

TEST(AccessTable, C20_TheReportsOnPayAreForThoseWhoKeepTheBooks) {
  for (const char* method : {"CompAccrual", "CompAmortisation"}) {
    const AccessRow* row = FindAccess(absl::StrCat("ReportService.", method));
    ASSERT_NE(row, nullptr) << method;
    for (int number = 1; number < v1::Role_ARRAYSIZE; ++number) {
      const auto role = static_cast<v1::Role>(number);
      const bool may =
          role == v1::ROLE_CFO || role == v1::ROLE_COMP_ADMIN || role == v1::ROLE_AUDITOR;
      EXPECT_EQ(row->For(role), may ? Reach::kAll : Reach::kNone) << method << number;
    }
  }
}

TEST(AccessTable, AnAuditorChangesNothing) {
  for (const AccessRow& row : AccessTable()) {
    const std::string verb(row.method.substr(row.method.find('.') + 1));
    const bool reads = verb.find("Get") == 0 || verb.find("List") == 0 || verb.find("Watch") == 0 ||
                       verb.find("Verify") == 0 || verb.find("Export") == 0 ||
                       verb.find("Validate") == 0 || verb.find("Explain") == 0 ||
                       verb.find("Simulate") == 0 || verb == "WhoAmI" ||
                       row.method.find("ReportService.") == 0;
    if (reads) continue;
    EXPECT_EQ(row.For(v1::ROLE_AUDITOR), Reach::kNone) << row.method;
  }
}

}  // namespace
}  // namespace baton::server
