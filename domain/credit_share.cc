#include "domain/credit_share.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/money.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

void CheckShare(const std::string& path, const v1::CreditShare& share, Violations* violations) {
  if (share.role() != v1::ROLE_CSM && share.role() != v1::ROLE_AE) {
    violations->Add(path + ".role", "must be csm or ae");
  }
  if (share.person().empty()) violations->Add(path + ".person", "is missing");
  if (share.share_bp() < 0 || share.share_bp() > kOneBp) {
    violations->Add(path + ".share_bp",
                    absl::StrCat("is ", share.share_bp(), "; it must be 0 to ", kOneBp));
  }
}

std::vector<v1::CreditShare> Whole(v1::Role role, const std::string& person) {
  if (person.empty()) return {};
  v1::CreditShare share;
  share.set_role(role);
  share.set_person(person);
  share.set_share_bp(static_cast<int32_t>(kOneBp));
  return {share};
}

bool IsOthersSave(const v1::Attribution& attribution, v1::Role role,
                  v1::AttributionCategory category) {
  return role == v1::ROLE_CSM && category == v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE &&
         !attribution.save_csm().empty();
}

}  // namespace

void CheckShares(absl::string_view field, const CreditShares& shares, Violations* violations) {
  if (shares.size() > kMaxCreditShares) {
    violations->Add(field, absl::StrCat("has more than ", kMaxCreditShares));
  }
  std::map<v1::Role, int64_t> sums;
  std::set<std::pair<v1::Role, std::string>> named;
  for (int i = 0; i < shares.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    CheckShare(path, shares[i], violations);
    sums[shares[i].role()] += shares[i].share_bp();
    if (!named.insert({shares[i].role(), shares[i].person()}).second) {
      violations->Add(path + ".person", "is named twice in this role");
    }
  }
  for (const auto& [role, sum] : sums) {
    if (sum == kOneBp) continue;
    violations->Add(field, absl::StrCat("of ", role == v1::ROLE_CSM ? "csm" : "ae", " add up to ",
                                        sum, "; they must add up to ", kOneBp));
  }
}

CreditShares OfRole(const CreditShares& shares, v1::Role role) {
  CreditShares some;
  for (const v1::CreditShare& share : shares) {
    if (share.role() == role) *some.Add() = share;
  }
  return some;
}

bool SameShares(const CreditShares& some, const CreditShares& others) {
  return std::equal(some.begin(), some.end(), others.begin(), others.end(),
                    [](const v1::CreditShare& a, const v1::CreditShare& b) {
                      return a.role() == b.role() && a.person() == b.person() &&
                             a.share_bp() == b.share_bp();
                    });
}

CreditShares RoleShares(const CreditShares& splits, const v1::TeamMember& member) {
  CreditShares some = OfRole(splits, member.role());
  return some.empty() ? member.shares() : some;
}

std::vector<v1::CreditShare> HoldersOf(const v1::Attribution& attribution, v1::Role role,
                                       v1::AttributionCategory category) {
  const bool others_save = IsOthersSave(attribution, role, category);
  const CreditShares shares = others_save ? OfRole(attribution.save_shares(), role)
                                          : OfRole(attribution.credit_shares(), role);
  if (!shares.empty()) return {shares.begin(), shares.end()};
  if (role == v1::ROLE_AE) return Whole(role, attribution.ae());
  return Whole(role, CsmOf(attribution, category));
}

absl::StatusOr<int64_t> PartOf(int64_t amount_minor, const std::vector<v1::CreditShare>& holders,
                               absl::string_view person) {
  if (holders.empty()) return 0;
  std::vector<int64_t> weights;
  for (const v1::CreditShare& holder : holders) weights.push_back(holder.share_bp());
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> split, Split(amount_minor, weights));
  int64_t part = 0;
  for (size_t i = 0; i < holders.size(); ++i) {
    if (holders[i].person() == person) part += split[i];
  }
  return part;
}

absl::StatusOr<int64_t> CsmCreditOf(const v1::Attribution& attribution,
                                    const v1::AttributionPart& part,
                                    absl::Span<const std::string> people) {
  const std::vector<v1::CreditShare> holders =
      HoldersOf(attribution, v1::ROLE_CSM, part.category());
  int64_t credit_minor = 0;
  for (const std::string& person : people) {
    BATON_ASSIGN_OR_RETURN(const int64_t theirs_minor,
                           PartOf(part.csm_credit_minor(), holders, person));
    BATON_ASSIGN_OR_RETURN(credit_minor, AddMinor(credit_minor, theirs_minor));
  }
  return credit_minor;
}

int32_t WeightOf(const std::vector<v1::CreditShare>& holders, absl::string_view person) {
  int32_t weight_bp = 0;
  for (const v1::CreditShare& holder : holders) {
    if (holder.person() == person) weight_bp += holder.share_bp();
  }
  return weight_bp;
}

}  // namespace baton::domain
