#include "domain/attribution.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/booking.h"
#include "domain/booking_reversal.h"
#include "domain/calculation_text.h"
#include "domain/calendar_message.h"
#include "domain/credit_wording.h"
#include "domain/cs_led.h"
#include "domain/flag.h"
#include "domain/growth_credit.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/joint_review.h"
#include "domain/manual_tier.h"
#include "domain/opportunity.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

v1::ExplanationStep BrokeredStep(const ProposalInput& input, bool brokered) {
  if (input.opportunity == nullptr) {
    return Step("G-1", "Not brokered: the booking has no opportunity.");
  }
  if (!brokered) {
    const OpportunityOrigin origin = OriginOf(*input.opportunity);
    if (IsPulled(origin)) {
      return Step("G-1", "Not brokered: the customer's own use of the product led to it.");
    }
    if (origin.source == CreationSource::kSalesInitiated) {
      return Step("G-1", "Not brokered: Sales began the opportunity.");
    }
    return Step("G-1",
                "Not brokered: the opportunity came from no CSM's signal, and no CSM introduced "
                "anybody before it was created.");
  }
  if (FromCsmSignal(input)) {
    return Step("G-1", "Brokered: the opportunity came from a CSM's handoff signal.");
  }
  return Step("G-1", "Brokered: a CSM introduced the parties before the opportunity was created.");
}

void SetHead(const ProposalInput& input, v1::Attribution* attribution) {
  attribution->set_booking(input.booking->name());
  attribution->set_account(input.booking->account());
  *attribution->mutable_booked_time() = input.booking->booked_time();
  attribution->set_currency_code(input.booking->currency_code());
  attribution->set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  attribution->set_reading(1);
  attribution->set_ae(input.ae);
  attribution->set_csm(input.csm);
  *attribution->mutable_credit_shares() = input.shares;
  attribution->set_policy_version(input.policy->version());
  attribution->set_brokered(CsLedOf(input, CsLedCategory::kOther).brokered);
  attribution->set_self_serve(input.opportunity != nullptr && IsSelfServe(*input.opportunity));
  if (input.opportunity != nullptr &&
      input.opportunity->creation_source() == v1::CREATION_SOURCE_UNKNOWN) {
    attribution->add_flags(std::string(kBackfilled));
  }
  // Nobody closes a self-serve purchase, so no model closed it either.
  if (input.signal != nullptr && !attribution->self_serve()) {
    attribution->set_model(input.signal->model());
  }
}

absl::Status SetParts(const ProposalInput& input, Categorised categorised,
                      v1::Attribution* attribution) {
  attribution->set_at_risk(categorised.at_risk);
  attribution->set_net_direction(categorised.net_direction);
  for (v1::ExplanationStep& step : categorised.explanation) {
    *attribution->add_explanation() = std::move(step);
  }
  *attribution->add_explanation() = BrokeredStep(input, attribution->brokered());
  CreditTerms terms = TermsOf(*attribution);
  BATON_ASSIGN_OR_RETURN(terms.net_new_minor, NetNewExpansion(categorised.parts));
  terms.rate = input.rate;
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::AttributionPart> parts,
                         CreditParts(std::move(categorised.parts), terms, *input.policy));
  attribution->mutable_parts()->Assign(parts.begin(), parts.end());
  return SetSaveBonus(terms, *input.policy, attribution);
}

// W-3, W-4. Whether the CSM's role had been with the same people, by the same weights.
bool HeldAsBooked(const ProposalInput& input) {
  return input.csm_at_end == input.csm &&
         SameShares(OfRole(input.shares_at_end, v1::ROLE_CSM), OfRole(input.shares, v1::ROLE_CSM));
}

// C-12. Whether the deal desk shared the CSM's role otherwise than it was as booked.
bool IsCsmRuled(const ProposalInput& input, const v1::Attribution& attribution) {
  return !attribution.ruled_by().empty() &&
         !SameShares(OfRole(attribution.credit_shares(), v1::ROLE_CSM),
                     OfRole(input.shares, v1::ROLE_CSM));
}

// Held for joint review: both sides sign in the knowledge of it.
void FlagLateManualTier(v1::Attribution* attribution) {
  attribution->add_flags(std::string(kLateManualTier));
  attribution->add_flags(std::string(kJointReview));
  *attribution->add_explanation() =
      Step("A-13",
           "A tier that somebody with credit here set by hand less than 14 days before the end "
           "doesn't count, since no other source confirms it: held for joint review.");
}

}  // namespace

absl::StatusOr<absl::Time> SignDueTime(const v1::Policy& policy, absl::Time now) {
  return AfterBusinessDays(policy, now, policy.signature_business_days());
}

