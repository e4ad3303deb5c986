// sla (S-1 to S-3) and business_days (S-8).
#include <optional>

#include "domain/business_calendar.h"
#include "domain/sla_clock.h"
#include "domain/status_macros.h"
#include "tests/golden_cases.h"
#include "tests/golden_fields.h"

namespace baton::golden {

absl::StatusOr<Json> RunSla(const Json& input) {
  using domain::Urgency;
  const Urgency urgency = Choice<Urgency>(
      input, "urgency",
      {{"hot", Urgency::kHot}, {"warm", Urgency::kWarm}, {"watch", Urgency::kWatch}});
  domain::SlaPolicy policy;
  policy.watch_review_days = input.value("review_days", policy.watch_review_days);
  std::optional<domain::BusinessCalendar> calendar;
  if (input.contains("calendar")) calendar = CalendarField(input, "calendar");

  BATON_ASSIGN_OR_RETURN(const domain::SlaDeadlines deadlines,
                         domain::DeadlinesFor(urgency, TimeField(input, "routed_at"), policy,
                                              calendar.has_value() ? &*calendar : nullptr));
  Json result;
  const char* acknowledge_key = urgency == Urgency::kWatch ? "review_by" : "acknowledge_by";
  result[acknowledge_key] = FormatInstant(deadlines.acknowledge_by);
  if (const auto at = OptionalTimeField(input, "acknowledged_at")) {
    result["acknowledged_within"] = domain::Within(*at, deadlines.acknowledge_by);
  }
  if (!deadlines.contact_by.has_value()) return result;
  result["contact_by"] = FormatInstant(*deadlines.contact_by);
  if (const auto at = OptionalTimeField(input, "contacted_at")) {
    result["contacted_within"] = domain::Within(*at, *deadlines.contact_by);
  }
  return result;
}

absl::StatusOr<Json> RunBusinessDays(const Json& input) {
  BATON_ASSIGN_OR_RETURN(
      const absl::Time due,
      domain::AddBusinessDays(CalendarField(input, "calendar"), TimeField(input, "start"),
                              input.at("business_days").get<int>()));
  return Json{{"due", FormatInstant(due)}};
}

}  // namespace baton::golden
