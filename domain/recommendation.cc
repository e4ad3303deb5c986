#include "domain/recommendation.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/money.h"
#include "domain/refusal.h"

namespace baton::domain {
namespace {

// "save_and_renew" for CS_LED_TAG_SAVE_AND_RENEW; "" for none.
std::string WordOf(absl::string_view name, absl::string_view prefix) {
  std::string word = absl::AsciiStrToLower(name.substr(prefix.size()));
  return word == "unspecified" || word == "none" ? "" : word;
}

std::string MissingText(const v1::DocumentationCheck& check) {
  return absl::StrCat(WordOf(v1::DocumentationKind_Name(check.kind()), "DOCUMENTATION_KIND_"), ": ",
                      check.consequence());
}

void AddTeamShares(const v1::Attribution& read, v1::Recommendation* recommendation) {
  absl::int128 total = 0;
  for (const v1::TeamShare& share : read.team_shares()) total += share.amount_minor();
  if (total <= 0) return;
  for (const v1::TeamShare& share : read.team_shares()) {
    v1::RecommendedTeamShare& recommended = *recommendation->add_team_shares();
    recommended.set_team_role(WordOf(v1::CreditRole_Name(share.role()), "CREDIT_ROLE_"));
    recommended.set_team(WordOf(v1::Team_Name(share.team()), "TEAM_"));
    // At most 10,000: no share is larger than the whole.
    recommended.set_share_bp(static_cast<int32_t>(
        DivideHalfEven(absl::int128(share.amount_minor()) * kOneBp, total).value_or(0)));
  }
}

void CheckPart(const std::string& path, const v1::PartRecommendation& part, int parts,
               Violations* violations) {
  if (part.part() < 1 || part.part() > parts) {
    violations->Add(path + ".part", "is no part of the attribution");
  }
  if (!v1::AttributionCategory_IsValid(part.category()) ||
      part.category() == v1::ATTRIBUTION_CATEGORY_UNSPECIFIED) {
    violations->Add(path + ".category", "is missing");
  }
  violations->LimitText(path + ".cs_led_tag", part.cs_led_tag(), 64);
  if (part.reasons_size() > kMaxRecommendedTexts) {
    violations->Add(path + ".reasons", absl::StrCat("has more than ", kMaxRecommendedTexts));
  }
}

void CheckTeams(const v1::Recommendation& outside, Violations* violations) {
  if (outside.team_shares_size() > kMaxRecommendedTexts) {
    violations->Add("outside.team_shares", absl::StrCat("has more than ", kMaxRecommendedTexts));
  }
  int64_t sum = 0;
  for (int i = 0; i < outside.team_shares_size(); ++i) {
    const v1::RecommendedTeamShare& share = outside.team_shares(i);
    const std::string path = absl::StrCat("outside.team_shares[", i, "]");
    violations->RequireText(path + ".team", share.team(), 64);
    violations->LimitText(path + ".team_role", share.team_role(), 64);
    if (share.share_bp() < 0) violations->Add(path + ".share_bp", "is negative");
    sum += share.share_bp();
  }
  if (sum > kOneBp) violations->Add("outside.team_shares", "add up to more than 10000");
}

}  // namespace

v1::Recommendation RecommendationFrom(const v1::Attribution& read,
                                      absl::Span<const v1::DocumentationCheck> checks) {
  v1::Recommendation recommendation;
  recommendation.set_recommender(kBaton);
  for (const v1::AttributionPart& part : read.parts()) {
    v1::PartRecommendation& recommended = *recommendation.add_parts();
    recommended.set_part(part.part());
    recommended.set_category(part.category());
    recommended.set_cs_led_tag(WordOf(v1::CsLedTag_Name(part.cs_led_tag()), "CS_LED_TAG_"));
    *recommended.mutable_reasons() = part.explanation();
    for (const v1::DocumentationCheck& check : checks) {
      if (check.part() == part.part() && check.result() == v1::DOCUMENTATION_RESULT_LACKING) {
        recommended.add_missing_evidence(MissingText(check));
      }
    }
  }
  AddTeamShares(read, &recommendation);
  for (const v1::ExplanationStep& step : read.explanation()) {
    if (step.rule().rfind("T-", 0) == 0) *recommendation.add_team_reasons() = step;
  }
  return recommendation;
}

bool Agrees(const v1::Recommendation& recommendation, const v1::Attribution& attribution) {
  std::set<int32_t> named;
  for (const v1::PartRecommendation& part : recommendation.parts()) {
    if (part.part() < 1 || part.part() > attribution.parts_size()) return false;
    if (attribution.parts(part.part() - 1).category() != part.category()) return false;
    named.insert(part.part());
  }
  return static_cast<int>(named.size()) == attribution.parts_size();
}

absl::Status CheckOutside(const v1::Recommendation& outside, const v1::Attribution& attribution) {
  Violations violations;
  violations.RequireText("outside.recommender", outside.recommender(), kMaxRecommenderChars);
  if (outside.recommender() == kBaton) violations.Add("outside.recommender", "is not outside");
  if (outside.parts().empty()) violations.Add("outside.parts", "is missing");
  for (int i = 0; i < outside.parts_size(); ++i) {
    CheckPart(absl::StrCat("outside.parts[", i, "]"), outside.parts(i), attribution.parts_size(),
              &violations);
  }
  CheckTeams(outside, &violations);
  return violations.ToStatus();
}

}  // namespace baton::domain
