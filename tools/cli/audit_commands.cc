// audit list | verify.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/audit_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/json.h"
#include "tools/cli/listing.h"
#include "tools/cli/names.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

using Audit = v1::AuditService::Stub;

// Enough to compare two hashes by eye.
constexpr size_t kShortHash = 12;

struct AuditListFlags {
  ListFlags list;
  std::string record;
  std::string actor;
  bool changes = false;
};

void DeclareList(Options& options, AuditListFlags& flags) {
  options.Add("--record", flags.record, "Only changes of this record, as signals/01JB2Q");
  options.Add("--actor", flags.actor,
              "Only changes by this person, or by system/sweeper; me: the caller");
  options.AddFlag("--changes", flags.changes, "Show the records before and after");
  DeclareListFlags(options, flags.list);
}

// "rosa" is a person; "tokens/01JB2Q" and "system/sweeper" are names already.
std::string ActorName(const Session& session, const std::string& actor) {
  const bool person = actor.find('/') == std::string::npos || actor.rfind("people/", 0) == 0;
  return person ? session.Name("people", actor) : actor;
}

std::string EventTable(const std::vector<v1::AuditEvent>& events, bool changes, const View& view) {
  Table table({{"#", Column::kRight},
               {"TIME"},
               {"ACTOR"},
               {"METHOD"},
               {"RECORD"},
               {"TYPE", Column::kLeft, true},
               {"REQUEST ID", Column::kLeft, true},
               {"HASH", Column::kLeft, true}});
  for (const v1::AuditEvent& event : events) {
    table.AddRow({absl::StrCat(event.sequence()), TimeText(event.time()), ActorText(event.actor()),
                  event.method(), ShortName(event.record()), event.record_type(),
                  event.request_id(), event.hash().substr(0, kShortHash)});
    if (changes && !event.before_json().empty()) {
      table.AddNote(absl::StrCat("before ", event.before_json()));
    }
    if (changes && !event.after_json().empty()) {
      table.AddNote(absl::StrCat("after  ", event.after_json()));
    }
  }
  return table.Render(view.terminal);
}

absl::Status RunList(const AuditListFlags& flags, Session& session) {
  const bool whole = flags.record.empty() || flags.record.rfind("tenants/", 0) == 0;
  Filter filter;
  filter.Name("record", whole ? flags.record : absl::StrCat(session.tenant(), "/", flags.record));
  filter.Name("actor", ActorName(session, flags.actor));
  v1::ListAuditEventsRequest request;
  request.set_parent(session.tenant());
  request.set_filter(filter.text());
  return PrintList(session,
                   ReadList(session, &Audit::ListAuditEvents, request,
                            &v1::ListAuditEventsResponse::events, flags.list),
                   [&](const auto& all) { return EventTable(all, flags.changes, session.view()); });
}

struct VerifyFlags {};

void DeclareVerify(Options&, VerifyFlags&) {}

absl::Status RunVerify(const VerifyFlags&, Session& session) {
  v1::VerifyAuditRequest request;
  request.set_parent(session.tenant());
  BATON_ASSIGN_OR_RETURN(const v1::VerifyAuditResponse response,
                         session.Call(&Audit::VerifyAudit, request));
  if (session.json()) session.out() << JsonDocument(response);
  if (!response.intact()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the audit chain is broken at event ", response.first_broken_sequence(),
                     " of ", response.event_count(), ": ", response.fault()));
  }
  if (!session.json()) {
    session.out() << absl::StrCat("intact: ", response.event_count(), " events, head ",
                                  response.head_hash(), "\n");
  }
  return absl::OkStatus();
}

}  // namespace

void AddAuditCommands(const CommandGroup& root) {
  const CommandGroup audit = root.AddGroup("audit", "Who changed what, and proof of it");
  audit.Add("list", "List changes, newest first",
            "baton audit list --record signals/01JB2Q --changes", DeclareList, RunList);
  audit.Add("verify", "Recompute the hash chain; exit code 5 when it is broken",
            "baton audit verify", DeclareVerify, RunVerify);
}

}  // namespace baton::cli
