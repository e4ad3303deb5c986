#include "domain/dispute.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/attribution_reading.h"
#include "domain/calculation_text.h"
#include "domain/calendar_message.h"
#include "domain/categorise.h"
#include "domain/credit.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

using Categories = google::protobuf::RepeatedPtrField<v1::PartCategory>;

void Explain(v1::Dispute* dispute, absl::string_view text) {
  *dispute->add_explanation() = Step("A-8", text);
}

std::string StateName(v1::DisputeState state) {
  constexpr size_t kPrefix = absl::string_view("DISPUTE_STATE_").size();
  return absl::AsciiStrToLower(v1::DisputeState_Name(state).substr(kPrefix));
}

bool IsLoss(v1::AttributionCategory category) { return !CarriesCredit(category); }

// One part's category as somebody asks for it.
void CheckCategory(const std::string& field, const v1::PartCategory& asked,
                   const v1::Attribution& attribution, Violations* violations) {
  if (asked.part() < 1 || asked.part() > attribution.parts_size()) {
    violations->Add(field + ".part", "is no part of the attribution");
    return;
  }
  const bool known = v1::AttributionCategory_IsValid(asked.category()) &&
                     asked.category() != v1::ATTRIBUTION_CATEGORY_UNSPECIFIED;
  if (!known) {
    violations->Add(field + ".category", "is missing");
  } else if (IsLoss(asked.category()) != (attribution.parts(asked.part() - 1).amount_minor() < 0)) {
    violations->Add(field + ".category", "doesn't fit the part's sign");
  }
}

void CheckCategories(absl::string_view field, const Categories& asked,
                     const v1::Attribution& attribution, Violations* violations) {
  std::map<int32_t, int> times;
  bool differs = false;
  for (int i = 0; i < asked.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    CheckCategory(path, asked[i], attribution, violations);
    if (++times[asked[i].part()] == 2) violations->Add(path + ".part", "is named twice");
    const bool is_part = asked[i].part() >= 1 && asked[i].part() <= attribution.parts_size();
    differs = differs ||
              (is_part && attribution.parts(asked[i].part() - 1).category() != asked[i].category());
  }
  if (!differs) violations->Add(field, "names no part whose category would be another one");
}

absl::Status NotPossible(const v1::Attribution& attribution, absl::string_view why,
                         const Metadata& metadata = {}) {
  return RefuseState(v1::ERROR_REASON_DISPUTE_NOT_POSSIBLE, attribution.name(), why, metadata);
}

absl::Status CheckPossible(const v1::Attribution& attribution,
                           const DisputeCircumstances& circumstances, const v1::Policy& policy,
                           absl::Time now) {
  if (!Counts(attribution)) {
    return NotPossible(attribution, "the attribution doesn't count any more");
  }
  if (!attribution.open_dispute().empty()) {
    return NotPossible(attribution, "a dispute about it is open",
                       {{"dispute", attribution.open_dispute()}});
  }
  if (circumstances.earlier.has_value() && !circumstances.earlier->appeal_of().empty()) {
    return NotPossible(attribution, "its appeal was heard; there is one",
                       {{"dispute", circumstances.earlier->name()}});
  }
  if (!circumstances.publish_time.has_value()) return absl::OkStatus();
  const absl::Time until = *circumstances.publish_time + absl::Hours(24 * policy.dispute_days());
  if (now <= until) return absl::OkStatus();
  return NotPossible(attribution,
                     absl::StrCat("the statement that pays it was published on ",
                                  FormatDay(*circumstances.publish_time), "; it could be disputed ",
                                  "until ", FormatMinute(until)),
                     {{"until", FormatInstant(until)}});
}

absl::Status GoToCro(absl::string_view why, absl::Time from, const v1::Policy& policy,
                     v1::Dispute* dispute) {
  BATON_ASSIGN_OR_RETURN(const absl::Time due,
                         AfterBusinessDays(policy, from, kReviewBusinessDays));
  dispute->set_state(v1::DISPUTE_STATE_CRO_REVIEW);
  *dispute->mutable_due_time() = ToTimestamp(due);
  Explain(dispute, absl::StrCat(why, " The CRO rules by ", FormatMinute(due), "; else it stays."));
  return absl::OkStatus();
}

void Close(v1::DisputeState state, absl::string_view why, absl::Time at, v1::Dispute* dispute) {
  dispute->set_state(state);
  dispute->clear_due_time();
  *dispute->mutable_close_time() = ToTimestamp(at);
  Explain(dispute, why);
}

void CloseAsRuled(const v1::DisputeReview& review, absl::string_view who, absl::Time now,
                  v1::Dispute* dispute) {
  const bool uphold = review.ruling() == v1::DISPUTE_RULING_UPHOLD;
  Close(uphold ? v1::DISPUTE_STATE_UPHELD : v1::DISPUTE_STATE_RECATEGORISED,
        absl::StrCat(who, uphold ? ": it stays as it is." : ": it is recategorised."), now,
        dispute);
}

