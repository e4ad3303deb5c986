#include "tools/admin/verify.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "domain/resource_name.h"
#include "domain/statement.h"
#include "domain/status_macros.h"
#include "google/protobuf/util/message_differencer.h"
#include "server/handoff_desk.h"
#include "store/audit.h"
#include "store/deadlines.h"
#include "store/query.h"
#include "store/signals.h"
#include "store/statements.h"
#include "store/tenants.h"

namespace baton::admin {
namespace {

using google::protobuf::util::MessageDifferencer;
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

// Of every tenant that has an event: one that bears a name which is no tenant's was tampered with.
absl::StatusOr<Check> CheckChains(Session& session, const Tenants&) {
  static const store::Sql& tenants =
      *new store::Sql{"SELECT DISTINCT tenant FROM audit_events ORDER BY tenant", "t"};
  Check check = {"audit chain", 0, "events", {}};
  BATON_ASSIGN_OR_RETURN(const Tenants all, store::ReadTexts(session, tenants, {}));
  for (const std::string& tenant : all) {
    BATON_ASSIGN_OR_RETURN(const store::AuditVerdict verdict,
                           store::VerifyAuditChain(session, tenant));
    check.looked_at += verdict.event_count;
    if (verdict.intact()) continue;
    const std::string broken = std::to_string(verdict.first_broken_sequence);
    check.faults.push_back(
        absl::StrCat(domain::ResourceName(tenant, "auditEvents", broken), ": ", verdict.fault));
  }
  return check;
}

// The statement as the audit log has it, where that says that it was published.
absl::StatusOr<std::optional<v1::CompStatement>> LoggedPublication(Session& session,
                                                                   const std::string& tenant,
                                                                   const std::string& name) {
  store::AuditQuery last = {.tenant = tenant, .record = name, .newest_first = true, .limit = 1};
  BATON_ASSIGN_OR_RETURN(const std::vector<store::AuditRow> events,
                         store::ReadAuditEvents(session, last));
  std::optional<v1::CompStatement> logged(std::in_place);
  if (events.empty() || !logged->ParseFromString(events[0].after.value_or("")) ||
      logged->state() != v1::STATEMENT_STATE_PUBLISHED) {
    logged.reset();
  }
  return logged;
}

// Looks at a statement that is or was published. The digest covers what it says; the audit log
// also its state, its times and its lines' numbers.
absl::Status CheckStatement(Session& session, const std::string& tenant, const std::string& id,
                            Check* check) {
  const std::string name = domain::ResourceName(tenant, "statements", id);
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::CompStatement> logged,
                         LoggedPublication(session, tenant, name));
  const absl::StatusOr<v1::CompStatement> kept = store::GetStatement(session, tenant, id);
  if (!kept.ok() && !absl::IsNotFound(kept.status())) return kept.status();
  const bool published = kept.ok() && kept->state() == v1::STATEMENT_STATE_PUBLISHED;
  if (!published && !logged.has_value()) return absl::OkStatus();
  ++check->looked_at;
  if (!kept.ok()) {
    check->faults.push_back(absl::StrCat(name, " was published and is not there"));
  } else if (domain::StatementDigest(*kept) != kept->digest()) {
    check->faults.push_back(absl::StrCat(name, " is not what was published: its digest differs"));
  } else if (logged.has_value() && !MessageDifferencer::Equals(*kept, *logged)) {
    check->faults.push_back(absl::StrCat(name, " is not what the audit log says was published"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Check> CheckStatements(Session& session, const Tenants& tenants) {
  static const store::Sql& published = *new store::Sql{
      "SELECT statement_id FROM statements WHERE tenant = :p1 AND state = 'published'", "t"};
  static const store::Sql& logged = *new store::Sql{
      "SELECT DISTINCT record FROM audit_events "
      "WHERE tenant = :p1 AND record_type = 'baton.v1.CompStatement'",
      "t"};
  Check check = {"statements", 0, "published", {}};
  for (const std::string& tenant : tenants) {
    BATON_ASSIGN_OR_RETURN(const std::vector<std::string> kept,
                           store::ReadTexts(session, published, {tenant}));
    BATON_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                           store::ReadTexts(session, logged, {tenant}));
    std::set<std::string> ids(kept.begin(), kept.end());
    for (const std::string& name : names) {
      ids.emplace(domain::ResourceId(name, tenant, "statements"));
    }
    for (const std::string& id : ids) {
      BATON_RETURN_IF_ERROR(CheckStatement(session, tenant, id, &check));
    }
  }
  return check;
}

// "acknowledge/1 at 2026-01-05T13:00:00Z", by what.
using Clocks = std::map<std::string, absl::Time>;

Clocks ByWhat(const std::vector<store::Deadline>& deadlines) {
  Clocks clocks;
  for (const store::Deadline& deadline : deadlines) {
    clocks[absl::StrCat(deadline.what, "/", deadline.leg)] = deadline.due;
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
  BATON_ASSIGN_OR_RETURN(const std::vector<store::Deadline> deadlines,
                         store::GetDeadlines(session, tenant, signal.name()));
  const Clocks kept = ByWhat(deadlines);
  const Clocks wanted = ByWhat(server::NextDeadline(signal));
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
