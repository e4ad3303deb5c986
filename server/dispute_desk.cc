#include "server/dispute_desk.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/delivery.h"
#include "domain/dispute.h"
#include "domain/documentation.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/booking_desk.h"
#include "server/credit_share_desk.h"
#include "server/documentation_desk.h"
#include "server/policy_source.h"
#include "server/rate_source.h"
#include "server/signing_desk.h"
#include "store/absences.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/deadlines.h"
#include "store/disputes.h"
#include "store/outbox.h"

namespace baton::server {
namespace {

constexpr char kReview[] = "review";

std::vector<store::Deadline> ReviewDeadline(const v1::Dispute& dispute) {
  if (!domain::IsOpen(dispute)) return {};
  store::Deadline deadline;
  deadline.what = kReview;
  deadline.leg = dispute.state() == v1::DISPUTE_STATE_CRO_REVIEW ? "2" : "1";
  deadline.due = domain::ToTime(dispute.due_time());
  return {deadline};
}

// Those whose turn it is, by full name.
absl::StatusOr<std::vector<std::string>> ReviewersOf(store::Transaction& tx,
                                                     const v1::Dispute& dispute) {
  store::Session& session = tx.session();
  if (dispute.state() == v1::DISPUTE_STATE_CRO_REVIEW) {
    return store::SeatHolders(session, tx.tenant(), v1::ROLE_CRO, tx.now());
  }
  BATON_ASSIGN_OR_RETURN(std::vector<std::string> people,
                         store::SeatHolders(session, tx.tenant(), v1::ROLE_VP_CS, tx.now()));
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> sales,
                         store::SeatHolders(session, tx.tenant(), v1::ROLE_VP_SALES, tx.now()));
  people.insert(people.end(), sales.begin(), sales.end());
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

// Tells those whose turn it is, once a stage.
absl::Status TellReviewers(store::Transaction& tx, const v1::Dispute& dispute) {
  if (!domain::IsOpen(dispute)) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> people, ReviewersOf(tx, dispute));
  const std::string id(domain::ShortName(dispute.name()));
  const int stage = dispute.state() == v1::DISPUTE_STATE_CRO_REVIEW ? 2 : 1;
  for (const std::string& person : people) {
    v1::Delivery delivery =
        domain::NewMessage(dispute.name(), "A-8", absl::StrCat("review.", stage), person, tx.now());
    delivery.set_subject(absl::StrCat("Dispute ", id, " waits for your review"));
    delivery.set_body(dispute.explanation(dispute.explanation_size() - 1).text());
    BATON_RETURN_IF_ERROR(store::AddDelivery(tx, delivery));
  }
  return absl::OkStatus();
}

// Whether the side has somebody in its seat who is no party.
absl::StatusOr<bool> CanRule(store::Transaction& tx, const v1::Dispute& dispute,
                             const v1::Attribution& attribution, v1::SigningSide side) {
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> seat,
                         store::SeatHolders(tx.session(), tx.tenant(), SeatOf(side), tx.now()));
  return std::any_of(seat.begin(), seat.end(), [&](const std::string& person) {
    return !domain::IsParty(dispute, attribution, person);
  });
}

absl::StatusOr<domain::DisputeCircumstances> LoadCircumstances(store::Transaction& tx,
                                                               const v1::Dispute& dispute,
                                                               const v1::Attribution& attribution) {
  domain::DisputeCircumstances circumstances;
  BATON_ASSIGN_OR_RETURN(circumstances.earlier,
                         store::LastDisputeOf(tx.session(), tx.tenant(), attribution.name()));
  BATON_ASSIGN_OR_RETURN(circumstances.publish_time,
                         store::LastPaidTime(tx.session(), tx.tenant(), attribution.name()));
  BATON_ASSIGN_OR_RETURN(const bool cs, CanRule(tx, dispute, attribution, v1::SIGNING_SIDE_CS));
  BATON_ASSIGN_OR_RETURN(const bool sales,
                         CanRule(tx, dispute, attribution, v1::SIGNING_SIDE_SALES));
  circumstances.both_sides_can_rule = cs && sales;
  return circumstances;
}

