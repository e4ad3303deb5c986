#include "server/access.h"

#include <unordered_map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/refusal.h"

namespace baton::server {
namespace {

// A row as it is written below: one letter a role, o own, p people's, a all, - none.
struct Written {
  std::string_view method;
  std::string_view reach;
};

// What the roles are for: csm and ae work on their own, a manager on their people's; the VPs, the
// CRO and RevOps on everything but pay; pay is read by its payee, by those above them, by
// comp_admin, cfo and auditor, and by the integration that pulls it (C-17). An admin manages
// tokens, people and accounts and reads no pay, so no credit, plan, statement or audit content
// either. An auditor changes nothing.
constexpr Written kWritten[] = {
    //                                                csm, ae, manager
    //                                                |   vp_cs, vp_sales, cro, cfo
    //                                                |   |    revops, director_revops, vp_revops
    //                                                |   |    |   comp_admin, integration, auditor
    //                                                |   |    |   |   admin
    {"SignalHandoffService.FileSignal", /*         */ "o-p a--- aaa -a- -"},
    {"SignalHandoffService.BatchFileSignals", /*   */ "o-p a--- aaa -a- -"},
    {"SignalHandoffService.StreamSignals", /*      */ "o-p a--- aaa -a- -"},
    {"SignalHandoffService.GetSignal", /*          */ "oop aaaa aaa aaa a"},
    {"SignalHandoffService.ListSignals", /*        */ "oop aaaa aaa aaa a"},
    {"SignalHandoffService.WatchSignals", /*       */ "oop aaaa aaa aaa a"},
    {"SignalHandoffService.RequalifySignal", /*    */ "oop aa-- aaa -a- -"},
    {"SignalHandoffService.AssignSignal", /*       */ "--- -aa- aaa --- -"},
    {"SignalHandoffService.AcknowledgeSignal", /*  */ "-op --a- aaa -a- -"},
    {"SignalHandoffService.RecordContact", /*      */ "oop aaa- aaa -a- -"},
    {"SignalHandoffService.ReportOutcome", /*      */ "oop aaa- aaa -a- -"},
    {"SignalHandoffService.UpgradeModel", /*       */ "oop aaa- aaa -a- -"},
    {"SignalHandoffService.UnlinkDuplicate", /*    */ "oop aaa- aaa -a- -"},
    {"SignalHandoffService.ReassignSignal", /*     */ "--p -aa- aaa -a- -"},
    {"SignalHandoffService.ChangeUrgency", /*      */ "oop aaa- aaa -a- -"},
    {"SignalHandoffService.RestartClock", /*       */ "--- ---- aaa --- -"},
    {"SignalHandoffService.AddNote", /*            */ "oop aaa- aaa -a- -"},
    {"SignalHandoffService.WithdrawSignal", /*     */ "o-p a--- aaa -a- -"},
    {"SignalHandoffService.ReclassifySignal", /*   */ "o-- ---- aaa -a- -"},
    {"SignalHandoffService.ReopenSignal", /*       */ "--- ---- aaa --- -"},
    {"SignalHandoffService.LogInterventionPlan", /**/ "oop aaa- aaa -a- -"},
    {"SignalHandoffService.ResolveIntervention", /**/ "oop aaa- aaa -a- -"},
    {"SignalHandoffService.ExplainSignal", /*      */ "oop aaaa aaa aaa a"},
    {"SignalHandoffService.ListSignalHistory", /*  */ "oop aaaa aaa aaa a"},

    {"AccountService.UpsertAccount", /*            */ "--- ---- aaa -a- a"},
    {"AccountService.GetAccount", /*               */ "oop aaaa aaa aaa a"},
    {"AccountService.ListAccounts", /*             */ "oop aaaa aaa aaa a"},
    {"AccountService.SetAccountTeam", /*           */ "--- aa-- aaa -a- a"},
    {"AccountService.UpsertPerson", /*             */ "--- ---- aaa -a- a"},
    {"AccountService.GetPerson", /*                */ "aaa aaaa aaa aaa a"},
    {"AccountService.ListPeople", /*               */ "aaa aaaa aaa aaa a"},
    {"AccountService.SetAbsence", /*               */ "oop aaa- aaa --- a"},
    {"AccountService.EndPerson", /*                */ "--- ---- aaa --- a"},
    {"AccountService.MergePeople", /*              */ "--- ---- aaa --- a"},
    {"AccountService.MergeAccounts", /*            */ "--- ---- aaa --- a"},
    {"AccountService.RecordHealth", /*             */ "o-p a--- aaa -a- -"},
    {"AccountService.ListHealthObservations", /*   */ "oop aaaa aaa aaa a"},
    {"AccountService.RecordActivity", /*           */ "oop aaa- aaa -a- -"},
    {"AccountService.ListActivities", /*           */ "oop aaaa aaa aaa a"},
    {"AccountService.RecordUsage", /*              */ "o-p a--- aaa -a- -"},
    {"AccountService.ListUsage", /*                */ "oop aaaa aaa aaa a"},
    {"AccountService.UpdateOpportunity", /*        */ "oop aaa- aaa -a- -"},
    {"AccountService.BackfillOpportunities", /*    */ "--- ---- aaa -a- -"},
    {"AccountService.ListReconciliationItems", /**/ "--- aaaa aaa aaa a"},
    {"AccountService.CreateOpportunity", /*        */ "oop aaa- aaa -a- -"},
    {"AccountService.GetOpportunity", /*           */ "oop aaaa aaa aaa a"},
    {"AccountService.ListOpportunities", /*        */ "oop aaaa aaa aaa a"},

    {"AttributionService.RecordBooking", /*        */ "--- ---- aaa -a- -"},
    {"AttributionService.GetBooking", /*           */ "oop aaaa aaa aaa a"},
    {"AttributionService.ListBookings", /*         */ "oop aaaa aaa aaa a"},
    {"AttributionService.GetAttribution", /*       */ "oop aaaa aaa aaa -"},
    {"AttributionService.ListAttributions", /*     */ "oop aaaa aaa aaa -"},
    {"AttributionService.SignAttribution", /*      */ "--o aaa- --- --- -"},  // W-1: as a deputy
    {"AttributionService.BatchSignAttributions", /**/ "--o aaa- --- --- -"},
    {"AttributionService.AttachEvidence", /*       */ "oop aaa- aaa --- -"},
    {"AttributionService.RecommendAttribution", /* */ "oop aaa- aaa -a- -"},
    {"AttributionService.VoidBooking", /*          */ "--- ---- aaa --- -"},
    {"AttributionService.ApproveBookingVoid", /*   */ "--- ---- aaa --- -"},
    {"AttributionService.RecordChurn", /*          */ "--- ---- aaa -a- -"},
    {"AttributionService.OpenDispute", /*          */ "oop ---- aaa --- -"},  // a party
    {"AttributionService.ReviewDispute", /*        */ "--o aaa- --- --- -"},
    {"AttributionService.GetDispute", /*           */ "oop aaaa aaa aaa -"},
    {"AttributionService.ListDisputes", /*         */ "oop aaaa aaa aaa -"},
    {"AttributionService.OpenDealDeskTicket", /*   */ "oop ---- aaa --- -"},
    {"AttributionService.RuleDealDeskTicket", /*   */ "--- ---- -a- --- -"},  // C-12
    {"AttributionService.ListDealDeskTickets", /*  */ "oop aaaa aaa aaa -"},
    {"AttributionService.AuditQuarter", /*         */ "--- ---- aaa --- -"},
    {"AttributionService.ListAuditItems", /*       */ "--- aaaa aaa a-a -"},
    {"AttributionService.RecordAuditFinding", /*   */ "--- ---a aaa --- -"},

    {"CompStatementService.CreatePlanVersion", /*  */ "--- ---- aaa a-- -"},
    {"CompStatementService.SignPlanVersion", /*    */ "--a aaaa aaa a-- -"},  // or stands in
    {"CompStatementService.GetPlan", /*            */ "oop apaa aaa a-a -"},
    {"CompStatementService.ListPlanVersions", /*   */ "oop apaa aaa a-a -"},
    {"CompStatementService.ValidatePlan", /*       */ "--- a-aa aaa a-a -"},
    {"CompStatementService.ListPlanTemplates", /*  */ "aaa aaaa aaa a-a -"},
    {"CompStatementService.AssignPlan", /*         */ "--- ---- --- a-- -"},
    {"CompStatementService.ListPlanAssignments", /**/ "oop pppa --- a-a -"},
    {"CompStatementService.ComputeStatements", /*  */ "--- ---- --- a-- -"},
    {"CompStatementService.GetCompStatement", /*   */ "oop pppa --- aaa -"},
    {"CompStatementService.ListCompStatements", /* */ "oop pppa --- aaa -"},
    {"CompStatementService.ListStatementLines", /* */ "oop pppa --- aaa -"},
    {"CompStatementService.PublishStatements", /*  */ "--- ---- --- a-- -"},
    {"CompStatementService.ExportStatements", /*   */ "--- ---a --- aaa -"},
    {"CompStatementService.ConfirmPayout", /*      */ "--- ---- --- aa- -"},
    {"CompStatementService.EnterCorrection", /*    */ "--- ---- --- a-- -"},
    {"CompStatementService.ApproveCorrection", /*  */ "--- ---a --- a-- -"},  // C-23, X-11
    {"CompStatementService.RejectCorrection", /*   */ "--- ---a --- a-- -"},
    {"CompStatementService.GetCorrection", /*      */ "--p pppa --- a-a -"},
    {"CompStatementService.ListCorrections", /*    */ "--p pppa --- a-a -"},
    {"CompStatementService.GetPeriod", /*          */ "--- ---a --- a-a -"},
    {"CompStatementService.ListPeriods", /*        */ "--- aaaa aaa aaa -"},
    {"CompStatementService.ClosePeriod", /*        */ "--- ---- --- a-- -"},
    {"CompStatementService.ExplainLine", /*        */ "oop pppa --- aaa -"},
    {"CompStatementService.SimulateStatements", /* */ "--- ---a --- a-a -"},
    {"CompStatementService.VerifyStatement", /*    */ "oop pppa --- aaa -"},

    {"IntegrationService.IngestPayload", /*        */ "--- ---- aaa -a- -"},
    {"IntegrationService.StreamPayloads", /*        */ "--- ---- aaa -a- -"},
    {"IntegrationService.CreateConnection", /*      */ "--- ---- --- --- a"},
    {"IntegrationService.GetConnection", /*         */ "--- ---- aaa --a a"},
    {"IntegrationService.ListConnections", /*       */ "--- ---- aaa --a a"},
    {"IntegrationService.UpdateConnection", /*      */ "--- ---- --- --- a"},
    {"IntegrationService.RotateConnectionSecret", /**/ "--- ---- --- --- a"},
    {"IntegrationService.DisableConnection", /*     */ "--- ---- aaa --- a"},
    {"IntegrationService.EnableConnection", /*      */ "--- ---- --- --- a"},
    {"IntegrationService.TestConnection", /*        */ "--- ---- aaa --- a"},
    {"IntegrationService.GetMapping", /*            */ "--- ---- aaa -aa a"},
    {"IntegrationService.SetMapping", /*            */ "--- ---- aaa --- a"},
    {"IntegrationService.TestMapping", /*           */ "--- ---- aaa -a- a"},
    {"IntegrationService.ListDeadLetters", /*      */ "--- ---- aaa -aa a"},
    {"IntegrationService.RetryDeadLetter", /*       */ "--- ---- aaa -a- a"},
    {"IntegrationService.ListDeliveries", /*       */ "--- ---- aaa -aa a"},
    {"IntegrationService.RetryDelivery", /*         */ "--- ---- aaa --- a"},

    {"PolicyService.GetPolicy", /*                 */ "aaa aaaa aaa aaa a"},
    {"PolicyService.ListPolicyVersions", /*        */ "aaa aaaa aaa aaa a"},
    {"PolicyService.ValidatePolicy", /*            */ "aaa aaaa aaa aaa a"},
    {"PolicyService.CreatePolicyVersion", /*       */ "--- ---- aaa --- -"},
    {"PolicyService.SignPolicyVersion", /*         */ "--- a--a aaa --- -"},
    {"PolicyService.CreateCalendar", /*            */ "--- ---- aaa --- -"},
    {"PolicyService.GetCalendar", /*               */ "aaa aaaa aaa aaa a"},
    {"PolicyService.ListCalendars", /*             */ "aaa aaaa aaa aaa a"},
    {"PolicyService.PutExchangeRates", /*          */ "--- ---a aaa a-- -"},
    {"PolicyService.ApproveExchangeRates", /*      */ "--- ---a aaa a-- -"},
    {"PolicyService.ListExchangeRateSheets", /*    */ "--- aaaa aaa a-a -"},

    {"ReportService.SlaCompliance", /*             */ "oop aaaa aaa --a -"},
    {"ReportService.SignalQuality", /*             */ "oop aaaa aaa --a -"},
    {"ReportService.OpenLoops", /*                 */ "oop aaaa aaa --a -"},
    {"ReportService.HandoffImpact", /*             */ "oop aaaa aaa --a -"},
    {"ReportService.ArrByCategory", /*             */ "--- aaaa aaa --a -"},
    {"ReportService.TeamCredit", /*                */ "--- aaaa aaa --a -"},
    {"ReportService.CsLedGrowth", /*               */ "--- aaaa aaa --a -"},
    {"ReportService.EngagementCohorts", /*         */ "--- aaaa aaa --a -"},
    {"ReportService.RetentionRates", /*            */ "--- aaaa aaa --a -"},
    {"ReportService.Forecast", /*                  */ "--- aaaa aaa --a -"},
    {"ReportService.RecommendationAgreement", /*   */ "--- aaaa aaa --a -"},
    {"ReportService.CompAccrual", /*               */ "--- ---a --- a-a -"},
    {"ReportService.CompAmortisation", /*          */ "--- ---a --- a-a -"},
    {"ReportService.ExportReport", /*              */ "oop aaaa aaa a-a -"},

    {"AuditService.ListAuditEvents", /*            */ "--- ---a --- --a -"},
    {"AuditService.VerifyAudit", /*                */ "--- ---a aaa a-a a"},
    {"AuditService.ExportPersonalData", /*         */ "--- ---a --- a-a a"},
    {"AuditService.ErasePersonalData", /*          */ "--- ---- --- --- a"},

    {"TokenService.CreateToken", /*                */ "--- ---- --- --- a"},
    {"TokenService.ListTokens", /*                 */ "--- ---- --- --- a"},
    {"TokenService.RevokeToken", /*                */ "--- ---- --- --- a"},
    {"TokenService.WhoAmI", /*                     */ "ooo oooo ooo ooo o"},

    {"DemoService.AdvanceClock", /*                */ "--- ---- --- --- a"},
};

// The roles of the columns, from left to right.
constexpr v1::Role kColumns[] = {
    v1::ROLE_CSM,       v1::ROLE_AE,         v1::ROLE_MANAGER,
    v1::ROLE_VP_CS,     v1::ROLE_VP_SALES,   v1::ROLE_CRO,
    v1::ROLE_CFO,       v1::ROLE_REVOPS,     v1::ROLE_DIRECTOR_REVOPS,
    v1::ROLE_VP_REVOPS, v1::ROLE_COMP_ADMIN, v1::ROLE_INTEGRATION,
    v1::ROLE_AUDITOR,   v1::ROLE_ADMIN,
};
static_assert(std::size(kColumns) == v1::Role_ARRAYSIZE - 1, "every role has a column");

Reach Read(char letter) {
  switch (letter) {
    case 'o':
      return Reach::kOwn;
    case 'p':
      return Reach::kPeople;
    case 'a':
      return Reach::kAll;
    default:
      return Reach::kNone;
  }
}

AccessRow Read(const Written& written) {
  AccessRow row{.method = written.method, .reach = {}};
  row.reach.fill(Reach::kNone);
  size_t column = 0;
  for (const char letter : written.reach) {
    if (letter != ' ') row.reach.at(kColumns[column++]) = Read(letter);
  }
  return row;
}

std::vector<AccessRow> ReadAll() {
  std::vector<AccessRow> rows;
  for (const Written& written : kWritten) rows.push_back(Read(written));
  return rows;
}

}  // namespace

Reach AccessRow::For(v1::Role role) const {
  return role > v1::ROLE_UNSPECIFIED && role < v1::Role_ARRAYSIZE ? reach[role] : Reach::kNone;
}

const std::vector<AccessRow>& AccessTable() {
  static const std::vector<AccessRow>& table = *new std::vector<AccessRow>(ReadAll());
  return table;
}

const AccessRow* FindAccess(std::string_view method) {
  for (const AccessRow& row : AccessTable()) {
    if (row.method == method) return &row;
  }
  return nullptr;
}

std::string RoleText(v1::Role role) {
  constexpr size_t kPrefix = sizeof("ROLE_") - 1;
  return v1::Role_IsValid(role) ? absl::AsciiStrToLower(v1::Role_Name(role).substr(kPrefix))
                                : std::string("unknown");
}

absl::Status RefuseRole(std::string_view method, v1::Role role) {
  const std::string name(method.substr(method.find('.') + 1));
  return domain::Refuse(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_ALLOWED,
                        absl::StrCat("the role ", RoleText(role), " may not call ", name),
                        {{"method", name}, {"role", RoleText(role)}});
}

}  // namespace baton::server
