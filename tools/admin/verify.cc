#include "tools/admin/verify.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "domain/handoff.h"
#include "domain/resource_name.h"
#include "domain/statement.h"
#include "domain/status_macros.h"
#include "store/audit.h"
#include "store/deadlines.h"
#include "store/query.h"
#include "store/signals.h"
#include "store/statements.h"
#include "store/tenants.h"

namespace baton::admin {
namespace {

using store::Session;
using Tenants = std::vector<std::string>;

constexpr int kPage = 500;

absl::StatusOr<Check> CheckDatabase(store::SociSession& session) {
  Check check = {"database", 1, "file", {}};
  if (session.dialect() == store::Dialect::kPostgresql) {
    check.unit = "connection";
    return check;
  }
  const auto pages = session.Query({"PRAGMA integrity_check", "t"}, {});
  while (pages->Next()) {
    if (pages->Text(0) != "ok") check.faults.push_back(pages->Text(0));
  }
  if (!pages->status().ok()) return pages->status();
  const auto keys = session.Query({"PRAGMA foreign_key_check", "titi"}, {});
  while (keys->Next()) {
    check.faults.push_back(absl::StrCat("row ", keys->Int(1), " of ", keys->Text(0),
                                        " names no row of ", keys->Text(2)));
  }
  if (!keys->status().ok()) return keys->status();
  return check;
}

absl::StatusOr<Check> CheckChains(Session& session, const Tenants& tenants) {
  Check check = {"audit chain", 0, "events", {}};
  for (const std::string& tenant : tenants) {
    BATON_ASSIGN_OR_RETURN(const store::AuditVerdict verdict,
                           store::VerifyAuditChain(session, tenant));
    check.looked_at += verdict.event_count;
    if (!verdict.intact()) {
      check.faults.push_back(absl::StrCat("tenants/", tenant, ": ", verdict.fault));
    }
  }
  return check;
}

absl::StatusOr<Check> CheckStatements(Session& session, const Tenants& tenants) {
  static const store::Sql& published = *new store::Sql{
      "SELECT statement_id FROM statements WHERE tenant = :p1 AND state = 'published' "
      "ORDER BY statement_id",
      "t"};
  Check check = {"statements", 0, "published", {}};
  for (const std::string& tenant : tenants) {
    BATON_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                           store::ReadTexts(session, published, {tenant}));
    for (const std::string& id : ids) {
      BATON_ASSIGN_OR_RETURN(const v1::CompStatement statement,
                             store::GetStatement(session, tenant, id));
      ++check.looked_at;
      if (domain::StatementDigest(statement) == statement.digest()) continue;
      check.faults.push_back(
          absl::StrCat(statement.name(), " is not what was published: its digest differs"));
    }
  }
  return check;
}

// "acknowledge/1 at 2026-01-05T13:00:00Z", by what.
using Clocks = std::map<std::string, absl::Time>;

Clocks ClocksOf(const v1::Signal& signal) {
  Clocks clocks;
  for (const domain::DueItem& item : domain::DueItems(signal)) {
    clocks[absl::StrCat(std::string(item.what), "/", item.leg)] = item.due;
  }
  return clocks;
}

std::string Words(const Clocks& clocks) {
  std::string words;
  for (const auto& [what, due] : clocks) {
    absl::StrAppend(&words, words.empty() ? "" : ", ", what, " at ",
                    absl::FormatTime("%Y-%m-%dT%H:%M:%EzS", due, absl::UTCTimeZone()));
  }
  return words.empty() ? "none" : words;
}

absl::Status CompareClocks(Session& session, const std::string& tenant, const v1::Signal& signal,
                           Check* check) {
  Clocks kept;
  BATON_ASSIGN_OR_RETURN(const std::vector<store::Deadline> deadlines,
                         store::GetDeadlines(session, tenant, signal.name()));
  for (const store::Deadline& deadline : deadlines) {
    kept[absl::StrCat(deadline.what, "/", deadline.leg)] = deadline.due;
  }
  const Clocks wanted = ClocksOf(signal);
  ++check->looked_at;
  if (kept == wanted) return absl::OkStatus();
  check->faults.push_back(
      absl::StrCat(signal.name(), " has ", Words(kept), " instead of ", Words(wanted)));
  return absl::OkStatus();
}

absl::StatusOr<Check> CheckClocks(Session& session, const Tenants& tenants) {
  Check check = {"clocks", 0, "signals", {}};
  for (const std::string& tenant : tenants) {
    store::ListQuery query;
    query.tenant = tenant;
    query.page_size = kPage;
    do {
      google::protobuf::RepeatedPtrField<v1::Signal> signals;
      BATON_ASSIGN_OR_RETURN(query.page_token,
                             store::ListRecords(session, store::SignalList(), query, &signals));
      for (const v1::Signal& signal : signals) {
        BATON_RETURN_IF_ERROR(CompareClocks(session, tenant, signal, &check));
      }
    } while (!query.page_token.empty());
  }
  return check;
}

}  // namespace

absl::StatusOr<std::vector<Check>> VerifyStore(store::SociSession& session) {
  std::vector<Check> checks;
  BATON_ASSIGN_OR_RETURN(Check database, CheckDatabase(session));
  checks.push_back(std::move(database));
  BATON_RETURN_IF_ERROR(
      session.Begin({"BEGIN", "", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}));
  BATON_ASSIGN_OR_RETURN(const Tenants tenants, store::ListTenants(session));
  for (const auto& look : {CheckChains, CheckStatements, CheckClocks}) {
    BATON_ASSIGN_OR_RETURN(Check check, look(session, tenants));
    checks.push_back(std::move(check));
  }
  BATON_RETURN_IF_ERROR(session.Run({"COMMIT", ""}, {}).status());
  return checks;
}

}  // namespace baton::admin