absl::Status CheckReview(const v1::DisputeReview& review, const v1::Attribution& attribution) {
  Violations violations;
  const bool recategorise = review.ruling() == v1::DISPUTE_RULING_RECATEGORISE;
  if (!recategorise && review.ruling() != v1::DISPUTE_RULING_UPHOLD) {
    violations.Add("ruling", "is missing; it is uphold or recategorise");
  }
  violations.RequireText("reason", review.reason(), kMaxReasonChars);
  if (recategorise) CheckCategories("categories", review.categories(), attribution, &violations);
  return violations.ToStatus();
}

absl::Status CheckTurn(const v1::Dispute& dispute, const v1::DisputeReview& review) {
  const Metadata state = {{"state", StateName(dispute.state())}};
  if (!IsOpen(dispute)) {
    return RefuseState(v1::ERROR_REASON_DISPUTE_STATE, dispute.name(), "the dispute is closed",
                       state);
  }
  const bool cro = review.side() == v1::SIGNING_SIDE_UNSPECIFIED;
  if (cro != (dispute.state() == v1::DISPUTE_STATE_CRO_REVIEW)) {
    return RefuseState(v1::ERROR_REASON_DISPUTE_STATE, dispute.name(),
                       cro ? "the sides review it first" : "it is the CRO's to rule on", state);
  }
  for (const v1::DisputeReview& earlier : dispute.reviews()) {
    if (cro) continue;
    if (earlier.side() == review.side()) {
      return RefuseState(v1::ERROR_REASON_DISPUTE_STATE, dispute.name(),
                         "this side has given its review", state);
    }
    if (earlier.reviewer() == review.reviewer()) {
      return RefuseState(v1::ERROR_REASON_SIGNER_CONFLICT, dispute.name(),
                         "one person can't speak for both sides", {{"person", review.reviewer()}});
    }
  }
  return absl::OkStatus();
}

std::map<int32_t, v1::AttributionCategory> AsMap(const Categories& categories) {
  std::map<int32_t, v1::AttributionCategory> map;
  for (const v1::PartCategory& one : categories) map[one.part()] = one.category();
  return map;
}

bool Agree(const v1::DisputeReview& one, const v1::DisputeReview& other) {
  return one.ruling() == other.ruling() && (one.ruling() == v1::DISPUTE_RULING_UPHOLD ||
                                            AsMap(one.categories()) == AsMap(other.categories()));
}

absl::string_view RoleText(v1::SigningSide side) {
  if (side == v1::SIGNING_SIDE_CS) return "CS";
  return side == v1::SIGNING_SIDE_SALES ? "Sales" : "The CRO";
}

std::string ReviewText(const v1::DisputeReview& review) {
  return absl::StrCat(RoleText(review.side()), ", ", std::string(ShortName(review.reviewer())),
                      ", ruled to ",
                      review.ruling() == v1::DISPUTE_RULING_UPHOLD ? "uphold" : "recategorise",
                      ": ", review.reason());
}

// The parts without credit, each in the category that was ruled.
std::vector<v1::AttributionPart> PartsAsRuled(const v1::Attribution& old,
                                              const v1::Dispute& dispute) {
  const auto ruled = AsMap(dispute.reviews(dispute.reviews_size() - 1).categories());
  std::vector<v1::AttributionPart> parts(old.parts().begin(), old.parts().end());
  for (v1::AttributionPart& part : parts) {
    part.set_ae_credit_minor(0);
    part.set_csm_credit_minor(0);
    const auto found = ruled.find(part.part());
    if (found == ruled.end() || found->second == part.category()) continue;
    *part.add_explanation() =
        Step("A-8", absl::StrCat("Recategorised from ", std::string(CategoryText(part.category())),
                                 " to ", std::string(CategoryText(found->second)), " by ",
                                 std::string(ShortName(dispute.name())), "."));
    part.set_category(found->second);
  }
  return parts;
}

}  // namespace

bool IsOpen(const v1::Dispute& dispute) {
  return dispute.state() == v1::DISPUTE_STATE_JOINT_REVIEW ||
         dispute.state() == v1::DISPUTE_STATE_CRO_REVIEW;
}

absl::StatusOr<v1::Dispute> OpenDispute(const v1::Dispute& stated,
                                        const v1::Attribution& attribution,
                                        const DisputeCircumstances& circumstances,
                                        const v1::Policy& policy, absl::Time now) {
  Violations violations;
  violations.RequireText("reason", stated.reason(), kMaxReasonChars);
  CheckCategories("asked", stated.asked(), attribution, &violations);
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  BATON_RETURN_IF_ERROR(CheckPossible(attribution, circumstances, policy, now));
  v1::Dispute dispute = stated;
  dispute.set_attribution(attribution.name());
  dispute.set_account(attribution.account());
  *dispute.mutable_open_time() = ToTimestamp(now);
  if (circumstances.earlier.has_value()) dispute.set_appeal_of(circumstances.earlier->name());
  if (!circumstances.both_sides_can_rule) {
    BATON_RETURN_IF_ERROR(
        GoToCro("A side has nobody who could rule and is no party.", now, policy, &dispute));
    return dispute;
  }
  BATON_ASSIGN_OR_RETURN(const absl::Time due, AfterBusinessDays(policy, now, kReviewBusinessDays));
  dispute.set_state(v1::DISPUTE_STATE_JOINT_REVIEW);
  *dispute.mutable_due_time() = ToTimestamp(due);
  Explain(&dispute, absl::StrCat("Opened by ", std::string(ShortName(stated.opener())),
                                 "; VP CS and VP Sales review it by ", FormatMinute(due), ", ",
                                 kReviewBusinessDays, " business days on (S-8)."));
  return dispute;
}

