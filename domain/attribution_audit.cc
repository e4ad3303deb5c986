#include "domain/attribution_audit.h"

#include <algorithm>
#include <utility>

namespace baton::domain {
namespace {

constexpr int64_t kWholeBp = 10'000;

// SplitMix64's finaliser: every bit of the input moves every bit of the output.
uint64_t Mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

bool IsFlagged(const v1::Attribution& attribution) {
  return !attribution.flags().empty() ||
         std::any_of(attribution.parts().begin(), attribution.parts().end(),
                     [](const v1::AttributionPart& part) { return !part.flags().empty(); });
}

bool IsWaived(const v1::Attribution& attribution) {
  return std::any_of(attribution.documentation().begin(), attribution.documentation().end(),
                     [](const v1::DocumentationCheck& check) {
                       return check.result() == v1::DOCUMENTATION_RESULT_WAIVED;
                     });
}

}  // namespace

int SampleSize(int population, const v1::Policy& policy) {
  const int64_t share = (int64_t{population} * policy.audit_sample_bp() + kWholeBp - 1) / kWholeBp;
  return static_cast<int>(
      std::min<int64_t>(population, std::max<int64_t>(share, policy.audit_sample_min())));
}

uint64_t DrawNumber(uint64_t seed, absl::string_view name) {
  uint64_t number = Mix(seed + 0x9e3779b97f4a7c15ULL);
  for (const char c : name) number = Mix(number ^ static_cast<unsigned char>(c));
  return number;
}

std::vector<std::string> DrawSample(std::vector<std::string> names, uint64_t seed,
                                    const v1::Policy& policy) {
  std::vector<std::pair<uint64_t, std::string>> numbered;
  numbered.reserve(names.size());
  for (std::string& name : names) {
    const uint64_t number = DrawNumber(seed, name);
    numbered.emplace_back(number, std::move(name));
  }
  std::sort(numbered.begin(), numbered.end());
  numbered.resize(SampleSize(static_cast<int>(numbered.size()), policy));
  std::vector<std::string> drawn;
  drawn.reserve(numbered.size());
  for (auto& [number, name] : numbered) drawn.push_back(std::move(name));
  std::sort(drawn.begin(), drawn.end());
  return drawn;
}

std::vector<v1::AuditCause> CausesOf(const v1::Attribution& attribution, bool disputed) {
  std::vector<v1::AuditCause> causes;
  if (!attribution.supersedes().empty() || !attribution.superseded_by().empty()) {
    causes.push_back(v1::AUDIT_CAUSE_SUPERSEDED);
  }
  if (disputed) causes.push_back(v1::AUDIT_CAUSE_DISPUTED);
  if (IsFlagged(attribution)) causes.push_back(v1::AUDIT_CAUSE_FLAGGED);
  if (IsWaived(attribution)) causes.push_back(v1::AUDIT_CAUSE_WAIVED);
  return causes;
}

}  // namespace baton::domain
