#include "server/due_desk.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"
#include "server/dispute_desk.h"
#include "server/handoff_desk.h"
#include "server/leaver_desk.h"
#include "server/letter_desk.h"
#include "server/signing_desk.h"
#include "server/ticket_desk.h"

namespace baton::server {
namespace {

// The bare id of the dead letter that the deadline is about; empty when it is about another record.
std::string_view LetterOf(const store::Deadline& deadline) {
  return domain::ResourceId(deadline.subject, deadline.tenant, "deadLetters");
}

bool IsSignals(const store::Deadline& deadline) {
  return !domain::ResourceId(deadline.subject, deadline.tenant, "signals").empty();
}

}  // namespace

// A payload touches any record of its tenant, as IngestPayload does; so does who leaves.
std::string KeyOf(const store::Deadline& deadline) {
  const bool leaver = !domain::ResourceId(deadline.subject, deadline.tenant, "people").empty();
  if (leaver || !LetterOf(deadline).empty()) return "";
  return std::string(domain::ShortName(deadline.subject));
}

bool ShareBody(const store::Deadline& deadline) { return IsSignals(deadline); }

absl::Status HandleDueTogether(store::Transaction& transaction,
                               const std::vector<store::Deadline>& due) {
  return SignalsDue(transaction, due);
}

absl::Status HandleDue(store::Transaction& transaction, const store::Deadline& deadline) {
  const std::string& tenant = deadline.tenant;
  if (IsSignals(deadline)) return SignalsDue(transaction, {deadline});
  const std::string_view attribution = domain::ResourceId(deadline.subject, tenant, "attributions");
  if (!attribution.empty()) return AttributionDue(transaction, attribution);
  const std::string_view dispute = domain::ResourceId(deadline.subject, tenant, "disputes");
  if (!dispute.empty()) return DisputeDue(transaction, dispute);
  const std::string_view ticket = domain::ResourceId(deadline.subject, tenant, "tickets");
  if (!ticket.empty()) return TicketDue(transaction, ticket);
  const std::string_view person = domain::ResourceId(deadline.subject, tenant, "people");
  if (!person.empty()) return LeaveDue(transaction, person);
  const std::string_view letter = LetterOf(deadline);
  if (!letter.empty()) return LetterDue(transaction, letter);
  return absl::InternalError(absl::StrCat("nobody handles deadlines of ", deadline.subject));
}

bool IsPutRight(const store::Deadline& deadline, const absl::Status& refusal) {
  return !LetterOf(deadline).empty() && IsPayloadsFault(refusal);
}

absl::Status HandleRefused(store::Transaction& transaction, const store::Deadline& deadline,
                           const absl::Status& refusal) {
  return LetterRefused(transaction, LetterOf(deadline), refusal);
}

}  // namespace baton::server