// The attribution that the ruling makes, with what its documentation shows.
absl::StatusOr<v1::Attribution> MakeResult(store::Transaction& tx, const v1::Attribution& old,
                                           const v1::Dispute& dispute, const v1::Policy& policy,
                                           const std::string& name) {
  BATON_ASSIGN_OR_RETURN(const std::optional<domain::ApprovedRate> rate,
                         RateToPolicy(tx.session(), tx.tenant(), old.currency_code(),
                                      domain::ToTime(old.booked_time()), policy));
  BATON_ASSIGN_OR_RETURN(v1::Attribution anew,
                         domain::Recategorise(old, name, dispute, policy, rate, tx.now()));
  BATON_ASSIGN_OR_RETURN(const v1::Booking booking,
                         store::GetBooking(tx.session(), tx.tenant(), old.booking()));
  domain::ProposalInput holders;
  BATON_RETURN_IF_ERROR(LoadHolders(tx, booking, &holders));
  domain::NameSaveCsm(holders, &anew);
  BATON_ASSIGN_OR_RETURN(const DocumentationRecords records,
                         LoadDocumentation(tx.session(), tx.tenant(), booking));
  BATON_ASSIGN_OR_RETURN(
      anew, domain::ApplyDocumentation(std::move(anew), records.Facts(booking), policy));
  return anew;
}

// What a closed dispute leaves behind. Answers the attribution that counts now.
absl::StatusOr<v1::Attribution> Settle(store::Transaction& tx, const v1::Attribution& disputed,
                                       const v1::Policy& policy, const std::string& result,
                                       v1::Dispute* dispute) {
  if (dispute->state() != v1::DISPUTE_STATE_RECATEGORISED) {
    v1::Attribution after = disputed;
    after.clear_open_dispute();
    BATON_RETURN_IF_ERROR(store::UpdateAttribution(tx, disputed, after));
    return after;
  }
  BATON_ASSIGN_OR_RETURN(const v1::Attribution anew,
                         MakeResult(tx, disputed, *dispute, policy, result));
  dispute->set_result(anew.name());
  BATON_RETURN_IF_ERROR(Supersede(tx, disputed, anew));
  return anew;
}

absl::Status CheckReviewerRole(store::Transaction& tx, const Call& call, v1::SigningSide side) {
  BATON_RETURN_IF_ERROR(RequirePerson(call, "a review"));
  domain::Violations violations;
  if (!v1::SigningSide_IsValid(side)) violations.Add("side", "is no side");
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  BATON_ASSIGN_OR_RETURN(const v1::Role role,
                         RoleFor(tx, call.caller().person, call.caller().role, side));
  const v1::Role needed = side == v1::SIGNING_SIDE_UNSPECIFIED ? v1::ROLE_CRO : SeatOf(side);
  if (role == needed) return absl::OkStatus();
  return domain::Refuse(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_ALLOWED,
                        "VP CS speaks for CS, VP Sales for Sales, and the CRO without a side",
                        {{"method", "ReviewDispute"}});
}

}  // namespace

absl::StatusOr<v1::Dispute> OpenDispute(store::Transaction& tx, const Call& call,
                                        v1::Dispute stated, const v1::Attribution& attribution) {
  BATON_RETURN_IF_ERROR(RequirePerson(call, "a dispute"));
  stated.set_opener(call.caller().person);
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyOfVersion(tx.session(), tx.tenant(), attribution.policy_version()));
  BATON_ASSIGN_OR_RETURN(const domain::DisputeCircumstances circumstances,
                         LoadCircumstances(tx, stated, attribution));
  BATON_ASSIGN_OR_RETURN(const v1::Dispute dispute,
                         domain::OpenDispute(stated, attribution, circumstances, policy, tx.now()));
  BATON_RETURN_IF_ERROR(store::InsertDispute(tx, dispute));
  v1::Attribution after = attribution;
  after.set_open_dispute(dispute.name());
  BATON_RETURN_IF_ERROR(store::UpdateAttribution(tx, attribution, after));
  BATON_RETURN_IF_ERROR(store::AddDeadlines(tx, dispute.name(), ReviewDeadline(dispute)));
  BATON_RETURN_IF_ERROR(TellReviewers(tx, dispute));
  return dispute;
}