absl::StatusOr<v1::Attribution> ProposeAttribution(const ProposalInput& input, absl::Time now) {
  const std::vector<v1::HealthObservation> health =
      CountedHealth(input.health, *input.booking, input.ae, input.csm);
  BATON_ASSIGN_OR_RETURN(Categorised categorised,
                         Categorise(*input.booking, input.before, health, *input.policy));
  v1::Attribution attribution;
  SetHead(input, &attribution);
  BATON_RETURN_IF_ERROR(SetParts(input, std::move(categorised), &attribution));
  NameSaveCsm(input, &attribution);
  BATON_RETURN_IF_ERROR(SetGrowthCredit(input, &attribution));
  if (input.opportunity == nullptr && RaisesArr(*input.booking)) {
    attribution.add_flags(std::string(kUnloggedExpansion));
    *attribution.add_explanation() =
        Step("T-1", "The booking raises ARR, but no opportunity was logged for it.");
  }
  FlagLateRenewal(*input.booking, *input.policy, &attribution);
  if (health.size() < input.health.size()) FlagLateManualTier(&attribution);
  std::sort(attribution.mutable_flags()->begin(), attribution.mutable_flags()->end());
  BATON_ASSIGN_OR_RETURN(const absl::Time due, SignDueTime(*input.policy, now));
  *attribution.mutable_sign_due_time() = ToTimestamp(due);
  *attribution.mutable_create_time() = ToTimestamp(now);
  *attribution.add_explanation() = Step(
      "A-6", absl::StrCat("Proposed; CS and Sales both sign by ", FormatMinute(due), ", ",
                          input.policy->signature_business_days(), " business days on (S-8)."));
  return attribution;
}

void NameSaveCsm(const ProposalInput& input, v1::Attribution* attribution) {
  if (!IsSave(*attribution) || !attribution->save_csm().empty()) return;
  if (input.csm_at_end.empty() || HeldAsBooked(input) || IsCsmRuled(input, *attribution)) return;
  attribution->set_save_csm(input.csm_at_end);
  *attribution->mutable_save_shares() = input.shares_at_end;
  *attribution->add_explanation() =
      Step("W-3", absl::StrCat("The save is credited to ", input.csm_at_end,
                               ", who held the account at its window's end",
                               input.shares_at_end.empty() ? "." : ", by the shares of then."));
}

const std::string& CsmOf(const v1::Attribution& attribution, v1::AttributionCategory category) {
  const bool save = category == v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;
  return save && !attribution.save_csm().empty() ? attribution.save_csm() : attribution.csm();
}

bool IsCredited(const v1::Attribution& attribution, absl::string_view person) {
  if (person.empty()) return false;
  const auto is_theirs = [&](const v1::CreditShare& share) { return share.person() == person; };
  const auto& shares = attribution.credit_shares();
  const auto& save_shares = attribution.save_shares();
  return attribution.ae() == person || attribution.csm() == person ||
         attribution.save_csm() == person || std::any_of(shares.begin(), shares.end(), is_theirs) ||
         std::any_of(save_shares.begin(), save_shares.end(), is_theirs);
}

CreditTerms TermsOf(const v1::Attribution& attribution) {
  CreditTerms terms;
  terms.brokered = attribution.brokered();
  terms.self_serve = attribution.self_serve();
  terms.backfilled = HasFlag(attribution.flags(), kBackfilled);
  terms.model = attribution.model();
  terms.currency_code = attribution.currency_code();
  const std::vector<v1::AttributionPart> parts(attribution.parts().begin(),
                                               attribution.parts().end());
  // A sum that does not fit was refused when the attribution was proposed.
  terms.net_new_minor = NetNewExpansion(parts).value_or(0);
  return terms;
}

absl::Status SetSaveBonus(const CreditTerms& terms, const v1::Policy& policy,
                          v1::Attribution* attribution) {
  const std::vector<v1::AttributionPart> parts(attribution->parts().begin(),
                                               attribution->parts().end());
  BATON_ASSIGN_OR_RETURN(const auto bonus, DecideSaveBonus(parts, terms, policy));
  DropFlag(kNoRate, attribution->mutable_flags());
  if (!bonus.has_value()) return absl::OkStatus();
  *attribution->add_explanation() = SaveBonusStep(*bonus, terms, policy);
  if (bonus->no_rate) {
    AddFlag(kNoRate, attribution->mutable_flags());
    return absl::OkStatus();
  }
  attribution->mutable_save_bonus()->set_amount_minor(bonus->amount_minor);
  attribution->mutable_save_bonus()->set_currency_code(attribution->currency_code());
  return absl::OkStatus();
}

}  // namespace baton::domain
