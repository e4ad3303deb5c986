#include "domain/trigger_catalogue.h"

#include <string>

#include "absl/strings/ascii.h"

namespace baton::domain {
namespace {

struct Entry {
  absl::string_view name;
  v1::SignalCategory category;
  v1::Urgency urgency;
};

constexpr auto kProduct = v1::SIGNAL_CATEGORY_PRODUCT;
constexpr auto kRelationship = v1::SIGNAL_CATEGORY_RELATIONSHIP;
constexpr auto kBehavioral = v1::SIGNAL_CATEGORY_BEHAVIORAL;
constexpr auto kHot = v1::URGENCY_HOT;
constexpr auto kWarm = v1::URGENCY_WARM;
constexpr auto kWatch = v1::URGENCY_WATCH;

// In the order of the enum's numbers.
constexpr Entry kCatalogue[v1::Trigger_ARRAYSIZE] = {
    {"", v1::SIGNAL_CATEGORY_UNSPECIFIED, v1::URGENCY_UNSPECIFIED},
    {"seat_utilization", kProduct, kHot},
    {"feature_adoption_adjacent_tier", kProduct, kWarm},
    {"api_volume_near_limit", kProduct, kHot},
    {"new_team_onboarded", kProduct, kWarm},
    {"feature_request_paid_tier", kProduct, kHot},
    {"champion_budget", kRelationship, kHot},
    {"new_division_onboarded", kRelationship, kWarm},
    {"org_chart_change", kRelationship, kWatch},
    {"m_and_a", kRelationship, kHot},
    {"asks_missing_feature", kBehavioral, kHot},
    {"competitor_mentioned", kBehavioral, kHot},
    {"roi_referenced", kBehavioral, kWarm},
    {"new_stakeholder", kBehavioral, kWarm},
    {"other", v1::SIGNAL_CATEGORY_UNSPECIFIED, v1::URGENCY_UNSPECIFIED},
    {"usage_decline", kProduct, kHot},
    {"champion_departure", kRelationship, kHot},
};

const Entry& EntryOf(v1::Trigger trigger) {
  return kCatalogue[v1::Trigger_IsValid(trigger) ? trigger : v1::TRIGGER_UNSPECIFIED];
}

std::string Normalize(std::string_view label) {
  std::string text;
  text.reserve(label.size() + 4);
  bool gap = false;
  const auto append = [&text, &gap](char c) {
    if (gap && !text.empty()) text.push_back('_');
    gap = false;
    text.push_back(c);
  };
  for (const char c : label) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      append(absl::ascii_tolower(static_cast<unsigned char>(c)));
    } else if (c == '&') {
      gap = true;
      for (const char letter : {'a', 'n', 'd'}) append(letter);
      gap = true;
    } else {
      gap = true;
    }
  }
  return text;
}

}  // namespace

v1::SignalCategory DefaultCategory(v1::Trigger trigger) { return EntryOf(trigger).category; }

v1::Urgency DefaultUrgency(v1::Trigger trigger) { return EntryOf(trigger).urgency; }

v1::SignalKind DefaultKind(v1::Trigger trigger, v1::HealthTier tier) {
  const bool at_risk = tier == v1::HEALTH_TIER_RED || tier == v1::HEALTH_TIER_YELLOW;
  switch (trigger) {
    case v1::TRIGGER_USAGE_DECLINE:
    case v1::TRIGGER_CHAMPION_DEPARTURE:
      return v1::SIGNAL_KIND_RISK;
    case v1::TRIGGER_M_AND_A:
    case v1::TRIGGER_COMPETITOR_MENTIONED:
      return at_risk ? v1::SIGNAL_KIND_RISK : v1::SIGNAL_KIND_EXPANSION;
    default:
      return v1::SIGNAL_KIND_EXPANSION;
  }
}

v1::Trigger ParseTrigger(std::string_view label) {
  const std::string name = Normalize(label);
  if (name.empty()) return v1::TRIGGER_UNSPECIFIED;
  for (int i = 0; i < v1::Trigger_ARRAYSIZE; ++i) {
    if (kCatalogue[i].name == name) return static_cast<v1::Trigger>(i);
  }
  return v1::TRIGGER_UNSPECIFIED;
}

absl::string_view TriggerName(v1::Trigger trigger) { return EntryOf(trigger).name; }

absl::string_view CategoryName(v1::SignalCategory category) {
  switch (category) {
    case v1::SIGNAL_CATEGORY_PRODUCT:
      return "product";
    case v1::SIGNAL_CATEGORY_RELATIONSHIP:
      return "relationship";
    case v1::SIGNAL_CATEGORY_BEHAVIORAL:
      return "behavioral";
    default:
      return "";
  }
}

absl::string_view UrgencyName(v1::Urgency urgency) {
  switch (urgency) {
    case v1::URGENCY_HOT:
      return "hot";
    case v1::URGENCY_WARM:
      return "warm";
    case v1::URGENCY_WATCH:
      return "watch";
    default:
      return "";
  }
}

absl::string_view KindName(v1::SignalKind kind) {
  switch (kind) {
    case v1::SIGNAL_KIND_EXPANSION:
      return "expansion";
    case v1::SIGNAL_KIND_RISK:
      return "risk";
    default:
      return "";
  }
}

}  // namespace baton::domain
