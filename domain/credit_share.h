// Shared roles: who has a role's credit where several people have it together (W-4).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "baton/v1/account.pb.h"
#include "baton/v1/attribution.pb.h"
#include "domain/refusal.h"
#include "google/protobuf/repeated_field.h"

namespace baton::domain {

inline constexpr int kMaxCreditShares = 20;

using CreditShares = google::protobuf::RepeatedPtrField<v1::CreditShare>;

// Notes every fault under `field`: more than kMaxCreditShares, a role that is none of csm and ae, a
// person missing or named twice in a role, shares of a role that don't add up to 10,000 bp.
void CheckShares(absl::string_view field, const CreditShares& shares, Violations* violations);

// The shares of one role, in their order.
CreditShares OfRole(const CreditShares& shares, v1::Role role);

// Whether both name the same people, roles and weights in the same order.
bool SameShares(const CreditShares& some, const CreditShares& others);

// Those of the CRM's splits for a role, else those of the team's row for it (W-4).
CreditShares RoleShares(const CreditShares& splits, const v1::TeamMember& member);

// Who has a role's credit of a category (W-3, W-4): those who share it, else the one whom the role
// is with, whole; nobody where nobody held it. A save is whose the account was at its window's end.
std::vector<v1::CreditShare> HoldersOf(const v1::Attribution& attribution, v1::Role role,
                                       v1::AttributionCategory category);

// W-4, X-1. What a person has of an amount that the holders share, minor units; 0 for others.
absl::StatusOr<int64_t> PartOf(int64_t amount_minor, const std::vector<v1::CreditShare>& holders,
                               absl::string_view person);

// W-4. What the CSM's credit of a part gives these people, full names, in the booking's currency.
absl::StatusOr<int64_t> CsmCreditOf(const v1::Attribution& attribution,
                                    const v1::AttributionPart& part,
                                    absl::Span<const std::string> people);

// A person's weight among the holders, in basis points; 0 for others.
int32_t WeightOf(const std::vector<v1::CreditShare>& holders, absl::string_view person);

}  // namespace baton::domain
