#include "domain/signature.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/calculation_text.h"
#include "domain/credit_share.h"
#include "domain/documentation.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

absl::string_view SideText(v1::SigningSide side) {
  return side == v1::SIGNING_SIDE_CS ? "CS" : "Sales";
}

std::string RoleName(v1::Role role) {
  constexpr size_t kPrefix = absl::string_view("ROLE_").size();
  return absl::AsciiStrToLower(v1::Role_Name(role).substr(kPrefix));
}

bool HasSigned(const v1::Attribution& attribution, v1::SigningSide side) {
  return std::any_of(attribution.signatures().begin(), attribution.signatures().end(),
                     [side](const v1::Signature& signature) { return signature.side() == side; });
}

bool SignedOtherSide(const v1::Attribution& attribution, v1::SigningSide side,
                     absl::string_view person) {
  return std::any_of(attribution.signatures().begin(), attribution.signatures().end(),
                     [&](const v1::Signature& signature) {
                       return signature.side() != side && signature.person() == person;
                     });
}

absl::Status CheckSide(v1::SigningSide side) {
  Violations violations;
  if (side != v1::SIGNING_SIDE_CS && side != v1::SIGNING_SIDE_SALES) {
    violations.Add("side", "is missing; it is cs or sales");
  }
  return violations.ToStatus();
}

absl::Status CheckRole(v1::SigningSide side, v1::Role role) {
  const v1::Role vp = side == v1::SIGNING_SIDE_CS ? v1::ROLE_VP_CS : v1::ROLE_VP_SALES;
  if (role == vp || role == v1::ROLE_CRO) return absl::OkStatus();
  return Refuse(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_ALLOWED,
                absl::StrCat("only the VP ", SideText(side), ", or the CRO for them, signs for ",
                             SideText(side)),
                {{"method", "SignAttribution"}, {"role", RoleName(role)}});
}

absl::Status CheckState(const v1::Attribution& attribution, v1::SigningSide side) {
  if (attribution.state() != v1::ATTRIBUTION_STATE_PROPOSED) {
    return RefuseState(v1::ERROR_REASON_ATTRIBUTION_STATE, attribution.name(),
                       "the attribution is no longer proposed",
                       {{"state", v1::AttributionState_Name(attribution.state())}});
  }
  if (HasSigned(attribution, side)) {
    return RefuseState(v1::ERROR_REASON_ATTRIBUTION_STATE, attribution.name(),
                       absl::StrCat(SideText(side), " has signed already"),
                       {{"side", std::string(SideText(side))}});
  }
  return absl::OkStatus();
}

absl::Status CheckSigner(const v1::Attribution& attribution, v1::SigningSide side,
                         const Signer& signer) {
  std::string why;
  if (SignedOtherSide(attribution, side, signer.person)) {
    why = "one person can't sign for both sides";
  } else if (IsNamedByCredit(attribution, signer.person)) {
    why = "nobody signs where a credit line names them";
  } else if (signer.role == v1::ROLE_CRO && !signer.seat_open) {
    why = absl::StrCat("the VP ", SideText(side),
                       " can sign; the CRO signs only where nobody in "
                       "that seat can");
  }
  if (why.empty()) return absl::OkStatus();
  return RefuseState(v1::ERROR_REASON_SIGNER_CONFLICT, attribution.name(), why,
                     {{"person", signer.person}});
}

void Concur(absl::Time now, v1::Attribution* attribution) {
  attribution->set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  *attribution->mutable_concur_time() = ToTimestamp(now);
  *attribution->add_explanation() =
      Step("A-6", absl::StrCat("Both sides have signed: concurred at ", FormatMinute(now),
                               ", payable from now on."));
}

}  // namespace

bool IsNamedByCredit(const v1::Attribution& attribution, absl::string_view person) {
  if (person.empty()) return false;
  const auto holds = [&](v1::Role role, v1::AttributionCategory category) {
    return WeightOf(HoldersOf(attribution, role, category), person) > 0;
  };
  if (attribution.save_bonus().amount_minor() != 0 &&
      holds(v1::ROLE_CSM, v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE)) {
    return true;
  }
  return std::any_of(
      attribution.parts().begin(), attribution.parts().end(), [&](const v1::AttributionPart& part) {
        return (part.ae_credit_minor() != 0 && holds(v1::ROLE_AE, part.category())) ||
               (part.csm_credit_minor() != 0 && holds(v1::ROLE_CSM, part.category()));
      });
}

bool IsConflicted(const v1::Attribution& attribution, v1::SigningSide side,
                  absl::string_view person) {
  return IsNamedByCredit(attribution, person) || SignedOtherSide(attribution, side, person);
}

absl::StatusOr<v1::Attribution> SignAttribution(const v1::Attribution& attribution,
                                                v1::SigningSide side, const Signer& signer,
                                                absl::Time now) {
  BATON_RETURN_IF_ERROR(CheckSide(side));
  BATON_RETURN_IF_ERROR(CheckRole(side, signer.role));
  BATON_RETURN_IF_ERROR(CheckState(attribution, side));
  BATON_RETURN_IF_ERROR(CheckSigner(attribution, side, signer));
  Violations violations;
  violations.LimitText("health_waiver", signer.health_waiver, kMaxHealthWaiverChars);
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  v1::Attribution result = attribution;
  v1::Signature* signature = result.add_signatures();
  signature->set_side(side);
  signature->set_person(signer.person);
  *signature->mutable_time() = ToTimestamp(now);
  signature->set_health_waiver(signer.health_waiver);
  const std::string who(ShortName(signer.person));
  const absl::string_view in_place = signer.role == v1::ROLE_CRO ? ", CRO in the VP's place," : "";
  *result.add_explanation() = Step(
      "A-6",
      absl::StrCat(who, in_place, " signed for ", SideText(side), " at ", FormatMinute(now), "."));
  if (!signer.health_waiver.empty()) {
    *result.add_explanation() = Step(
        "A-7",
        absl::StrCat(SideText(side), " does without a health history: ", signer.health_waiver));
  }
  if (HasSigned(result, v1::SIGNING_SIDE_CS) && HasSigned(result, v1::SIGNING_SIDE_SALES)) {
    Concur(now, &result);
  }
  return result;
}

}  // namespace baton::domain
