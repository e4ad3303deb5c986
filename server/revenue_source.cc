#include "server/revenue_source.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "domain/attribution.h"
#include "domain/attribution_reading.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/status_macros.h"
#include "store/attributions.h"

namespace baton::server {
namespace {

// The CSM as the attribution names them; of the account nothing.
domain::RevenuePart PartOf(const v1::Attribution& attribution, const v1::AttributionPart& part,
                           int64_t amount_minor) {
  domain::RevenuePart result;
  result.csm = domain::CsmOf(attribution, part.category());  // W-3
  result.segment = attribution.segment();
  result.booked_at = domain::ToTime(attribution.booked_time());
  result.category = part.category();
  result.amount_minor = amount_minor;
  result.tag = part.cs_led_tag();
  result.lead = part.lead();
  result.playbook = part.playbook();
  return result;
}

// The movements by account, as they stand before any part.
absl::StatusOr<std::map<std::string, domain::AccountMovement>> Starts(
    store::Session& session, const std::string& tenant, absl::Time from,
    const store::Survivors& survivors, Conversion* conversion) {
  BATON_ASSIGN_OR_RETURN(const auto arr, store::ArrAtStarts(session, tenant, survivors, {from}));
  BATON_ASSIGN_OR_RETURN(const auto csms, store::HoldersAt(session, tenant, v1::ROLE_CSM, {from}));
  BATON_ASSIGN_OR_RETURN(const std::vector<store::AccountFacts> accounts,
                         store::AllAccountFacts(session, tenant, survivors));
  std::map<std::string, domain::AccountMovement> movements;
  for (const store::AccountFacts& account : accounts) {
    const auto balance = arr.find(account.account);
    if (balance == arr.end()) continue;
    BATON_ASSIGN_OR_RETURN(const int64_t worth,
                           Worth(from, balance->second.front(), account.account, conversion));
    if (worth <= 0) continue;
    domain::AccountMovement& movement = movements[account.account];
    movement.account = account.account;
    movement.segment = account.segment;
    movement.starting_minor = worth;
    const auto csm = csms.find(account.account);
    if (csm != csms.end()) movement.csm = csm->second.front();
  }
  return movements;
}

}  // namespace

absl::StatusOr<std::vector<domain::Quarter>> QuartersUpTo(const v1::Policy& policy,
                                                          const domain::Quarter& last, int count) {
  std::vector<domain::Quarter> quarters = {last};
  while (static_cast<int>(quarters.size()) < count) {
    BATON_ASSIGN_OR_RETURN(
        domain::Quarter before,
        domain::QuarterAt(policy, quarters.back().start - absl::Microseconds(1)));
    quarters.push_back(std::move(before));
  }
  std::reverse(quarters.begin(), quarters.end());
  return quarters;
}

absl::Status ForEachCounted(store::Session& session, const std::string& tenant, absl::Time from,
                            absl::Time to,
                            const std::function<absl::Status(const v1::Attribution&)>& visit) {
  return store::ForEachAttribution(session, tenant, from, to,
                                   [&visit](const v1::Attribution& attribution) {
                                     if (!domain::Counts(attribution)) {
                                       return absl::OkStatus();
                                     }
                                     return visit(attribution);
                                   });
}

absl::StatusOr<std::vector<domain::RevenuePart>> LoadParts(
    store::Session& session, const std::string& tenant, absl::Time from, absl::Time to,
    RateOf rate_of, const store::Survivors& survivors, Conversion* conversion) {
  BATON_ASSIGN_OR_RETURN(const store::Survivors people, store::PersonSurvivors(session, tenant));
  std::vector<domain::RevenuePart> parts;
  BATON_RETURN_IF_ERROR(ForEachCounted(
      session, tenant, from, to, [&](const v1::Attribution& attribution) -> absl::Status {
        const absl::Time booked = domain::ToTime(attribution.booked_time());
        for (const v1::AttributionPart& part : attribution.parts()) {
          BATON_ASSIGN_OR_RETURN(
              const std::optional<int64_t> amount,
              conversion->At(rate_of == RateOf::kStart ? from : booked, part.amount_minor(),
                             attribution.currency_code(), attribution.booking()));
          if (!amount.has_value()) continue;
          domain::RevenuePart& kept = parts.emplace_back(PartOf(attribution, part, *amount));
          kept.account = store::SurvivorOf(survivors, tenant, attribution.account());
          kept.csm = store::PersonAfterMerge(people, tenant, kept.csm);
        }
        return absl::OkStatus();
      }));
  return parts;
}

absl::StatusOr<int64_t> Worth(absl::Time at, const store::Balance& balance,
                              const std::string& account, Conversion* conversion) {
  int64_t sum = 0;
  for (const auto& [currency, amount_minor] : balance) {
    if (amount_minor == 0) continue;
    BATON_ASSIGN_OR_RETURN(const std::optional<int64_t> amount,
                           conversion->At(at, amount_minor, currency, account));
    BATON_ASSIGN_OR_RETURN(sum, domain::AddMinor(sum, amount.value_or(0)));
  }
  return sum;
}

absl::StatusOr<std::vector<domain::AccountMovement>> LoadMovements(
    store::Session& session, const std::string& tenant, absl::Time from, absl::Time to,
    const store::Survivors& survivors, Conversion* conversion) {
  BATON_ASSIGN_OR_RETURN(auto movements, Starts(session, tenant, from, survivors, conversion));
  BATON_ASSIGN_OR_RETURN(
      const std::vector<domain::RevenuePart> parts,
      LoadParts(session, tenant, from, to, RateOf::kStart, survivors, conversion));
  for (const domain::RevenuePart& part : parts) {
    const auto found = movements.find(part.account);
    if (found != movements.end()) {
      BATON_RETURN_IF_ERROR(domain::Move(part, &found->second));
    }
  }
  std::vector<domain::AccountMovement> result;
  for (auto& [account, movement] : movements) result.push_back(std::move(movement));
  return result;
}

}  // namespace baton::server