absl::StatusOr<v1::ReviewDisputeResponse> ReviewDispute(store::Transaction& tx, const Call& call,
                                                        std::string_view id,
                                                        v1::DisputeReview review,
                                                        const std::string& result) {
  BATON_ASSIGN_OR_RETURN(const v1::Dispute before,
                         store::GetDispute(tx.session(), tx.tenant(), id));
  BATON_RETURN_IF_ERROR(CheckReviewerRole(tx, call, review.side()));
  review.set_reviewer(call.caller().person);
  BATON_ASSIGN_OR_RETURN(const v1::Attribution disputed,
                         store::GetAttribution(tx.session(), tx.tenant(), before.attribution()));
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyOfVersion(tx.session(), tx.tenant(), disputed.policy_version()));
  BATON_ASSIGN_OR_RETURN(v1::Dispute dispute, domain::PassDeadlines(before, policy, tx.now()));
  BATON_ASSIGN_OR_RETURN(dispute, domain::ReviewDispute(std::move(dispute), std::move(review),
                                                        disputed, policy, tx.now()));
  v1::ReviewDisputeResponse response;
  *response.mutable_attribution() = disputed;
  if (!domain::IsOpen(dispute)) {
    BATON_ASSIGN_OR_RETURN(*response.mutable_attribution(),
                           Settle(tx, disputed, policy, result, &dispute));
  }
  BATON_RETURN_IF_ERROR(store::UpdateDispute(tx, before, dispute));
  BATON_RETURN_IF_ERROR(store::SetDeadlines(tx, dispute.name(), ReviewDeadline(dispute)));
  if (dispute.state() != before.state()) BATON_RETURN_IF_ERROR(TellReviewers(tx, dispute));
  *response.mutable_dispute() = std::move(dispute);
  return response;
}

absl::Status DisputeDue(store::Transaction& tx, std::string_view id) {
  BATON_ASSIGN_OR_RETURN(const v1::Dispute before,
                         store::GetDispute(tx.session(), tx.tenant(), id));
  BATON_ASSIGN_OR_RETURN(v1::Dispute dispute, AsOfNow(tx.session(), tx.tenant(), before, tx.now()));
  if (dispute.state() != before.state()) {
    if (!domain::IsOpen(dispute)) {
      BATON_ASSIGN_OR_RETURN(
          const v1::Attribution disputed,
          store::GetAttribution(tx.session(), tx.tenant(), before.attribution()));
      BATON_RETURN_IF_ERROR(Settle(tx, disputed, v1::Policy(), "", &dispute).status());
    }
    BATON_RETURN_IF_ERROR(store::UpdateDispute(tx, before, dispute));
    BATON_RETURN_IF_ERROR(TellReviewers(tx, dispute));
  }
  return store::SetDeadlines(tx, dispute.name(), ReviewDeadline(dispute));
}

absl::StatusOr<v1::Dispute> AsOfNow(store::Session& session, std::string_view tenant,
                                    v1::Dispute dispute, absl::Time now) {
  if (!domain::IsOpen(dispute) || now <= domain::ToTime(dispute.due_time())) return dispute;
  BATON_ASSIGN_OR_RETURN(const v1::Attribution disputed,
                         store::GetAttribution(session, tenant, dispute.attribution()));
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyOfVersion(session, tenant, disputed.policy_version()));
  return domain::PassDeadlines(std::move(dispute), policy, now);
}

absl::Status CloseAsMoot(store::Transaction& tx, v1::Attribution* attribution) {
  if (attribution->open_dispute().empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Dispute before,
                         store::GetDispute(tx.session(), tx.tenant(), attribution->open_dispute()));
  const v1::Dispute after = domain::MakeMoot(before, tx.now());
  BATON_RETURN_IF_ERROR(store::UpdateDispute(tx, before, after));
  BATON_RETURN_IF_ERROR(store::SetDeadlines(tx, after.name(), {}));
  attribution->clear_open_dispute();
  return absl::OkStatus();
}

}  // namespace baton::server
