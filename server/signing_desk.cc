#include "server/signing_desk.h"

#include "absl/strings/str_cat.h"
#include "domain/documentation.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/sign_reminder.h"
#include "domain/signature.h"
#include "domain/status_macros.h"
#include "server/documentation_desk.h"
#include "server/policy_source.h"
#include "store/absences.h"
#include "store/accounts.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/outbox.h"
#include "store/people.h"

namespace baton::server {
namespace {

constexpr char kSign[] = "sign";

// The side's seat is vacant, or everybody in it is conflicted.
absl::StatusOr<bool> IsSeatOpen(store::Transaction& tx, const v1::Attribution& attribution,
                                v1::SigningSide side) {
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> seat,
                         store::SeatHolders(tx.session(), tx.tenant(), SeatOf(side), tx.now()));
  for (const std::string& person : seat) {
    if (!domain::IsConflicted(attribution, side, person)) return false;
  }
  return true;
}

// What must be shown, looked at when somebody signs.
absl::StatusOr<v1::Attribution> Document(store::Transaction& tx, v1::Attribution attribution,
                                         const std::string& health_waiver) {
  BATON_ASSIGN_OR_RETURN(const v1::Booking booking,
                         store::GetBooking(tx.session(), tx.tenant(), attribution.booking()));
  BATON_ASSIGN_OR_RETURN(const DocumentationRecords records,
                         LoadDocumentation(tx.session(), tx.tenant(), booking));
  const domain::DocumentationFacts facts = records.Facts(booking);
  const auto checks = domain::CheckDocumentation(attribution, facts);
  if (domain::LacksHealth(checks) && health_waiver.empty()) {
    return domain::RefuseState(v1::ERROR_REASON_DOCUMENTATION_MISSING, attribution.name(),
                               "a renewal is signed with a health history: record or attach one, "
                               "or have both sides waive it with a reason",
                               {{"lacking", "health_history"}});
  }
  if (attribution.state() != v1::ATTRIBUTION_STATE_CONCURRED) return attribution;
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyOfVersion(tx.session(), tx.tenant(), attribution.policy_version()));
  return domain::ApplyDocumentation(std::move(attribution), facts, policy);
}

}  // namespace

v1::Role SeatOf(v1::SigningSide side) {
  return side == v1::SIGNING_SIDE_CS ? v1::ROLE_VP_CS : v1::ROLE_VP_SALES;
}

absl::StatusOr<bool> IsDeputyFor(store::Transaction& tx, const std::string& person, v1::Role seat) {
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> away,
                         store::StandsInFor(tx.session(), tx.tenant(), person, tx.now()));
  for (const std::string& absent : away) {
    BATON_ASSIGN_OR_RETURN(const v1::Person record,
                           store::GetPerson(tx.session(), tx.tenant(), absent));
    if (record.role() == seat) return true;
  }
  return false;
}

absl::StatusOr<v1::Role> RoleFor(store::Transaction& tx, const std::string& person, v1::Role role,
                                 v1::SigningSide side) {
  if (side == v1::SIGNING_SIDE_UNSPECIFIED || role == SeatOf(side)) return role;
  BATON_ASSIGN_OR_RETURN(const bool deputy, IsDeputyFor(tx, person, SeatOf(side)));
  return deputy ? SeatOf(side) : role;
}

absl::Status RequirePerson(const Call& call, std::string_view what) {
  if (!call.caller().person.empty()) return absl::OkStatus();
  return domain::Refuse(
      absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_ALLOWED,
      absl::StrCat(std::string(what), " is a person's: use a token that is bound to one"));
}

std::vector<store::Deadline> SignDeadline(const v1::Attribution& attribution, absl::Time due) {
  if (!domain::AwaitsSignature(attribution)) return {};
  store::Deadline deadline;
  deadline.what = kSign;
  deadline.leg = "1";
  deadline.due = due;
  return {deadline};
}

absl::StatusOr<v1::Attribution> SignAttribution(store::Transaction& tx, const Call& call,
                                                std::string_view id, v1::SigningSide side,
                                                const std::string& health_waiver) {
  BATON_ASSIGN_OR_RETURN(const v1::Attribution before,
                         store::GetAttribution(tx.session(), tx.tenant(), id));
  BATON_RETURN_IF_ERROR(RequirePerson(call, "a signature"));
  domain::Signer signer;
  signer.person = call.caller().person;
  signer.health_waiver = health_waiver;
  BATON_ASSIGN_OR_RETURN(signer.role, RoleFor(tx, signer.person, call.caller().role, side));
  if (signer.role == v1::ROLE_CRO && side != v1::SIGNING_SIDE_UNSPECIFIED) {
    BATON_ASSIGN_OR_RETURN(signer.seat_open, IsSeatOpen(tx, before, side));
  }
  BATON_ASSIGN_OR_RETURN(v1::Attribution after,
                         domain::SignAttribution(before, side, signer, tx.now()));
  BATON_ASSIGN_OR_RETURN(after, Document(tx, std::move(after), health_waiver));
  BATON_RETURN_IF_ERROR(store::UpdateAttribution(tx, before, after));
  if (!domain::AwaitsSignature(after)) {
    BATON_RETURN_IF_ERROR(store::SetDeadlines(tx, after.name(), {}));
  }
  return after;
}

absl::Status AttributionDue(store::Transaction& tx, std::string_view id) {
  BATON_ASSIGN_OR_RETURN(const v1::Attribution attribution,
                         store::GetAttribution(tx.session(), tx.tenant(), id));
  domain::Signers signers;
  store::Session& session = tx.session();
  BATON_ASSIGN_OR_RETURN(signers.cs,
                         store::SeatHolders(session, tx.tenant(), v1::ROLE_VP_CS, tx.now()));
  BATON_ASSIGN_OR_RETURN(signers.sales,
                         store::SeatHolders(session, tx.tenant(), v1::ROLE_VP_SALES, tx.now()));
  BATON_ASSIGN_OR_RETURN(signers.cro,
                         store::SeatHolders(session, tx.tenant(), v1::ROLE_CRO, tx.now()));
  BATON_ASSIGN_OR_RETURN(const v1::Account account,
                         store::GetAccount(session, tx.tenant(), attribution.account()));
  const domain::SignReminder reminder =
      domain::RemindToSign(attribution, account.display_name(), signers, tx.now());
  for (const v1::Delivery& delivery : reminder.deliveries) {
    BATON_RETURN_IF_ERROR(store::AddDelivery(tx, delivery));
  }
  return store::SetDeadlines(tx, attribution.name(), SignDeadline(attribution, reminder.next));
}

}  // namespace baton::server