bool IsParty(const v1::Dispute& dispute, const v1::Attribution& attribution,
             absl::string_view person) {
  return (!person.empty() && dispute.opener() == person) || IsCredited(attribution, person);
}

absl::StatusOr<v1::Dispute> PassDeadlines(v1::Dispute dispute, const v1::Policy& policy,
                                          absl::Time now) {
  if (dispute.state() == v1::DISPUTE_STATE_JOINT_REVIEW && now > ToTime(dispute.due_time())) {
    BATON_RETURN_IF_ERROR(
        GoToCro("The sides didn't agree in time.", ToTime(dispute.due_time()), policy, &dispute));
  }
  if (dispute.state() == v1::DISPUTE_STATE_CRO_REVIEW && now > ToTime(dispute.due_time())) {
    Close(v1::DISPUTE_STATE_UPHELD, "Nobody ruled in time: it stays as it is.",
          ToTime(dispute.due_time()), &dispute);
  }
  return dispute;
}

absl::StatusOr<v1::Dispute> ReviewDispute(v1::Dispute dispute, v1::DisputeReview review,
                                          const v1::Attribution& attribution,
                                          const v1::Policy& policy, absl::Time now) {
  if (review.ruling() != v1::DISPUTE_RULING_RECATEGORISE) {
    review.clear_categories();
  } else if (review.categories().empty()) {
    *review.mutable_categories() = dispute.asked();
  }
  BATON_RETURN_IF_ERROR(CheckReview(review, attribution));
  BATON_RETURN_IF_ERROR(CheckTurn(dispute, review));
  if (IsParty(dispute, attribution, review.reviewer())) {
    return RefuseState(v1::ERROR_REASON_DISPUTE_PARTY, dispute.name(), "a party never rules",
                       {{"person", review.reviewer()}});
  }
  *review.mutable_time() = ToTimestamp(now);
  Explain(&dispute, ReviewText(review));
  const bool by_cro = dispute.state() == v1::DISPUTE_STATE_CRO_REVIEW;
  const bool second = !by_cro && dispute.reviews_size() == 1;
  const v1::DisputeReview first = second ? dispute.reviews(0) : v1::DisputeReview();
  *dispute.add_reviews() = review;
  if (by_cro) {
    CloseAsRuled(review, "Ruled by the CRO", now, &dispute);
  } else if (second && Agree(first, review)) {
    CloseAsRuled(review, "Both sides agree", now, &dispute);
  } else if (second) {
    BATON_RETURN_IF_ERROR(GoToCro("The sides don't agree.", now, policy, &dispute));
  }
  return dispute;
}

v1::Dispute MakeMoot(v1::Dispute dispute, absl::Time now) {
  Close(v1::DISPUTE_STATE_MOOT, "The booking was voided: nothing is left to dispute.", now,
        &dispute);
  return dispute;
}

absl::StatusOr<v1::Attribution> Recategorise(const v1::Attribution& old, const std::string& name,
                                             const v1::Dispute& dispute, const v1::Policy& policy,
                                             const std::optional<ApprovedRate>& rate,
                                             absl::Time now) {
  v1::Attribution anew = old;
  anew.set_name(name);
  anew.set_reading(1);
  anew.set_supersedes(old.name());
  anew.clear_superseded_by();
  anew.clear_open_dispute();
  anew.clear_signatures();
  anew.clear_documentation();
  anew.clear_save_bonus();
  *anew.mutable_create_time() = ToTimestamp(now);
  std::vector<v1::AttributionPart> parts = PartsAsRuled(old, dispute);
  CreditTerms terms = TermsOf(old);
  BATON_ASSIGN_OR_RETURN(terms.net_new_minor, NetNewExpansion(parts));
  terms.rate = rate;
  BATON_ASSIGN_OR_RETURN(parts, CreditParts(std::move(parts), terms, policy));
  anew.mutable_parts()->Assign(parts.begin(), parts.end());
  BATON_RETURN_IF_ERROR(SetSaveBonus(terms, policy, &anew));
  anew.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  *anew.mutable_concur_time() = ToTimestamp(now);
  *anew.add_explanation() =
      Step("A-8", absl::StrCat("Supersedes ", std::string(ShortName(old.name())), " by the ruling ",
                               "on ", std::string(ShortName(dispute.name())),
                               ", which stands for both signatures."));
  return anew;
}

}  // namespace baton::domain
