#include "adapters/crm_facts.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "adapters/adapter.h"
#include "domain/instant.h"
#include "domain/money.h"

namespace baton::adapters {

std::vector<v1::Fact> InOrder(std::vector<v1::Fact> facts) {
  std::set<std::string> seen;
  const auto repeats = [&](const v1::Fact& fact) {
    return !seen.insert(fact.SerializeAsString()).second;
  };
  facts.erase(std::remove_if(facts.begin(), facts.end(), repeats), facts.end());
  std::stable_sort(facts.begin(), facts.end(), [](const v1::Fact& a, const v1::Fact& b) {
    return domain::ToMicros(a.occur_time()) < domain::ToMicros(b.occur_time());
  });
  return facts;
}

void FillArrDeltas(absl::string_view where, v1::Fact* fact, Faults* faults) {
  for (v1::FactLine& line : *fact->mutable_lines()) {
    if (line.has_arr_delta_minor() || !line.has_prior_arr_minor() || !line.has_new_arr_minor()) {
      continue;
    }
    const auto delta = domain::SubtractMinor(line.new_arr_minor(), line.prior_arr_minor());
    if (delta.ok()) {
      line.set_arr_delta_minor(*delta);
    } else {
      faults->Add(where, delta.status().message());
    }
  }
}

void AddTooManyFacts(Faults* faults) {
  faults->Add("payload", absl::StrCat("holds more than ", kMaxFacts, " facts"));
}

}  // namespace baton::adapters
